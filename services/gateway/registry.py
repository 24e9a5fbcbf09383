"""Keeping the agency register: an import changes everything it says or nothing at all, and what changed is told."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from services.gateway import store
from services.gateway.outbox import Outbox, state
from services.gateway.register import Changes, changes, parse_register
from shared.events.register_changed import RegisterChangedV1
from shared.report.agency import Agency
from shared.storage.database import Database

AT_ONCE = 500
"""Agencies in one event."""


class Registry:
    """The agency register in the room's database."""

    def __init__(self, database: Database, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._outbox = outbox
        self._clock = clock

    async def take_over(self, data: bytes) -> Changes:
        """Add and overwrite agencies as a CSV file says; those it does not name stay. Once more changes nothing.

        Raises:
            RegisterError: something is wrong with the file; nothing was changed.
        """
        async with self._database.reading() as connection:
            standing = await store.register(connection)
        known = {code: agency.parent for code, agency in standing.items()}
        agencies = await asyncio.to_thread(parse_register, data, known)
        async with self._database.transaction() as connection:
            made = changes(await store.register(connection), agencies)
            await store.write_agencies(connection, [*made.created, *made.updated])
            await state(connection, *self._news([*made.created, *made.updated]))
        await self._outbox.deliver_soon()
        return made

    def _news(self, changed: Sequence[Agency]) -> Iterator[RegisterChangedV1]:
        cause, now = uuid4(), self._clock()
        for start in range(0, len(changed), AT_ONCE):
            yield RegisterChangedV1(
                event_id=RegisterChangedV1.id_from(cause, start),
                cause_id=cause,
                occurred_at=now,
                agencies=tuple(changed[start : start + AT_ONCE]),
            )
