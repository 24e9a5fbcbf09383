"""Ctrl-C and SIGTERM as an orderly end."""

import asyncio
import signal
from collections.abc import Callable, Coroutine

from services.cli.exits import Exit


def until_told(main: Callable[[], Coroutine[None, None, int]]) -> int:
    """Run `main` until it ends, or until Ctrl-C or SIGTERM, which closes what it opened and counts as clean."""

    async def guarded() -> int:
        task = asyncio.create_task(main())
        loop = asyncio.get_running_loop()
        stopped = False

        def stop() -> None:
            # Only once: closing is bounded, and a second Ctrl-C in the middle of it would leave processes behind.
            nonlocal stopped
            if not stopped:
                stopped = True
                task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        try:
            return await task
        except asyncio.CancelledError:
            return Exit.CLEAN

    return asyncio.run(guarded())
