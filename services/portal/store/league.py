"""The league table's questions, each answered by an index of the read model."""

from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.standing import Entry, Tier
from services.portal.store.tables import EVERYWHERE, agency, filing, ladder, seat, tally
from shared.report.agency import AgencyClass
from shared.report.codec import decode
from shared.report.scorecard import Grade
from shared.storage.database import Database

_TIERS = list(Tier)
_RATED = _TIERS.index(Tier.RATED)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What part of one year's league table is wanted: the agencies below an organ, of a class, with a grade.

    `name` matches any part of an agency's name, or its code.
    """

    year: int
    organ: str = EVERYWHERE
    agency_class: AgencyClass | None = None
    grade: Grade | None = None
    tier: Tier | None = None
    name: str | None = None


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """An entry and its rank among the graded filings of its year, organ and class; equal totals share one."""

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
        """Rows of one page (counted from 1) in league order."""
        async with self._database.reading() as connection:
            division = await _division(connection, wanted)
            page = (
                _seats(wanted)
                .order_by(seat.c.tier, seat.c.points.desc(), seat.c.agency_code)
                .offset((number - 1) * size)
                .limit(size)
            )
            seats = (await connection.execute(page)).all()
            entries = await _entries(connection, [one.filing_id for one in seats])
            found = [(entries[one.filing_id], one.points) for one in seats]
            ranks = await _ranks(connection, wanted, {points for entry, points in found if entry.tier is Tier.RATED})
        total = sum(count for (tier, grade), count in division.items() if _fits(wanted, tier, grade))
        return Found(
            rows=tuple(_ranked(entry, ranks.get(points)) for entry, points in found), total=total, division=division
        )


async def _entries(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, Entry]:
    if not ids:
        return {}
    question = select(filing.c.id, filing.c.entry).where(filing.c.id.in_(ids))
    return {row.id: decode(row.entry, Entry) for row in await connection.execute(question)}


def _seats(wanted: Filter) -> Select[tuple[object, ...]]:
    question = select(seat.c.filing_id, seat.c.tier, seat.c.points, seat.c.agency_code).where(*_everywhere(wanted))
    if wanted.grade is not None:
        # The grade says the tier, and the index wants to hear it.
        tier = Tier.NOT_RATED if wanted.grade is Grade.NOT_RATED else Tier.RATED
        question = question.where(seat.c.tier == _TIERS.index(tier), seat.c.grade == wanted.grade.value)
    if wanted.tier is not None:
        question = question.where(seat.c.tier == _TIERS.index(wanted.tier))
    return question


def _everywhere(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = [seat.c.organ == wanted.organ, seat.c.year == wanted.year]
    if wanted.agency_class is not None:
        conditions.append(seat.c.agency_class == wanted.agency_class.value)
    if wanted.name:
        named = agency.c.name.icontains(wanted.name, autoescape=True) | (agency.c.code == wanted.name)
        conditions.append(seat.c.agency_code.in_(select(agency.c.code).where(named)))
    return conditions


def _ranked(entry: Entry, place: tuple[int, int] | None) -> Ranked:
    if place is None or entry.tier is not Tier.RATED:
        return Ranked(entry=entry, rank=None, tied=False)
    rank, sharing = place
    return Ranked(entry=entry, rank=rank, tied=sharing > 1)


def _fits(wanted: Filter, tier: Tier, grade: Grade | None) -> bool:
    return wanted.grade in {None, grade} and wanted.tier in {None, tier}


async def _division(connection: AsyncConnection, wanted: Filter) -> dict[tuple[Tier, Grade | None], int]:
    if wanted.name:
        question = (
            select(seat.c.tier, seat.c.grade, func.count())
            .where(*_everywhere(wanted))
            .group_by(seat.c.tier, seat.c.grade)
        )
    else:
        question = (
            select(tally.c.tier, tally.c.grade, func.sum(tally.c.filings))
            .where(tally.c.organ == wanted.organ, tally.c.year == wanted.year, tally.c.filings > 0)
            .group_by(tally.c.tier, tally.c.grade)
        )
        if wanted.agency_class is not None:
            question = question.where(tally.c.agency_class == wanted.agency_class.value)
    return {
        (_TIERS[tier], Grade(grade) if grade else None): int(count)
        for tier, grade, count in await connection.execute(question)
    }


async def _ranks(connection: AsyncConnection, wanted: Filter, shown: set[Decimal]) -> dict[Decimal, tuple[int, int]]:
    """Rank and number of filings for each total shown: the filings with more points, and one."""
    if not shown:
        return {}
    question = (
        select(ladder.c.points, func.sum(ladder.c.filings))
        .where(
            ladder.c.organ == wanted.organ,
            ladder.c.year == wanted.year,
            ladder.c.points >= min(shown),
            ladder.c.filings > 0,
        )
        .group_by(ladder.c.points)
        .order_by(ladder.c.points.desc())
    )
    if wanted.agency_class is not None:
        question = question.where(ladder.c.agency_class == wanted.agency_class.value)
    ranks: dict[Decimal, tuple[int, int]] = {}
    ahead = 0
    for points, sharing in await connection.execute(question):
        ranks[points] = (ahead + 1, int(sharing))
        ahead += int(sharing)
    return ranks
