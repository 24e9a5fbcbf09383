"""The process that opens strangers' files: confined, no settings of the house, one file at a time.

`python -m services.ingest.worker KIND` reads jobs from standard input and answers on standard output until the input
ends.
"""

import os
import sys
from typing import BinaryIO

import msgspec

from services.ingest.confinement import MEBIBYTE, MEMORY_BYTES, confine
from services.ingest.jobs import HEAD_BYTES, READY, Answer, Job, Kind, frame, length_of
from services.ingest.readers import readers
from services.ingest.reading import RecogniserNeededError, UnreadableFileError, read
from services.ingest.reasons import reason
from shared.report.codec import encode


def answer(job: Job, data: bytes, kind: Kind) -> Answer:
    """Read one file."""
    try:
        result = read(data, job.filename, job.media_type, recognise=kind is Kind.RECOGNISER)
    except UnreadableFileError as refused:
        return Answer("none", reasons=refused.reasons)
    except RecogniserNeededError:
        return Answer("none", needs_recogniser=True)
    except MemoryError:
        too_much = f"> {MEMORY_BYTES[kind] // MEBIBYTE} MiB"
        return Answer("none", reasons=(reason("file.too_large_document", what=too_much),))
    return Answer(result.reading.format, result.report, result.reading)


def main(kind: Kind) -> None:
    """Work until the input ends. Anything unexpected ends the process, which its owner treats as a failed reading."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not end up among the answers
    readers()
    confine(kind)
    _say(answers, READY)
    while (head := _take(jobs)) is not None and (data := _take(jobs)) is not None:
        job = msgspec.json.decode(head, type=Job)
        _alarm(job.seconds)
        _say(answers, encode(answer(job, data, kind)))
        _alarm(0)


def _take(source: BinaryIO) -> bytes | None:
    head = source.read(HEAD_BYTES)
    return source.read(length_of(head)) if len(head) == HEAD_BYTES else None


def _say(target: BinaryIO, data: bytes) -> None:
    target.write(frame(data))
    target.flush()


def _alarm(seconds: int) -> None:
    """End by itself even when the owner is no longer there to do it."""
    if sys.platform == "win32":
        return
    import signal  # noqa: PLC0415 - alarms are unknown on Windows

    signal.alarm(seconds)


if __name__ == "__main__":
    main(Kind(sys.argv[1]))
