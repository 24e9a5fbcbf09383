"""The readers' processes, kept warm: one that dies or takes too long costs its own file and nothing else."""

import asyncio
import os
from collections.abc import Callable, Mapping
from math import ceil
from typing import Self

import msgspec

from services.ingest.jobs import Answer, Job, Kind
from services.ingest.reasons import reason
from shared.confinement.process import ConfinedProcess, WorkerDiedError
from shared.report.codec import decode

MAX_WORKERS = 4
READ_SECONDS = 10.0
RECOGNISE_SECONDS = 60.0

OnFailure = Callable[[str, str], None]
"""Told what went wrong (`died`, `timeout`) and with which file."""


def _pass_over(what: str, filename: str) -> None:
    """Nobody wants to know."""


class Workers:
    """A fixed number of processes, each reading one file at a time, in at most so many seconds.

    A file that holds pictures of writing is handed on to a recogniser, a process of its own that may take more and
    ends with the file; there is one at a time.
    """

    def __init__(
        self,
        size: int,
        seconds: float = READ_SECONDS,
        recognise_seconds: float = RECOGNISE_SECONDS,
        on_failure: OnFailure = _pass_over,
    ) -> None:
        self.size = size
        self._seconds = seconds
        self._recognise_seconds = recognise_seconds
        self._on_failure = on_failure
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: list[_Worker] = []
        self._recognising = asyncio.Lock()

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] = os.environ,
        *,
        most: int = MAX_WORKERS,
        on_failure: OnFailure = _pass_over,
    ) -> Self:
        """`GOUJI_INGEST_WORKERS` processes (one for each processor, at most four and `most`).

        A file may take `GOUJI_INGEST_SECONDS` (10), one with pictures of writing `GOUJI_INGEST_OCR_SECONDS` (60).

        Raises:
            ValueError: a number is not a number.
        """
        size = int(environment.get("GOUJI_INGEST_WORKERS") or min(os.cpu_count() or 1, MAX_WORKERS, most))
        seconds = float(environment.get("GOUJI_INGEST_SECONDS") or READ_SECONDS)
        recognise_seconds = float(environment.get("GOUJI_INGEST_OCR_SECONDS") or RECOGNISE_SECONDS)
        return cls(max(size, 1), seconds, recognise_seconds, on_failure)

    async def start(self) -> None:
        """Start all processes.

        Raises:
            WorkerStartError: one of them does not start.
        """
        self._all = [_Worker(Kind.READER) for _ in range(self.size)]
        await asyncio.gather(*(worker.start() for worker in self._all))
        for worker in self._all:
            self._idle.put_nowait(worker)

    async def stop(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._all:
            await worker.end()

    async def ready(self) -> tuple[str, ...]:
        """Why no file can be read at present."""
        return () if any(worker.is_running for worker in self._all) else ("no reader process is running",)

    @property
    def processes(self) -> tuple[int, ...]:
        """The numbers of the processes that run."""
        return tuple(number for worker in self._all if (number := worker.number) is not None)

    async def read(self, data: bytes, filename: str, media_type: str) -> Answer:
        """Read a file in one of the processes, and in a recogniser if it takes one.

        Raises:
            WorkerStartError: no process could be started.
        """
        worker = await self._idle.get()
        try:
            answer = await self._have_read(worker, data, filename, media_type, self._seconds)
        finally:
            self._idle.put_nowait(worker)
        if not answer.needs_recogniser:
            return answer
        async with self._recognising:
            recogniser = _Worker(Kind.RECOGNISER)
            try:
                return await self._have_read(recogniser, data, filename, media_type, self._recognise_seconds)
            finally:
                await recogniser.end()

    async def _have_read(
        self, worker: "_Worker", data: bytes, filename: str, media_type: str, seconds: float
    ) -> Answer:
        """Read with that process. It may be killed by the machine, so a file has two tries, in the same time."""
        end = asyncio.get_running_loop().time() + seconds
        for _ in range(2):
            left = max(end - asyncio.get_running_loop().time(), 0)
            try:
                return await worker.read(Job(filename, media_type, ceil(seconds) + 1), data, left)
            except WorkerDiedError as died:
                self._on_failure("died", filename)
                if not died.killed:
                    break
            except TimeoutError:
                self._on_failure("timeout", filename)
                return _failed(f"> {seconds:g} s")
        return _failed("crash")


def _failed(what: str) -> Answer:
    return Answer("none", reasons=(reason("file.reader_failed", what=what),))


class _Worker(ConfinedProcess):
    """A process of that kind."""

    def __init__(self, kind: Kind) -> None:
        super().__init__("services.ingest.worker", kind.value)

    async def read(self, job: Job, data: bytes, seconds: float) -> Answer:
        """Have one file read.

        Raises:
            TimeoutError: it takes longer than `seconds`; the process has been ended.
            WorkerDiedError: the process ended.
            WorkerStartError: a new process was needed and does not start.
        """
        return decode(await self.answer(msgspec.json.encode(job), data, seconds), Answer)
