"""Changing a case: held while it is decided what becomes of it, written with the news of it, told once committed."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import store
from services.gateway.acts import Act
from services.gateway.cases import Case, Shelf
from services.gateway.outbox import Outbox, state
from shared.access.account import Account
from shared.events.rectification_changed import RectificationChangedV1
from shared.events.waiver_changed import WaiverChangedV1
from shared.report.rectification import Rectification
from shared.report.waiver import Waiver
from shared.storage.database import Database


class Casework:
    """Adds and changes explanations and orders; `clock` tells when."""

    def __init__(self, database: Database, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._outbox = outbox
        self._clock = clock

    def act(self, account: Account) -> Act:
        """The account does something now."""
        return Act(account, self._clock())

    async def add(
        self, shelf: Shelf[Case], agency_code: str, year: int, making: Callable[[Sequence[Case]], Case]
    ) -> Case:
        """Write the case that `making` makes of those there are about the agency and year, and tell of it.

        The row of the agency is held, so that of two equal requests one comes first. What `making` raises is raised.
        """
        async with self._database.transaction() as connection:
            await store.agency(connection, agency_code, lock=True)
            case = making(await shelf.about(connection, agency_code, year))
            await self._write(connection, shelf, case)
        await self._outbox.deliver_soon()
        return case

    async def change(
        self, shelf: Shelf[Case], identity: UUID, changing: Callable[[AsyncConnection, Case], Awaitable[Case]]
    ) -> Case | None:
        """Write what `changing` makes of a case that nobody else changes meanwhile, and tell of it; None without one.

        What `changing` raises is raised, and nothing is changed.
        """
        async with self._database.transaction() as connection:
            standing = await shelf.find(connection, identity, lock=True)
            if standing is None:
                return None
            case = await changing(connection, standing)
            await self._write(connection, shelf, case)
        await self._outbox.deliver_soon()
        return case

    async def _write(self, connection: AsyncConnection, shelf: Shelf[Case], case: Case) -> None:
        await shelf.write(connection, case)
        await state(connection, _news(case, self._clock()))


def _news(case: Waiver | Rectification, at: datetime) -> WaiverChangedV1 | RectificationChangedV1:
    if isinstance(case, Waiver):
        return WaiverChangedV1(
            event_id=WaiverChangedV1.id_from(case.id, case.changed), cause_id=case.id, occurred_at=at, waiver=case
        )
    return RectificationChangedV1(
        event_id=RectificationChangedV1.id_from(case.id, case.changed),
        cause_id=case.id,
        occurred_at=at,
        rectification=case,
    )
