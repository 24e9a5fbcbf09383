"""A PostgreSQL cluster of the tests' own: an unprivileged owner, a temporary directory with its socket, no fsync."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAMS = ("initdb", "postgres", "psql")
OWNERS = ("postgres", "nobody")
START_SECONDS = 60


@dataclass
class Cluster:
    """A cluster in `folder`; `url` gives the address of one of its databases."""

    programs: Path
    folder: Path
    owner: dict[str, Any]
    server: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://gouji@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement as the cluster's owner, outside any transaction."""
        address = ["-h", str(self.folder), "-U", "gouji", "-d", "postgres"]
        command = [str(self.programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *address, "-c", statement]
        subprocess.run(command, check=True, capture_output=True, env={"LC_ALL": "C.UTF-8"})

    def initialise(self) -> None:
        options = ("-U", "gouji", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        with self._log.open("wb") as log:
            assert self._run("initdb", *options, output=log.fileno()).wait(START_SECONDS) == 0, self._log.read_text()

    def start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "32MB",
            "max_connections": "200",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self.server = self._run("postgres", *options, output=log.fileno())
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.server.poll() is None, self._log.read_text()
            try:
                self.execute("SELECT 1")
            except subprocess.CalledProcessError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"PostgreSQL did not start: {self._log.read_text()}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop by pid. SIGINT is the fast shutdown; SIGTERM would wait for clients that a failed test left behind."""
        if self.server is None:
            return
        self.server.send_signal(how)
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        self.server = None

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _run(self, program: str, *arguments: str, output: int) -> "subprocess.Popen[bytes]":
        environment = {"LC_ALL": "C.UTF-8", "PATH": os.defpath, "HOME": str(self.folder)}
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        process: subprocess.Popen[bytes] = subprocess.Popen(
            command, env=environment, cwd=self.folder, stdout=output, stderr=subprocess.STDOUT, **self.owner
        )
        return process


def missing() -> str | None:
    """Why no cluster can be started here; None when one can."""
    if _programs() is None:
        return "PostgreSQL's server programs (initdb, postgres, psql) are not installed: apt-get install postgresql"
    if os.geteuid() == 0 and _owner() is None:
        return f"PostgreSQL refuses to run as root, and there is no user called {' or '.join(OWNERS)}"
    return None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster of our own and stop it again; `missing` must be None."""
    programs = _programs()
    assert programs is not None, missing()
    with tempfile.TemporaryDirectory(prefix="gouji-postgresql-") as folder:
        owner: dict[str, Any] = {}
        if os.geteuid() == 0 and (user := _owner()) is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
            owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        ours = Cluster(programs, Path(folder), owner)
        ours.initialise()
        try:
            ours.start()
            yield ours
        finally:
            ours.stop()


def _programs() -> Path | None:
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    on_path = shutil.which("initdb")
    # What is on PATH may be a link into the real folder, where all the programs are together.
    folders = [*([Path(on_path).resolve().parent] if on_path else []), *newest_first]
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


def _owner() -> pwd.struct_passwd | None:
    users = {user.pw_name: user for user in pwd.getpwall()}
    return next((users[name] for name in OWNERS if name in users), None)
