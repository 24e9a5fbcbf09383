"""Waiting for what other processes and tasks do, without guessing how long it takes."""

import asyncio
import inspect
import threading
import time
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], bool | Awaitable[bool]], patience: float = 15.0) -> None:
    """Return as soon as `condition` holds.

    Raises:
        TimeoutError: it still does not after `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while True:
        held = condition()
        if inspect.isawaitable(held):
            held = await held
        if held:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {patience} s: {inspect.getsource(condition).strip()}")
        await asyncio.sleep(0.01)


async def sqlite_ended() -> None:
    """Wait for the threads of connections that could not be opened: the driver ends them without being waited for."""
    await until(lambda: not any("_connection_worker_thread" in thread.name for thread in threading.enumerate()))
