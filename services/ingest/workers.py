"""The readers' processes, kept warm: one that dies or takes too long costs its own file and nothing else."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Self

import msgspec

from services.ingest.jobs import HEAD_BYTES, READY, Answer, Job, Kind, frame, length_of
from services.ingest.reasons import reason
from shared.report.codec import decode

START_SECONDS = 60
MAX_WORKERS = 4
READ_SECONDS = 10.0
RECOGNISE_SECONDS = 60.0
_KILLED = -9
_ROOT = Path(__file__).parents[2]
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TMPDIR")

OnFailure = Callable[[str, str], None]
"""Told what went wrong (`died`, `timeout`) and with which file."""


class WorkerStartError(OSError):
    """A reader's process does not start; that is the machine's fault and no file's."""


class _WorkerDiedError(Exception):
    """The process ended while it read a file; `killed` when somebody else ended it, which is not the file's fault."""

    def __init__(self, *, killed: bool) -> None:
        super().__init__()
        self.killed = killed


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
        return tuple(number for worker in self._all if (number := worker.process) is not None)

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
            except _WorkerDiedError as died:
                self._on_failure("died", filename)
                if not died.killed:
                    break
            except TimeoutError:
                self._on_failure("timeout", filename)
                return _failed(f"> {seconds:g} s")
        return _failed("crash")


def _failed(what: str) -> Answer:
    return Answer("none", reasons=(reason("file.reader_failed", what=what),))


class _Worker:
    """One process, started anew whenever it has ended."""

    def __init__(self, kind: Kind) -> None:
        self.is_reading = False
        self._kind = kind
        self._process: Process | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def process(self) -> int | None:
        return self._process.pid if self._process is not None and self.is_running else None

    async def start(self) -> None:
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.ingest.worker",
            self._kind.value,
            stdin=PIPE,
            stdout=PIPE,
            cwd=_ROOT,
            env={**environment, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = await self._receive(self._process)
        except (_WorkerDiedError, TimeoutError) as error:
            await self.end()
            raise WorkerStartError("a reader process does not start") from error
        if ready != READY:
            await self.end()
            raise WorkerStartError(f"a reader process said {ready[:40]!r}")

    async def read(self, job: Job, data: bytes, seconds: float) -> Answer:
        """Have one file read.

        Raises:
            TimeoutError: it takes longer than `seconds`; the process has been ended.
            _WorkerDiedError: the process ended.
            WorkerStartError: a new process was needed and does not start.
        """
        if not self.is_running:
            await self.start()
        self.is_reading = True
        try:
            async with asyncio.timeout(seconds):
                answer = await self._exchange(job, data)
            self.is_reading = False
            return answer
        finally:
            if self.is_reading:  # also when cancelled: a late answer must not be taken for that of the next file
                self.is_reading = False
                await self.end()

    async def end(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        # Reading to the end closes the other pipe too, or it would be reported as forgotten.
        with suppress(BrokenPipeError, ConnectionResetError):
            await process.communicate()

    async def _exchange(self, job: Job, data: bytes) -> Answer:
        process = self._process
        if process is None or process.stdin is None:
            raise _WorkerDiedError(killed=True)
        try:
            process.stdin.write(frame(msgspec.json.encode(job)) + frame(data))
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise await _death(process) from error
        return decode(await self._receive(process), Answer)

    async def _receive(self, process: Process) -> bytes:
        if process.stdout is None:
            raise _WorkerDiedError(killed=True)
        try:
            head = await process.stdout.readexactly(HEAD_BYTES)
            return await process.stdout.readexactly(length_of(head))
        except asyncio.IncompleteReadError as error:
            raise await _death(process) from error


async def _death(process: Process) -> _WorkerDiedError:
    """What ended a process whose pipes are closed."""
    return _WorkerDiedError(killed=await process.wait() == _KILLED)
