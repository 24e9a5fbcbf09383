"""The drawing processes as the gateway has them: started when first needed, and none is worth a second try."""

import asyncio
from math import ceil

import msgspec
import structlog

from services.gateway.drawing import NOTHING, Drawn, Job
from shared.confinement.process import ConfinedProcess, WorkerDiedError

log = structlog.stdlib.get_logger(__name__)

PROCESSES = 2
SECONDS = 10.0


class Drawers:
    """So many processes, each drawing one page at a time, in at most so many seconds."""

    def __init__(self, processes: int = PROCESSES, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._all = [ConfinedProcess("services.gateway.drawer") for _ in range(processes)]
        # The one used last comes first: the others need not even start while one keeps up.
        self._idle: asyncio.LifoQueue[ConfinedProcess] = asyncio.LifoQueue()
        for process in self._all:
            self._idle.put_nowait(process)

    async def draw(self, data: bytes, page: int | None = None) -> Drawn:
        """How many pages a file has, and one of them; no pages when it cannot be drawn, or not in time.

        Raises:
            WorkerStartError: no process starts.
        """
        told = msgspec.json.encode(Job(page, ceil(self._seconds) + 1))
        process = await self._idle.get()
        try:
            return msgspec.msgpack.decode(await process.answer(told, data, self._seconds), type=Drawn)
        except (WorkerDiedError, TimeoutError) as error:
            log.warning("not_drawn", reason=type(error).__name__, size=len(data))
            return NOTHING
        finally:
            self._idle.put_nowait(process)

    async def stop(self) -> None:
        """End all processes, whatever they are doing."""
        for process in self._all:
            await process.end()
