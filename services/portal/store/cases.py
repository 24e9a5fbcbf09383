"""Waivers and rectification orders as they stand."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select, tuple_

from services.portal.store.tables import rectification, scope, waiver
from shared.report.codec import decode, encode
from shared.report.rectification import Rectification, RectificationState
from shared.report.waiver import Waiver, WaiverState
from shared.storage.database import Database
from shared.storage.insert import upsert

Place = tuple[str, int]


class Cases:
    """Writes and looks up what agencies explain and what supervisors send back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record_waivers(self, waivers: Sequence[Waiver]) -> None:
        """Take over waivers as they now stand; an older state of one changes nothing."""
        newest = {one.id: one for one in sorted(waivers, key=lambda one: one.changed)}
        rows = [
            {
                "id": one.id,
                "agency_code": one.agency_code,
                "year": one.year,
                "rule": one.rule,
                "state": one.state.value,
                "changed": one.changed,
                "body": encode(one),
            }
            for one in newest.values()
        ]
        async with self._database.transaction() as connection:
            await upsert(connection, waiver, rows, only_newer="changed")

    async def record_rectifications(self, orders: Sequence[Rectification]) -> None:
        """Take over orders as they now stand; an older state of one changes nothing."""
        newest = {one.id: one for one in sorted(orders, key=lambda one: one.changed)}
        rows = [
            {
                "id": one.id,
                "agency_code": one.agency_code,
                "year": one.year,
                "state": one.state.value,
                "due_on": one.due_on,
                "changed": one.changed,
                "body": encode(one),
            }
            for one in newest.values()
        ]
        async with self._database.transaction() as connection:
            await upsert(connection, rectification, rows, only_newer="changed")

    async def waivers_of(self, places: Collection[Place]) -> dict[Place, tuple[Waiver, ...]]:
        """The waivers of these agencies and years, the latest asked first."""
        here = tuple_(waiver.c.agency_code, waiver.c.year).in_(sorted(places))
        return _by_place(await self._waivers(select(waiver.c.body).where(here)))

    async def rectifications_of(self, places: Collection[Place]) -> dict[Place, tuple[Rectification, ...]]:
        """The orders to these agencies about these years, the latest first."""
        here = tuple_(rectification.c.agency_code, rectification.c.year).in_(sorted(places))
        found: dict[Place, list[Rectification]] = {}
        for one in await self._rectifications(select(rectification.c.body).where(here)):
            found.setdefault((one.agency_code, one.year), []).append(one)
        return {place: tuple(orders) for place, orders in found.items()}

    async def waivers_under(
        self, organ: str, *, states: Collection[WaiverState] = tuple(WaiverState), most: int = 500
    ) -> tuple[Waiver, ...]:
        """Waivers of the agencies under an organ in one of these states, the latest asked first."""
        question = (
            select(waiver.c.body)
            .join(scope, scope.c.agency_code == waiver.c.agency_code)
            .where(scope.c.organ == organ, waiver.c.state.in_([state.value for state in states]))
            .limit(most)
        )
        return await self._waivers(question)

    async def rectifications_under(
        self, organ: str, *, states: Collection[RectificationState] = tuple(RectificationState), most: int = 500
    ) -> tuple[Rectification, ...]:
        """Orders to the agencies under an organ in one of these states, the one due first first."""
        question = (
            select(rectification.c.body)
            .join(scope, scope.c.agency_code == rectification.c.agency_code)
            .where(scope.c.organ == organ, rectification.c.state.in_([state.value for state in states]))
            .order_by(rectification.c.due_on)
            .limit(most)
        )
        return tuple(sorted(await self._rectifications(question), key=lambda one: (one.due_on, one.id)))

    async def _waivers(self, question: Select[bytes]) -> tuple[Waiver, ...]:
        async with self._database.reading() as connection:
            found = [decode(body, Waiver) for body in (await connection.scalars(question))]
        return tuple(sorted(found, key=lambda one: (one.requested_at, one.id), reverse=True))

    async def _rectifications(self, question: Select[bytes]) -> tuple[Rectification, ...]:
        async with self._database.reading() as connection:
            found = [decode(body, Rectification) for body in (await connection.scalars(question))]
        return tuple(sorted(found, key=lambda one: (one.ordered_at, one.id), reverse=True))


def _by_place(waivers: Sequence[Waiver]) -> dict[Place, tuple[Waiver, ...]]:
    found: dict[Place, list[Waiver]] = {}
    for one in waivers:
        found.setdefault((one.agency_code, one.year), []).append(one)
    return {place: tuple(asked) for place, asked in found.items()}
