"""Who must file about a year, who has, and who is missing: counts and lists under an organ."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.points import NO_POINTS
from services.portal.store.season_counts import Count, Counts, Roster
from services.portal.store.standing import Entry, Tier
from services.portal.store.tables import due_day, duty, filing, scope, seat, tally
from shared.report.agency import AgencyClass
from shared.report.codec import decode
from shared.storage.database import Database

_TIERS = list(Tier)
_CHUNK = 400


class Season:
    """Reads how far the agencies have come with a year's reports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self, organs: Collection[str], year: int) -> Counts:
        """How many agencies of each class under each of these organs must file, have filed, and are late."""
        asked = sorted(set(organs))
        found: Counts = {organ: {} for organ in asked}
        async with self._database.reading() as connection:
            for start in range(0, len(asked), _CHUNK):
                for organ, kind, count in await _counts(connection, asked[start : start + _CHUNK], year):
                    there = found[organ]
                    there[kind] = there.get(kind, Count()) + count
        return found

    async def due_days(self, organ: str) -> dict[AgencyClass, tuple[tuple[str, int], ...]]:
        """For each class month and day by which its agencies must have filed (`01-31`), and how many agencies."""
        question = (
            select(due_day.c.agency_class, due_day.c.due, due_day.c.agencies)
            .where(due_day.c.organ == organ, due_day.c.agencies > 0)
            .order_by(due_day.c.agency_class, due_day.c.due)
        )
        found: dict[AgencyClass, tuple[tuple[str, int], ...]] = {}
        async with self._database.reading() as connection:
            for kind, due, agencies in await connection.execute(question):
                found[AgencyClass(kind)] = (*found.get(AgencyClass(kind), ()), (due, agencies))
        return found

    async def missing(
        self,
        organ: str,
        year: int,
        kind: AgencyClass | None = None,
        *,
        after: str = "",
        start: int = 0,
        most: int = 50,
    ) -> tuple[str, ...]:
        """Codes of agencies of the register from which nothing has come, in order; those `after` a code."""
        must = select(scope.c.agency_code).where(scope.c.organ == organ, scope.c.agency_code > after)
        if kind is not None:
            must = must.where(scope.c.agency_class == kind.value)
        has = select(seat.c.agency_code).where(seat.c.organ == organ, seat.c.year == year, seat.c.agency_code > after)
        # Both sides come in order out of their indexes, so that they are merged; a look-up for each takes four times.
        left = must.except_(has).order_by(literal_column("agency_code")).offset(start).limit(most)
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(left))

    async def filed(
        self,
        roster: Roster,
        organ: str,
        year: int,
        kind: AgencyClass | None = None,
        *,
        after: str = "",
        start: int = 0,
        most: int = 50,
    ) -> tuple[Entry, ...]:
        """The newest filings of one list, in order of their agencies' codes; those `after` a code."""
        question = select(seat.c.filing_id).where(
            seat.c.organ == organ, seat.c.year == year, seat.c.agency_code > after, _on(roster)
        )
        if kind is not None:
            question = question.where(seat.c.agency_class == kind.value)
        question = question.order_by(seat.c.agency_code).offset(start).limit(most)
        async with self._database.reading() as connection:
            ids = list(await connection.scalars(question))
            lines = select(filing.c.id, filing.c.entry).where(filing.c.id.in_(ids))
            entries: dict[UUID, Entry] = {key: decode(body, Entry) for key, body in await connection.execute(lines)}
        return tuple(entries[key] for key in ids)


def _on(roster: Roster) -> ColumnElement[bool]:
    if roster is Roster.LATE:
        return seat.c.late
    tier = {
        Roster.RETURNED: Tier.REJECTED,
        Roster.IN_PROGRESS: Tier.IN_PROGRESS,
        Roster.STOPPED: Tier.DEAD_LETTERED,
    }[roster]
    here = seat.c.tier == _TIERS.index(tier)
    # Neither has points, and said with them the league's index has the few there are in the order of their codes.
    return here if roster is Roster.STOPPED else and_(here, seat.c.points == NO_POINTS)


async def _counts(connection: AsyncConnection, organs: list[str], year: int) -> list[tuple[str, AgencyClass, Count]]:
    must = select(duty.c.organ, duty.c.agency_class, duty.c.agencies).where(
        duty.c.organ.in_(organs), duty.c.agencies > 0
    )
    found = [(organ, AgencyClass(kind), Count(due=count)) for organ, kind, count in await connection.execute(must)]
    keys = (tally.c.organ, tally.c.agency_class, tally.c.tier, tally.c.late, tally.c.listed)
    seats = (
        select(*keys, func.sum(tally.c.filings))
        .where(tally.c.organ.in_(organs), tally.c.year == year, tally.c.filings > 0)
        .group_by(*keys)
    )
    for organ, kind, tier, late, listed, count in await connection.execute(seats):
        found.append((organ, AgencyClass(kind), _count(_TIERS[tier], int(count), late=late, listed=listed)))
    return found


def _count(tier: Tier, count: int, *, late: bool, listed: bool) -> Count:
    if not listed:
        return Count(unlisted=count)
    match tier:
        case Tier.RATED | Tier.NOT_RATED:
            return Count(late=count) if late else Count(on_time=count)
        case Tier.IN_PROGRESS:
            return Count(in_progress=count)
        case Tier.REJECTED:
            return Count(returned=count)
        case Tier.DEAD_LETTERED:
            return Count(stopped=count)
