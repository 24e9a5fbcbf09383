"""A whole house for tests: `gouji up` as a process of its own, on a free port and a folder of its own."""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.cli.machine import free_port
from tests.servers.until import until

ROOT = Path(__file__).parents[2]
TOKEN = "operator of the tests"
AUTHORIZATION = {"Authorization": f"Bearer {TOKEN}"}
READY_SECONDS = 90.0
END_SECONDS = 60.0


@dataclass(frozen=True)
class HouseProcess:
    """A running `gouji up`."""

    url: str
    data: Path
    process: "subprocess.Popen[bytes]"

    def processes(self) -> dict[str, Any]:
        """What runs: room → pid, port, started."""
        found: dict[str, Any] = json.loads((self.data / "processes.json").read_text("utf-8"))
        return found

    @property
    def nats_url(self) -> str:
        """The broker, as long as it runs."""
        return f"nats://127.0.0.1:{self.processes()['nats']['port']}"

    def kill(self, room: str) -> int:
        """End a room as a power cut would; the pid that is gone."""
        pid = int(self.processes()[room]["pid"])
        os.kill(pid, signal.SIGKILL)
        return pid

    async def restarted(self, room: str, gone: int, patience: float = 30.0) -> None:
        """Wait until another process holds the room."""
        await until(lambda: self.processes().get(room, {}).get("pid") not in {None, gone}, patience)

    async def is_ready(self) -> bool:
        """Whether the front says so."""
        try:
            async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
                return (await client.get(f"{self.url}/health/ready")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def logs(self) -> str:
        """The end of every room's log, for the message of a failing test."""
        files = sorted((self.data / "logs").glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text('utf-8', 'replace')[-3000:]}" for file in files)


@contextmanager
def house(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[HouseProcess]:
    """`gouji up` on `data`, ready; afterwards Ctrl-C, and it must have drained and said so by exiting 0.

    Results are public, and commands run meanwhile in this process show the operator's token.
    """
    port = free_port()
    command = [sys.executable, "-m", "services.cli", "up", "--data", str(data), "--port", str(port)]
    ours = {"GOUJI_OPERATOR_TOKEN": TOKEN, "GOUJI_PUBLIC": "1"}
    process = subprocess.Popen(
        command,
        env={**os.environ, **ours, **(environment or {})},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    running = HouseProcess(f"http://127.0.0.1:{port}", data, process)
    try:
        assert running.url in _first_line(process), f"gouji up did not become ready\n{running.logs()}"
        with pytest.MonkeyPatch.context() as showing:
            showing.setenv("GOUJI_TOKEN", TOKEN)
            yield running
    finally:
        process.send_signal(signal.SIGINT)
        try:
            code = process.wait(END_SECONDS)
        finally:
            process.kill()
            if process.stdout:
                process.stdout.close()
    assert code == 0


def _first_line(process: "subprocess.Popen[bytes]") -> str:
    """Its address, which is what it prints first once every room is ready; nothing when that takes too long."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline().decode() if selector.select(READY_SECONDS) else ""
