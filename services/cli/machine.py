"""What a house takes of the machine: a folder to itself and ports on loopback."""

import fcntl
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from services.cli.exits import SystemFaultError
from shared.report.text import Text

_LOWEST, _HIGHEST = 20_000, 32_000
_TRIES = 1000


def folder(path: Path) -> Path:
    """Make the folder unless it is there, and give its absolute path.

    Raises:
        SystemFaultError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemFaultError(
            Text(f"无法使用文件夹 {path}。", f"The folder {path} cannot be used: {error}")
        ) from error
    return path.resolve()


@contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """Hold the folder: two houses over one would write over one another.

    Raises:
        SystemFaultError: another house holds it.
    """
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemFaultError(
                Text(f"文件夹 {data} 正被另一套系统使用。", f"The folder {data} is in use by another house.")
            ) from None
        yield


def assert_free(port: int) -> None:
    """Find out before anything is started whether the port can be had.

    Raises:
        SystemFaultError: it is taken.
    """
    if _is_free(port):
        return
    raise SystemFaultError(
        Text(f"端口 {port} 已被占用，请用 --port 另选。", f"Port {port} is taken; choose another one with --port.")
    )


def port_or_free(port: int) -> int:
    """The port when it can be had, else any free one."""
    try:
        assert_free(port)
    except SystemFaultError:
        return free_port()
    return port


def free_port() -> int:
    """A port nobody listens on at this moment, and none that this process was given before.

    It lies below the range from which the kernel takes ports for outgoing connections: a port that must be had again
    after a restart would be lost there to a client that, in search of the dead server, connects to itself.
    """
    for _ in range(_TRIES):
        port = _LOWEST + secrets.randbelow(_HIGHEST - _LOWEST)
        if port not in _given and _is_free(port):
            _given.add(port)
            return port
    raise SystemFaultError(Text("本机没有空闲端口。", "This machine has no free port."))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


_given: set[int] = set()
