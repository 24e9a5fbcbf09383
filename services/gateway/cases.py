"""Explanations and orders in the room's database: looked up, kept in order, and listed for who may read them."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Select, Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.tables import agencies, rectifications, waivers
from shared.report.agency import Agency
from shared.report.codec import decode, encode
from shared.report.rectification import Rectification
from shared.report.waiver import Waiver
from shared.storage.insert import upsert

Case = TypeVar("Case", Waiver, Rectification)
_AT_ONCE = 500


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases to list, the latest first: `after` is the id of the last one of the page before."""

    agency: str | None = None
    year: int | None = None
    state: str | None = None
    after: UUID | None = None


class Shelf(Generic[Case]):
    """All cases of one kind."""

    def __init__(self, table: Table, noun: type[Case]) -> None:
        self._table = table
        self._noun: type[Case] = noun

    async def find(self, connection: AsyncConnection, identity: UUID, *, lock: bool = False) -> Case | None:
        """The case of that id; with `lock`, nobody else changes it until the transaction ends."""
        query = select(self._table.c.body).where(self._table.c.id == identity)
        body = await connection.scalar(query.with_for_update() if lock else query)
        return None if body is None else decode(body, self._noun)

    async def about(self, connection: AsyncConnection, agency_code: str, year: int) -> tuple[Case, ...]:
        """Every case about one agency and year."""
        query = select(self._table.c.body).where(self._table.c.agency_code == agency_code, self._table.c.year == year)
        return tuple(decode(body, self._noun) for body in await connection.scalars(query))

    async def write(self, connection: AsyncConnection, case: Case) -> None:
        """Add a case, or write down how it now stands."""
        row = {
            "id": case.id,
            "agency_code": case.agency_code,
            "year": case.year,
            "state": case.state.value,
            "asked_at": _asked_at(case),
            "body": encode(case).decode(),
        }
        await upsert(connection, self._table, [row])

    async def page(
        self, connection: AsyncConnection, wanted: Wanted, size: int, *, organ: str | None = None
    ) -> tuple[Case, ...]:
        """The latest cases wanted; with `organ`, only those of agencies that are or stand below it."""
        readable = None if organ is None else await self._below(connection, organ)
        found: list[UUID] = []
        async for identity, code in self._walk(connection, wanted):
            if readable is None or code in readable:
                found.append(identity)
            if len(found) == size:
                break
        query = select(self._table.c.id, self._table.c.body).where(self._table.c.id.in_(found))
        bodies = {row.id: row.body for row in await connection.execute(query)}
        return tuple(decode(bodies[identity], self._noun) for identity in found)

    async def _walk(self, connection: AsyncConnection, wanted: Wanted) -> AsyncIterator[tuple[UUID, str]]:
        """Ids and agencies of the cases wanted, the latest first."""
        columns = self._table.c
        query = select(columns.id, columns.agency_code, columns.asked_at)
        for column, value in ((columns.agency_code, wanted.agency), (columns.year, wanted.year)):
            query = query if value is None else query.where(column == value)
        query = query if wanted.state is None else query.where(columns.state == wanted.state)
        query = query.order_by(columns.asked_at.desc(), columns.id.desc()).limit(_AT_ONCE)
        last = await self._place(connection, wanted.after)
        while True:
            rows = (await connection.execute(self._behind(query, last))).all()
            for row in rows:
                yield row.id, row.agency_code
            if len(rows) < _AT_ONCE:
                return
            last = (rows[-1].asked_at, rows[-1].id)

    def _behind(self, query: Select[Any], last: tuple[datetime, UUID] | None) -> Select[Any]:
        columns = self._table.c
        return query if last is None else query.where(tuple_(columns.asked_at, columns.id) < tuple_(*last))

    async def _place(self, connection: AsyncConnection, identity: UUID | None) -> tuple[datetime, UUID] | None:
        if identity is None:
            return None
        query = select(self._table.c.asked_at).where(self._table.c.id == identity)
        at = await connection.scalar(query)
        return None if at is None else (at, identity)

    async def _below(self, connection: AsyncConnection, organ: str) -> frozenset[str]:
        """Of the agencies that have cases, those that are the organ or stand below it."""
        codes = set(await connection.scalars(select(self._table.c.agency_code).distinct()))
        parents = await _parents(connection, codes)
        return frozenset(code for code in codes if organ in _lineage(code, parents))


WAIVERS = Shelf(waivers, Waiver)
ORDERS = Shelf(rectifications, Rectification)


def _asked_at(case: Waiver | Rectification) -> datetime:
    return case.requested_at if isinstance(case, Waiver) else case.ordered_at


async def _parents(connection: AsyncConnection, codes: Collection[str]) -> dict[str, str | None]:
    """The parents of these agencies and of all organs above them, a level at a time."""
    known: dict[str, str | None] = {}
    level = set(codes)
    while level:
        listed = sorted(level)
        known |= dict.fromkeys(listed)
        for start in range(0, len(listed), _AT_ONCE):
            query = select(agencies.c.agency).where(agencies.c.code.in_(listed[start : start + _AT_ONCE]))
            known |= {one.code: one.parent for one in _agencies(await connection.scalars(query))}
        level = {parent for code in listed if (parent := known[code])} - known.keys()
    return known


def _agencies(texts: Iterable[str]) -> Sequence[Agency]:
    return [decode(text, Agency) for text in texts]


def _lineage(code: str, parents: dict[str, str | None]) -> dict[str, None]:
    path: dict[str, None] = {}
    above: str | None = code
    while above is not None and above not in path:
        path[above] = None
        above = parents.get(above)
    return path
