"""What a process that opens strangers' files can still do: read, think and answer, within limits."""

import os
import sys

from services.ingest.jobs import Kind

MEBIBYTE = 1024**2
MEMORY_BYTES = {Kind.READER: 512 * MEBIBYTE, Kind.RECOGNISER: 1024 * MEBIBYTE}
"""A reader starts with 60 MiB of address space, all of which is counted. The recogniser's libraries reserve more than
they ever touch, so that only what it may write to is counted."""
OPEN_FILES = 64

_REFUSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
    "shutil.",
    "sqlite3.",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(kind: Kind) -> None:
    """Bound the process for the rest of its life: memory, open files, no writing, no network, no other process."""
    sys.addaudithook(_refuse)
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is no such module on Windows

    counted = resource.RLIMIT_AS if kind is Kind.READER else resource.RLIMIT_DATA
    limits = {
        counted: MEMORY_BYTES[kind],
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    if kind is Kind.READER:  # a recogniser works in threads, which count as processes here
        limits[resource.RLIMIT_NPROC] = 0
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(mode, str) and bool(set(mode) & set("wax+"))
        if writes or (isinstance(flags, int) and flags & _WRITING):
            raise PermissionError("a reader process writes no files")
    elif event.startswith(_REFUSED):
        raise PermissionError(f"a reader process has no use for {event}")
