"""The league table's questions, each answered by an index of the read model."""

from decimal import Decimal

import msgspec
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.standing import Entry, Tier
from services.portal.store import filing
from shared.report.codec import decode
from shared.report.scorecard import Grade
from shared.storage.database import Database

_TIERS = list(Tier)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What part of one year's league table is wanted; `name` matches any part of an agency's name or code."""

    year: int
    region: str | None = None
    grade: Grade | None = None
    tier: Tier | None = None
    name: str | None = None


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """An entry and its rank among the graded filings of its year, and region when one is asked for; ties share one."""

    entry: Entry
    rank: int | None
    tied: bool


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the league table: its rows, how many there are in all, and how they divide by tier and grade.

    `division` does not heed the filter's own grade and tier, so that it says where else to look.
    """

    rows: tuple[Ranked, ...]
    total: int
    division: dict[tuple[Tier, Grade | None], int]


class League:
    """Reads the league table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def years(self) -> tuple[int, ...]:
        """Years with filings, latest first."""
        found: list[int] = []
        latest = select(func.max(filing.c.year)).where(filing.c.ranked)
        async with self._database.reading() as connection:
            # One look-up for each year there is; DISTINCT would read the whole index.
            while (
                year := await connection.scalar(latest.where(filing.c.year < found[-1]) if found else latest)
            ) is not None:
                found.append(year)
        return tuple(found)

    async def regions(self, year: int) -> tuple[str, ...]:
        """Regions with filings about a year, in order of their names."""
        question = select(filing.c.region).distinct().where(filing.c.ranked, filing.c.year == year)
        async with self._database.reading() as connection:
            return tuple(sorted((await connection.execute(question)).scalars()))

    async def page(self, wanted: Filter, number: int, size: int) -> Found:
        """Rows of one page (counted from 1) in league order."""
        async with self._database.reading() as connection:
            division = await _division(connection, wanted)
            question = (
                select(filing.c.entry, filing.c.points)
                .where(*_everywhere(wanted), *_narrower(wanted))
                .order_by(filing.c.tier, filing.c.points.desc(), filing.c.agency_code)
                .offset((number - 1) * size)
                .limit(size)
            )
            rows = [(decode(row.entry, Entry), row.points) for row in await connection.execute(question)]
            ranks = await _ranks(connection, wanted, {points for entry, points in rows if entry.tier is Tier.RATED})
        total = sum(count for (tier, grade), count in division.items() if _fits(wanted, tier, grade))
        return Found(
            rows=tuple(_ranked(entry, ranks.get(points)) for entry, points in rows), total=total, division=division
        )


def _ranked(entry: Entry, place: tuple[int, int] | None) -> Ranked:
    if place is None or entry.tier is not Tier.RATED:
        return Ranked(entry=entry, rank=None, tied=False)
    rank, sharing = place
    return Ranked(entry=entry, rank=rank, tied=sharing > 1)


def _peers(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = [filing.c.ranked, filing.c.year == wanted.year]
    if wanted.region is not None:
        conditions.append(filing.c.region == wanted.region)
    return conditions


def _everywhere(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = _peers(wanted)
    if wanted.name:
        name = filing.c.agency_name.icontains(wanted.name, autoescape=True)
        conditions.append(name | (filing.c.agency_code == wanted.name))
    return conditions


def _narrower(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.grade is not None:
        # The grade says the tier, and the index wants to hear it.
        tier = Tier.NOT_RATED if wanted.grade is Grade.NOT_RATED else Tier.RATED
        conditions += [filing.c.tier == _TIERS.index(tier), filing.c.grade == wanted.grade]
    if wanted.tier is not None:
        conditions.append(filing.c.tier == _TIERS.index(wanted.tier))
    return conditions


def _fits(wanted: Filter, tier: Tier, grade: Grade | None) -> bool:
    return wanted.grade in {None, grade} and wanted.tier in {None, tier}


async def _division(connection: AsyncConnection, wanted: Filter) -> dict[tuple[Tier, Grade | None], int]:
    question = (
        select(filing.c.tier, filing.c.grade, func.count())
        .where(*_everywhere(wanted))
        .group_by(filing.c.tier, filing.c.grade)
    )
    return {
        (_TIERS[tier], Grade(grade) if grade else None): count
        for tier, grade, count in await connection.execute(question)
    }


async def _ranks(connection: AsyncConnection, wanted: Filter, shown: set[Decimal]) -> dict[Decimal, tuple[int, int]]:
    """Rank and number of filings for each total shown: the filings with more points, and one."""
    if not shown:
        return {}
    question = (
        select(filing.c.points, func.count())
        .where(*_peers(wanted), and_(filing.c.tier == 0, filing.c.points >= min(shown)))
        .group_by(filing.c.points)
        .order_by(filing.c.points.desc())
    )
    ranks: dict[Decimal, tuple[int, int]] = {}
    ahead = 0
    for points, sharing in await connection.execute(question):
        ranks[points] = (ahead + 1, sharing)
        ahead += sharing
    return ranks
