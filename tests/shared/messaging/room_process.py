"""A room as a process of its own, so that a test can kill it, or let a filing do so.

Run as `python -m tests.shared.messaging.room_process URL WEAKNESS`: a room that cannot stand bombs ends without a word
over a file called `bomb.html`, one that hangs never finishes; each filing done is printed by its number.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from shared.events.event import Event
from shared.events.submission_received import SubmissionReceivedV1
from shared.messaging.bus import Bus
from tests.shared.messaging.filings import patient, rejected


async def main(url: str, weakness: str) -> None:
    async def handle(batch: Sequence[SubmissionReceivedV1]) -> list[Event]:
        for event in batch:
            if weakness == "bombs" and event.submission.filename == "bomb.html":
                os._exit(9)
            if weakness == "hangs":
                print("hanging", flush=True)  # noqa: T201 - the test reads it
                await asyncio.Event().wait()
        for event in batch:
            print(event.submission.size, flush=True)  # noqa: T201 - the test reads it
        return [rejected(event) for event in batch]

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    bus = Bus(patient(url, ack_wait=1.0, budget=6), "ingest")
    bus.on(SubmissionReceivedV1, handle)
    await bus.start()
    await stop.wait()
    await bus.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
