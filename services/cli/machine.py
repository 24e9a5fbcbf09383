"""What a house takes of the machine: a folder to itself and ports on loopback."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from services.cli.exits import SystemFaultError
from shared.report.text import Text


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
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
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
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
