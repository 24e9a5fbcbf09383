"""Waivers and rectification orders as they stand, and their lists under an organ."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, case, func, select, tuple_

from services.portal.store.docket import ORDER, WAIVER, check_anew, dock_anew, ordered
from services.portal.store.progress import OrderCounts, Ordered, Progress, progress
from services.portal.store.tables import docket, rectification, waiver
from services.portal.store.turns import take_turn
from shared.report.codec import decode, encode
from shared.report.rectification import Rectification
from shared.report.waiver import Waiver, WaiverState
from shared.storage.database import Database
from shared.storage.insert import upsert

Place = tuple[str, int]


class Under(msgspec.Struct, frozen=True):
    """Whose cases are meant: those of all agencies under an organ, or with `alone` only its own."""

    organ: str
    alone: bool = False

    def here(self, kind: str) -> tuple[ColumnElement[bool], ...]:
        """Where they are listed."""
        listed = (docket.c.organ == self.organ, docket.c.kind == kind)
        return (*listed, docket.c.agency_code == self.organ) if self.alone else listed


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
            await take_turn(connection)
            await upsert(connection, waiver, rows, only_newer="changed")
            await dock_anew(connection, {one.agency_code for one in newest.values()})

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
            await take_turn(connection)
            await upsert(connection, rectification, rows, only_newer="changed")
            await check_anew(connection, {(one.agency_code, one.year) for one in newest.values()})

    async def waivers_of(self, places: Collection[Place]) -> dict[Place, tuple[Waiver, ...]]:
        """The waivers of these agencies and years, the latest asked first."""
        here = tuple_(waiver.c.agency_code, waiver.c.year).in_(sorted(places))
        found: dict[Place, list[Waiver]] = {}
        for one in sorted(await self._waivers(here), key=lambda one: (one.requested_at, one.id), reverse=True):
            found.setdefault((one.agency_code, one.year), []).append(one)
        return {place: tuple(asked) for place, asked in found.items()}

    async def rectifications_of(self, places: Collection[Place]) -> dict[Place, tuple[Rectification, ...]]:
        """The orders to these agencies about these years, the latest first."""
        here = tuple_(rectification.c.agency_code, rectification.c.year).in_(sorted(places))
        found: dict[Place, list[Rectification]] = {}
        orders = [one.order for one in await self._orders(here)]
        for order in sorted(orders, key=lambda one: (one.ordered_at, one.id), reverse=True):
            found.setdefault((order.agency_code, order.year), []).append(order)
        return {place: tuple(one) for place, one in found.items()}

    async def waivers_under(
        self,
        organ: Under,
        *,
        state: WaiverState | None = None,
        rule: str | None = None,
        start: int = 0,
        most: int = 50,
    ) -> tuple[Waiver, ...]:
        """Waivers of the agencies under an organ: those that wait for a decision first, then the latest."""
        waiting = case((docket.c.state == WaiverState.REQUESTED.value, 0), else_=1)
        question = select(docket.c.case_id).where(*organ.here(WAIVER))
        if state is not None:
            question = question.where(docket.c.state == state.value)
        if rule is not None:
            question = question.where(docket.c.rule == rule)
        order = (docket.c.day,) if state is WaiverState.REQUESTED else (waiting, docket.c.day.desc())
        ids = await self._page(question.order_by(*order, docket.c.case_id), start, most)
        found = {one.id: one for one in await self._waivers(waiver.c.id.in_(ids))}
        return tuple(found[key] for key in ids)

    async def waiver_counts(self, organ: Under, rule: str | None = None) -> dict[WaiverState, int]:
        """Waivers of the agencies under an organ by state."""
        question = select(docket.c.state, func.count()).where(*organ.here(WAIVER))
        if rule is not None:
            question = question.where(docket.c.rule == rule)
        async with self._database.reading() as connection:
            rows = await connection.execute(question.group_by(docket.c.state))
            return {WaiverState(state): count for state, count in rows}

    async def rectifications_under(
        self,
        organ: Under,
        *,
        standing: Collection[Progress] = tuple(Progress),
        overdue_on: date | None = None,
        start: int = 0,
        most: int = 50,
    ) -> tuple[Ordered, ...]:
        """Orders to the agencies under an organ, the one due first first; with `overdue_on` those overdue that day."""
        question = select(docket.c.case_id).where(
            *organ.here(ORDER), docket.c.state.in_([one.value for one in standing])
        )
        if overdue_on is not None:
            question = question.where(*_overdue(overdue_on))
        ids = await self._page(question.order_by(docket.c.day, docket.c.case_id), start, most)
        found = {one.order.id: one for one in await self._orders(rectification.c.id.in_(ids))}
        return tuple(found[key] for key in ids)

    async def rectification_counts(self, organ: Under, today: date) -> OrderCounts:
        """Orders to the agencies under an organ by where they stand."""
        here = organ.here(ORDER)
        async with self._database.reading() as connection:
            counted = select(docket.c.state, func.count()).where(*here).group_by(docket.c.state)
            by_progress = {Progress(state): count for state, count in await connection.execute(counted)}
            late = await connection.scalar(select(func.count()).where(*here, *_overdue(today)))
        return OrderCounts(by_progress, late or 0)

    async def _page(self, question: Select[tuple[UUID]], start: int, most: int) -> list[UUID]:
        async with self._database.reading() as connection:
            return list(await connection.scalars(question.offset(start).limit(most)))

    async def _waivers(self, which: ColumnElement[bool]) -> list[Waiver]:
        async with self._database.reading() as connection:
            return [decode(body, Waiver) for body in await connection.scalars(select(waiver.c.body).where(which))]

    async def _orders(self, which: ColumnElement[bool]) -> list[Ordered]:
        question = select(rectification.c.body, rectification.c.checked).where(which)
        async with self._database.reading() as connection:
            return [_ordered(body, checked) for body, checked in await connection.execute(question)]


def _overdue(today: date) -> tuple[ColumnElement[bool], ...]:
    owed = [one.value for one in Progress if one.is_due]
    return (docket.c.state.in_(owed), docket.c.day < today)


def _ordered(body: bytes, checked: bytes | None) -> Ordered:
    order, found = ordered(body, checked)
    return Ordered(order, found, progress(order, found))
