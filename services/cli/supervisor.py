"""Keeps the processes of the house alive: starts them, restarts the dead with back-off, drains them in order."""

import asyncio
import contextlib
import ctypes
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

FIRST_DELAY, LONGEST_DELAY = 0.1, 10.0
STEADY_AFTER = 10.0
LOG_LIMIT = 10 * 1024 * 1024
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A process that must always run: what it is called, how it starts, and how to ask whether it is ready.

    `patience` is how many seconds it gets to finish what it has in hand when the house closes.
    """

    room: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    port: int
    ready: Callable[[], Awaitable[bool]]
    patience: float = 15.0


@dataclass(slots=True)
class Running:
    """A post and the process that holds it now, None between two lives."""

    post: Post
    process: asyncio.subprocess.Process | None = None
    started: datetime | None = None
    deaths: int = 0
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    keeper: asyncio.Task[None] | None = None


class NotReadyError(Exception):
    """Some posts did not become ready in time; `rooms` names them."""

    def __init__(self, rooms: Iterable[str]) -> None:
        self.rooms = tuple(rooms)
        super().__init__(", ".join(self.rooms))


class Supervisor:
    """The posts of one house.

    `logs` is a folder with one file for each room; `changed` hears of every start and end, `died` of every end that
    nobody asked for, with its exit code.
    """

    def __init__(
        self, logs: Path, changed: Callable[[Mapping[str, Running]], None], died: Callable[[str, int], None]
    ) -> None:
        self._logs = logs
        self._changed = changed
        self._died = died
        self._running: dict[str, Running] = {}

    @property
    def running(self) -> Mapping[str, Running]:
        """What runs, by room."""
        return self._running

    def start(self, post: Post) -> None:
        """Keep this post from now on."""
        running = Running(post)
        self._running[post.room] = running
        running.keeper = asyncio.create_task(self._keep(running), name=f"keep {post.room}")

    async def ready(self, rooms: Iterable[str], within: float) -> None:
        """Wait until every one of these rooms says it is ready.

        Raises:
            NotReadyError: `within` seconds have passed.
        """
        waiting = list(rooms)
        end = time.monotonic() + within
        while waiting:
            answers = await asyncio.gather(*(self._running[room].post.ready() for room in waiting))
            waiting = [room for room, answer in zip(waiting, answers, strict=True) if not answer]
            if waiting and time.monotonic() > end:
                raise NotReadyError(waiting)
            await asyncio.sleep(0.05 if waiting else 0)

    async def drain(self, *stages: Iterable[str]) -> None:
        """Stop the rooms, stage after stage; a process that overstays its patience is killed."""
        for stage in stages:
            await asyncio.gather(*(self._release(self._running[room]) for room in stage if room in self._running))

    async def _keep(self, running: Running) -> None:
        delay = FIRST_DELAY
        while not running.leaving.is_set():
            born = time.monotonic()
            running.process = await self._spawn(running.post)
            running.started = datetime.now(UTC)
            self._changed(self._running)
            code = await running.process.wait()
            running.process = None
            self._changed(self._running)
            if running.leaving.is_set():
                return
            running.deaths += 1
            self._died(running.post.room, code)
            delay = FIRST_DELAY if time.monotonic() - born > STEADY_AFTER else min(2 * delay, LONGEST_DELAY)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(running.leaving.wait(), delay)

    async def _spawn(self, post: Post) -> asyncio.subprocess.Process:
        with _open_log(self._logs / f"{post.room}.log") as log:
            return await asyncio.create_subprocess_exec(
                *post.command,
                env=dict(post.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C reaches the whole foreground group; the house drains in an order of its own.
                process_group=0,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )

    async def _release(self, running: Running) -> None:
        running.leaving.set()
        if running.keeper is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            if running.process is not None:
                with contextlib.suppress(ProcessLookupError):
                    running.process.send_signal(number)
            done, _ = await asyncio.wait([running.keeper], timeout=running.post.patience)
            if done:
                return


def _open_log(path: Path) -> BinaryIO:
    """Append to the room's log; one that has grown large makes way and is kept once."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _die_with_parent() -> None:
    """A supervisor that is killed takes its processes along, so that nobody holds the ports and files of the next."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


_libc = ctypes.CDLL(None)
