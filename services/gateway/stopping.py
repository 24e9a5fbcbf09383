"""How the gateway's own tasks end: between two turns, since a query that is cancelled loses its connection."""

import asyncio
from collections.abc import Collection
from contextlib import suppress

PATIENCE = 5.0
_AGAIN = 0.1


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until it is time to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


async def stopped(stopping: asyncio.Event, tasks: Collection[asyncio.Task[None]]) -> None:
    """Tell the tasks to stop and wait until they have; one that is stuck on a world that is away is cancelled.

    More than once if need be: a cancellation that meets a query comes out as the database's error, which a task that
    lives through such errors takes for one.
    """
    stopping.set()
    _, stuck = await asyncio.wait(tasks, timeout=PATIENCE)
    while stuck:
        for task in stuck:
            task.cancel()
        _, stuck = await asyncio.wait(stuck, timeout=_AGAIN)
