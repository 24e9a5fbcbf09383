"""Events of changes that were committed: written down with the change, published after it, so that none is lost.

Whoever changes something writes the event in the same transaction (`state`) and asks for its delivery afterwards
(`deliver_soon`); what the broker has not confirmed by then is delivered later, by whichever process runs then.
"""

import asyncio

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.stopping import pause
from services.gateway.tables import outbox
from shared.events.contracts import contracts
from shared.events.event import Event
from shared.messaging.bus import Bus
from shared.messaging.world import WORLD_ERRORS, is_world_error
from shared.storage.database import Database

log = structlog.stdlib.get_logger(__name__)

_BATCH = 50


async def state(connection: AsyncConnection, *events: Event) -> None:
    """Write events down in the transaction of what they tell; the row of what they are about must be held.

    So the order in the outbox is the order of the changes, and it is the order in which they will be published.
    """
    if events:
        rows = [{"subject": event.subject, "event": event.encode()} for event in events]
        await connection.execute(outbox.insert(), rows)


class Outbox:
    """What is still to be published, in the room's database."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._delivering = asyncio.Lock()

    async def deliver(self) -> int:
        """Publish everything written down so far, one after the other, and give their number.

        A replica doing the same at the same time does no harm: the broker drops what it has been told already.

        Raises:
            BusUnavailableError, OperationalError, OSError, TimeoutError: the world is bad; deliver again later.
        """
        delivered = 0
        async with self._delivering:
            while batch := await self._next():
                for number, event in batch:
                    await self._bus.publish(event)
                    async with self._database.transaction() as connection:
                        await connection.execute(delete(outbox).where(outbox.c.number == number))
                delivered += len(batch)
        return delivered

    async def deliver_soon(self) -> None:
        """Deliver unless the broker or the database is away; what was changed is changed, and will be told later."""
        try:
            await self.deliver()
        except WORLD_ERRORS as error:
            if not is_world_error(error):
                raise
            log.warning("telling_waits", reason=repr(error))

    async def run(self, stopping: asyncio.Event, every: float) -> None:
        """Deliver what is left over every so many seconds, until told to stop."""
        while not stopping.is_set():
            await self.deliver_soon()
            await pause(stopping, every)

    async def _next(self) -> list[tuple[int, Event]]:
        known = {contract.subject: contract for contract in contracts()}
        async with self._database.reading() as connection:
            rows = await connection.execute(select(outbox).order_by(outbox.c.number).limit(_BATCH))
            return [(row.number, known[row.subject].decode(row.event)) for row in rows]
