"""The readers' processes, kept warm: one that dies or takes too long costs its own file and nothing else."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
import structlog

from services.ingest import metrics
from services.ingest.reasons import reason
from services.ingest.worker import HEAD_BYTES, READY, Answer, Job, frame, length_of
from shared.report.codec import decode

START_SECONDS = 60
MAX_WORKERS = 4
_ROOT = Path(__file__).parents[2]
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TMPDIR")

log = structlog.get_logger("gouji.ingest")


class WorkerStartError(OSError):
    """A reader's process does not start; that is the machine's fault and no file's."""


class _WorkerDiedError(Exception):
    """The process ended while it read a file."""


class Workers:
    """A fixed number of processes, each reading one file at a time, in at most so many seconds."""

    def __init__(self, size: int, seconds: float) -> None:
        self.size = size
        self._seconds = seconds
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: list[_Worker] = []

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """`GOUJI_INGEST_WORKERS` processes (one for each processor, at most four), `GOUJI_INGEST_SECONDS` (30) a file.

        Raises:
            ValueError: a number is not a number.
        """
        size = int(environment.get("GOUJI_INGEST_WORKERS") or min(os.cpu_count() or 1, MAX_WORKERS))
        return cls(max(size, 1), float(environment.get("GOUJI_INGEST_SECONDS") or 30))

    async def start(self) -> None:
        """Start all processes.

        Raises:
            WorkerStartError: one of them does not start.
        """
        self._all = [_Worker() for _ in range(self.size)]
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

    async def read(self, data: bytes, filename: str, media_type: str) -> Answer:
        """Read a file in one of the processes. A process may die of the machine, so a file has two tries at that.

        Raises:
            WorkerStartError: no process could be started.
        """
        worker = await self._idle.get()
        try:
            for _ in range(2):
                try:
                    return await worker.read(Job(filename, media_type, int(self._seconds) + 1), data, self._seconds)
                except _WorkerDiedError:
                    metrics.FAILURES.labels("died").inc()
                    log.warning("a reader died", filename=filename)
                except TimeoutError:
                    metrics.FAILURES.labels("timeout").inc()
                    log.warning("a reader took too long", filename=filename, seconds=self._seconds)
                    return _failed(f"> {self._seconds:g} s")
            return _failed("crash")
        finally:
            self._idle.put_nowait(worker)


def _failed(what: str) -> Answer:
    return Answer("none", reasons=(reason("file.reader_failed", what=what),))


class _Worker:
    """One process, started anew whenever it has ended."""

    def __init__(self) -> None:
        self.is_reading = False
        self._process: Process | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.ingest.worker",
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
            raise _WorkerDiedError
        try:
            process.stdin.write(frame(msgspec.json.encode(job)) + frame(data))
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise _WorkerDiedError from error
        return decode(await self._receive(process), Answer)

    async def _receive(self, process: Process) -> bytes:
        if process.stdout is None:
            raise _WorkerDiedError
        try:
            head = await process.stdout.readexactly(HEAD_BYTES)
            return await process.stdout.readexactly(length_of(head))
        except asyncio.IncompleteReadError as error:
            raise _WorkerDiedError from error
