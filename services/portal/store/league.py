"""The league table's questions, each answered by an index of the read model."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from decimal import Decimal

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.listing import among
from services.portal.store.name_tables import called
from services.portal.store.names import BROAD, folded, of_that_name, rarest
from services.portal.store.orders import KEYS, TIERS, Few, Part, parts
from services.portal.store.standing import Entry, Tier
from services.portal.store.tables import EVERYWHERE, filing, ladder, seat, tally
from services.portal.store.wanted import Filter, Kind
from shared.report.codec import decode
from shared.report.scorecard import Grade
from shared.storage.database import Database

LOOKED_AT = 5_000
"""Among so many rows, in their order, a name that very many agencies have is looked for."""
CHUNK = 1000


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """An entry and its rank among the graded filings of its year, organ and class; equal totals share one."""

    entry: Entry
    rank: int | None
    tied: bool


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the league table: its rows, how many there are in all, and how they divide by tier and grade.

    `division` does not heed the filter's own grade and tier, so that it says where else to look. It is None, and
    `total` only the rows themselves, where so many agencies have the name asked for that they are not counted.
    """

    rows: tuple[Ranked, ...]
    total: int
    division: dict[tuple[Tier, Grade | None], int] | None


class League:
    """Reads the league table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def years(self, organ: str = EVERYWHERE) -> tuple[int, ...]:
        """Years with filings below an organ, latest first."""
        found: list[int] = []
        latest = select(func.max(tally.c.year)).where(tally.c.organ == organ, tally.c.filings > 0)
        async with self._database.reading() as connection:
            # One look-up for each year there is; DISTINCT would read the whole index.
            while (
                year := await connection.scalar(latest.where(tally.c.year < found[-1]) if found else latest)
            ) is not None:
                found.append(year)
        return tuple(found)

    async def page(self, wanted: Filter, number: int, size: int) -> Found:
        """Rows of one page (counted from 1) in the order wanted."""
        async with self._database.reading() as connection:
            named = await _named(connection, wanted)
            if named is not None and named.is_broad:
                codes = await _broad(connection, wanted, named, size)
                return Found(rows=await _rows(connection, wanted, codes), total=len(codes), division=None)
            start = (number - 1) * size
            if named is None:
                counts = await _counts(connection, wanted)
                codes = await _walk(connection, wanted, counts, start, size)
            else:
                few = await _few(connection, wanted, named)
                counts = Counter(one.kind for one in few)
                codes = [code for part in parts(wanted) for code in part.codes(few)][start : start + size]
            rows = await _rows(connection, wanted, codes)
        division: dict[tuple[Tier, Grade | None], int] = {}
        for (tier, grade, _), count in counts.items():
            division[tier, grade] = division.get((tier, grade), 0) + count
        total = sum(count for kind, count in counts.items() if wanted.counts(kind))
        return Found(rows=rows, total=total, division=division)

    async def everything(self, wanted: Filter) -> AsyncIterator[tuple[Ranked, ...]]:
        """All rows in the order wanted, in chunks; each chunk is as the database stands when it is read."""
        async with self._database.reading() as connection:
            named = await _named(connection, wanted)
            few = () if named is None or named.is_broad else await _few(connection, wanted, named)
        for part in parts(wanted):
            chunks = self._some(part, few) if named is not None and not named.is_broad else self._all(part, named)
            async for codes in chunks:
                async with self._database.reading() as connection:
                    rows = await _rows(connection, wanted, codes)
                if rows:
                    yield rows

    async def _some(self, part: Part, few: Sequence[Few]) -> AsyncIterator[list[str]]:
        codes = part.codes(few)
        for start in range(0, len(codes), CHUNK):
            yield codes[start : start + CHUNK]

    async def _all(self, part: Part, named: "_Named | None") -> AsyncIterator[list[str]]:
        after = None
        while True:
            question = part.rows(after).limit(CHUNK)
            if named is not None:
                has_name = called.c.folded.contains(folded(named.name), autoescape=True)
                question = question.join(called, called.c.agency_code == seat.c.agency_code).where(has_name)
            async with self._database.reading() as connection:
                found = (await connection.execute(question)).all()
            yield [row[0] for row in found]
            if len(found) < CHUNK:
                return
            after = (found[-1][1], found[-1][0])


class _Named(msgspec.Struct, frozen=True):
    """A name that is looked for: where its rarest letters stand, and in how many names."""

    name: str
    first: int
    last: int
    agencies: int

    @property
    def is_broad(self) -> bool:
        return self.agencies > BROAD


async def _named(connection: AsyncConnection, wanted: Filter) -> _Named | None:
    if not wanted.name or not folded(wanted.name):
        return None
    return _Named(wanted.name, *await rarest(connection, wanted.name))


async def _few(connection: AsyncConnection, wanted: Filter, named: _Named) -> list[Few]:
    """The seats of the agencies of a name, whatever their grade, looked up one by one and in no order."""
    codes = [str(code) for code in await connection.scalars(of_that_name(named.name, named.first, named.last))]
    if not codes:
        return []
    here = [seat.c.organ == wanted.organ, seat.c.year == wanted.year]
    if wanted.agency_class is not None:
        here.append(seat.c.agency_class == wanted.agency_class.value)
    question = select(seat.c.agency_code, seat.c.tier, seat.c.grade, seat.c.compared, KEYS[wanted.sort]).where(
        *here, among(connection, seat.c.agency_code, codes)
    )
    return [
        Few(code, (TIERS[tier], Grade(grade) if grade else None, compared), key)
        for code, tier, grade, compared, key in await connection.execute(question)
    ]


async def _walk(
    connection: AsyncConnection, wanted: Filter, counts: Mapping[Kind, int], offset: int, size: int
) -> list[str]:
    codes: list[str] = []
    for part in parts(wanted):
        there = part.size(counts)
        if offset >= there:
            offset -= there
            continue
        question = part.rows().offset(offset).limit(size - len(codes))
        codes.extend(await connection.scalars(question))
        offset = 0
        if len(codes) == size:
            break
    return codes


async def _broad(connection: AsyncConnection, wanted: Filter, named: _Named, size: int) -> list[str]:
    """The first that have a name which very many have, among the first of all."""
    codes: list[str] = []
    left = LOOKED_AT
    for part in parts(wanted):
        first = part.rows().limit(left).subquery()
        has_name = called.c.folded.contains(folded(named.name), autoescape=True)
        looked = await connection.scalar(select(func.count()).select_from(first))
        question = select(first.c.agency_code).join(called, called.c.agency_code == first.c.agency_code).where(has_name)
        codes.extend(await connection.scalars(part.sorted(question, first).limit(size - len(codes))))
        left -= int(looked or 0)
        if len(codes) == size or left <= 0:
            break
    return codes


async def _rows(connection: AsyncConnection, wanted: Filter, codes: Sequence[str]) -> tuple[Ranked, ...]:
    if not codes:
        return ()
    question = (
        select(seat.c.agency_code, seat.c.points, filing.c.entry)
        .join(filing, filing.c.id == seat.c.filing_id)
        .where(seat.c.organ == wanted.organ, seat.c.year == wanted.year)
        .where(among(connection, seat.c.agency_code, codes))
    )
    found = {row.agency_code: (row.points, decode(row.entry, Entry)) for row in await connection.execute(question)}
    listed = [found[code] for code in codes if code in found]
    ranks = await _ranks(connection, wanted, {points for points, entry in listed if entry.tier is Tier.RATED})
    return tuple(_ranked(entry, ranks.get(points)) for points, entry in listed)


def _ranked(entry: Entry, place: tuple[int, int] | None) -> Ranked:
    if place is None or entry.tier is not Tier.RATED:
        return Ranked(entry=entry, rank=None, tied=False)
    rank, sharing = place
    return Ranked(entry=entry, rank=rank, tied=sharing > 1)


async def _counts(connection: AsyncConnection, wanted: Filter) -> dict[Kind, int]:
    kind = (tally.c.tier, tally.c.grade, tally.c.compared)
    question = (
        select(*kind, func.sum(tally.c.filings))
        .where(tally.c.organ == wanted.organ, tally.c.year == wanted.year)
        .group_by(*kind)
    )
    if wanted.agency_class is not None:
        question = question.where(tally.c.agency_class == wanted.agency_class.value)
    return {
        (TIERS[tier], Grade(grade) if grade else None, compared): int(count)
        for tier, grade, compared, count in await connection.execute(question)
        if count
    }


async def _ranks(connection: AsyncConnection, wanted: Filter, shown: set[Decimal]) -> dict[Decimal, tuple[int, int]]:
    """Rank and number of filings for each total shown: the filings with more points, and one."""
    if not shown:
        return {}
    here = [ladder.c.organ == wanted.organ, ladder.c.year == wanted.year]
    if wanted.agency_class is not None:
        here.append(ladder.c.agency_class == wanted.agency_class.value)
    above = select(func.sum(ladder.c.filings)).where(*here, ladder.c.points > max(shown))
    ahead = int(await connection.scalar(above) or 0)
    rungs = (
        select(ladder.c.points, func.sum(ladder.c.filings))
        .where(*here, ladder.c.points.between(min(shown), max(shown)), ladder.c.filings > 0)
        .group_by(ladder.c.points)
        .order_by(ladder.c.points.desc())
    )
    ranks: dict[Decimal, tuple[int, int]] = {}
    for points, sharing in await connection.execute(rungs):
        ranks[points] = (ahead + 1, int(sharing))
        ahead += int(sharing)
    return ranks
