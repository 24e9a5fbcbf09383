"""How an agency stands among its peers, and which findings it has had year after year."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.comparing import Peer, Recurring, Rung, YearFinding
from services.portal.store.orders import TIERS
from services.portal.store.rule_texts import rule_texts
from services.portal.store.standing import Entry, Tier
from services.portal.store.tables import filing, finding, ladder, seat, tally
from shared.report.agency import AgencyClass
from shared.report.codec import decode
from shared.report.scorecard import Grade
from shared.report.verdict import Severity
from shared.storage.database import Database

_NEAR = 3
_RATED = TIERS.index(Tier.RATED)


class Peers:
    """Looks at one agency beside the others of its class below the same organ."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rungs(self, organ: str, agency_class: AgencyClass, totals: dict[int, Decimal]) -> dict[int, Rung]:
        """For each year, where a total stands among the graded filings of a class below an organ."""
        found: dict[int, Rung] = {}
        async with self._database.reading() as connection:
            for year, total in totals.items():
                here = (
                    ladder.c.organ == organ,
                    ladder.c.year == year,
                    ladder.c.agency_class == agency_class.value,
                )
                above = select(func.sum(ladder.c.filings)).where(*here, ladder.c.points > total)
                same = select(ladder.c.filings).where(*here, ladder.c.points == total)
                every = select(func.sum(tally.c.filings)).where(
                    tally.c.organ == organ,
                    tally.c.year == year,
                    tally.c.agency_class == agency_class.value,
                    tally.c.tier == _RATED,
                )
                ahead, sharing, in_all = [int(await connection.scalar(one) or 0) for one in (above, same, every)]
                found[year] = Rung(ahead + 1, sharing > 1, in_all)
        return found

    async def near(self, organ: str, agency_class: AgencyClass, entry: Entry) -> tuple[Peer, ...]:
        """The peers with the next higher and the next lower totals of that year, the highest first."""
        if entry.total is None:
            return ()
        year, own = entry.submission.year, entry.submission.agency.code
        listed = select(seat.c.agency_code, seat.c.filing_id, seat.c.points).where(
            seat.c.organ == organ,
            seat.c.year == year,
            seat.c.agency_class == agency_class.value,
            seat.c.tier == _RATED,
        )
        up = listed.where(seat.c.points > entry.total).order_by(seat.c.points, seat.c.agency_code.desc()).limit(_NEAR)
        down = (
            listed.where(seat.c.points <= entry.total)
            .order_by(seat.c.points.desc(), seat.c.agency_code)
            .limit(_NEAR * 2)
        )
        async with self._database.reading() as connection:
            higher = list(reversed((await connection.execute(up)).all()))
            lower = [row for row in (await connection.execute(down)).all() if row.agency_code != own][:_NEAR]
            entries = await _entries(connection, [row.filing_id for row in (*higher, *lower)])
        return tuple(
            Peer(one.submission.agency, one.submission.id, row.points, one.grade or Grade.NOT_RATED)
            for row in (*higher, *lower)
            if (one := entries.get(row.filing_id)) is not None
        )

    async def recurring(self, agency_code: str) -> tuple[Recurring, ...]:
        """The rules an agency has breached, those of most years first."""
        question = select(finding).where(finding.c.agency_code == agency_code).order_by(finding.c.year, finding.c.rule)
        years: dict[str, list[YearFinding]] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(question):
                found = YearFinding(row.year, Severity(row.severity), row.places, row.waived, row.filing_id)
                years.setdefault(row.rule, []).append(found)
            texts = await rule_texts(connection, years)
        listed = [
            Recurring(rule, texts[rule].text.title if rule in texts else None, tuple(found))
            for rule, found in years.items()
        ]
        return tuple(sorted(listed, key=lambda one: (-len(one.years), -one.years[-1].year, one.rule)))


async def _entries(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    if not ids:
        return {}
    question = select(filing.c.id, filing.c.entry).where(filing.c.id.in_(ids))
    return {row.id: decode(row.entry, Entry) for row in await connection.execute(question)}
