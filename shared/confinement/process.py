"""A confined process as its owner has it: started anew whenever it has ended, and ended when it takes too long."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

from shared.confinement.pipes import HEAD_BYTES, READY, frame, length_of

START_SECONDS = 60
_KILLED = -9
_ROOT = Path(__file__).parents[2]
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TMPDIR")


class WorkerStartError(OSError):
    """A confined process does not start; that is the machine's fault and no file's."""


class WorkerDiedError(Exception):
    """The process ended at its work; `killed` when somebody else ended it, which is not the file's fault."""

    def __init__(self, *, killed: bool) -> None:
        super().__init__()
        self.killed = killed


class ConfinedProcess:
    """One process, `python -m module arguments…`, without the settings of the house."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.is_at_work = False
        self._command = (module, *arguments)
        self._process: Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process at present."""
        return self._process is not None and self._process.returncode is None

    @property
    def number(self) -> int | None:
        """The number of the process, when there is one."""
        return self._process.pid if self._process is not None and self.is_running else None

    async def start(self) -> None:
        """Start the process and wait until it is ready.

        Raises:
            WorkerStartError: it does not start.
        """
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            cwd=_ROOT,
            env={**environment, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = await self._receive(self._process)
        except (WorkerDiedError, TimeoutError) as error:
            await self.end()
            raise WorkerStartError("a reader process does not start") from error
        if ready != READY:
            await self.end()
            raise WorkerStartError(f"a reader process said {ready[:40]!r}")

    async def answer(self, told: bytes, data: bytes, seconds: float) -> bytes:
        """What it answers to what it is told about the data.

        Raises:
            TimeoutError: it takes longer than `seconds`; the process has been ended.
            WorkerDiedError: the process ended.
            WorkerStartError: a new process was needed and does not start.
        """
        if not self.is_running:
            await self.start()
        self.is_at_work = True
        try:
            async with asyncio.timeout(seconds):
                answer = await self._exchange(told, data)
            self.is_at_work = False
            return answer
        finally:
            if self.is_at_work:  # also when cancelled: a late answer must not be taken for that of the next file
                self.is_at_work = False
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

    async def _exchange(self, told: bytes, data: bytes) -> bytes:
        process = self._process
        if process is None or process.stdin is None:
            raise WorkerDiedError(killed=True)
        try:
            process.stdin.write(frame(told) + frame(data))
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise await _death(process) from error
        return await self._receive(process)

    async def _receive(self, process: Process) -> bytes:
        if process.stdout is None:
            raise WorkerDiedError(killed=True)
        try:
            head = await process.stdout.readexactly(HEAD_BYTES)
            return await process.stdout.readexactly(length_of(head))
        except asyncio.IncompleteReadError as error:
            raise await _death(process) from error


async def _death(process: Process) -> WorkerDiedError:
    """What ended a process whose pipes are closed."""
    return WorkerDiedError(killed=await process.wait() == _KILLED)
