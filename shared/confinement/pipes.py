"""How a confined process is told what to do and answers, through its pipes: each time two frames in, one out."""

import os
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO

READY = b"ready"
_LENGTH = struct.Struct(">Q")
HEAD_BYTES = _LENGTH.size


def frame(data: bytes) -> bytes:
    """The bytes with their length ahead."""
    return _LENGTH.pack(len(data)) + data


def length_of(head: bytes) -> int:
    """The length that a frame's first eight bytes state."""
    length: int = _LENGTH.unpack(head)[0]
    return length


def work(prepare: Callable[[], None], answer: Callable[[bytes, bytes], bytes]) -> None:
    """Prepare, then answer what is told and its data until the input ends.

    Anything unexpected ends the process, which its owner treats as a failure of that file.
    """
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not end up among the answers
    prepare()
    _say(answers, READY)
    while (told := _take(jobs)) is not None and (data := _take(jobs)) is not None:
        _say(answers, answer(told, data))
        alarm(0)


def alarm(seconds: int) -> None:
    """End by itself after so many seconds even when the owner is no longer there to do it; 0 takes that back."""
    if sys.platform == "win32":
        return
    import signal  # noqa: PLC0415 - alarms are unknown on Windows

    signal.alarm(seconds)


def _take(source: BinaryIO) -> bytes | None:
    head = source.read(HEAD_BYTES)
    return source.read(length_of(head)) if len(head) == HEAD_BYTES else None


def _say(target: BinaryIO, data: bytes) -> None:
    target.write(frame(data))
    target.flush()
