"""The process that opens strangers' files: bounded memory and time, no settings of the house, one file at a time.

`python -m services.ingest.worker` reads jobs from standard input and answers on standard output until the input ends.
"""

import os
import struct
import sys
from typing import BinaryIO

import msgspec

from services.ingest.readers import readers
from services.ingest.reading import UnreadableFileError, read
from shared.report.annual_report import AnnualReport
from shared.report.codec import encode
from shared.report.reading import Reading
from shared.report.rejection import Reason

READY = b"ready"
MEMORY_BYTES = 2 * 1024**3
_LENGTH = struct.Struct(">Q")


class Job(msgspec.Struct, frozen=True):
    """What is told about a file ahead of its bytes; after `seconds` the process ends itself."""

    filename: str
    media_type: str
    seconds: int


class Answer(msgspec.Struct, frozen=True):
    """A report and how it was read, or the reasons why there is none."""

    format: str
    report: AnnualReport | None = None
    reading: Reading | None = None
    reasons: tuple[Reason, ...] = ()


def frame(data: bytes) -> bytes:
    """The bytes with their length ahead."""
    return _LENGTH.pack(len(data)) + data


def length_of(head: bytes) -> int:
    """The length that a frame's first eight bytes state."""
    length: int = _LENGTH.unpack(head)[0]
    return length


HEAD_BYTES = _LENGTH.size


def answer(job: Job, data: bytes) -> Answer:
    """Read one file."""
    try:
        result = read(data, job.filename, job.media_type)
    except UnreadableFileError as refused:
        return Answer("none", reasons=refused.reasons)
    return Answer(result.reading.format, result.report, result.reading)


def main() -> None:
    """Work until the input ends. Anything unexpected ends the process, which its owner treats as a failed reading."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not end up among the answers
    readers()
    _confine()
    _say(answers, READY)
    while (head := _take(jobs)) is not None and (data := _take(jobs)) is not None:
        job = msgspec.json.decode(head, type=Job)
        _alarm(job.seconds)
        _say(answers, encode(answer(job, data)))
        _alarm(0)


def _take(source: BinaryIO) -> bytes | None:
    head = source.read(HEAD_BYTES)
    return source.read(length_of(head)) if len(head) == HEAD_BYTES else None


def _say(target: BinaryIO, data: bytes) -> None:
    target.write(frame(data))
    target.flush()


def _confine() -> None:
    """Bounded memory, and no file can be written."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is no such module on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: int) -> None:
    """End by itself even when the owner is no longer there to do it."""
    if sys.platform == "win32":
        return
    import signal  # noqa: PLC0415 - alarms are unknown on Windows

    signal.alarm(seconds)


if __name__ == "__main__":
    main()
