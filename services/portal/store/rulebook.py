"""Which rules are breached under an organ: how often, by whom, where."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.rule_findings import Breached, Offender, RuleText
from services.portal.store.rule_texts import rule_texts
from services.portal.store.standing import Entry, Tier
from services.portal.store.tables import (
    EVERYWHERE,
    duty,
    filing,
    finding,
    finding_tally,
    place_tally,
    seat,
    tally,
)
from shared.report.codec import decode
from shared.report.verdict import Severity
from shared.storage.database import Database

_TIERS = list(Tier)
_JUDGED = [_TIERS.index(Tier.RATED), _TIERS.index(Tier.NOT_RATED)]


class Rulebook:
    """Reads what the verdicts of the newest filings come to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def breached(
        self, organ: str, years: Sequence[int], rule: str | None = None, *, alone: bool = False
    ) -> tuple[Breached, ...]:
        """Every rule breached in these years under an organ, or by it `alone`; or only the rule named."""
        question = _own(organ, years) if alone else _below(organ, years)
        async with self._database.reading() as connection:
            rows = await connection.execute(question)
            return tuple(
                Breached(
                    year=row.year,
                    rule=row.rule,
                    severity=Severity(row.severity),
                    filings=row.filings,
                    places=row.places,
                    waived=row.waived,
                )
                for row in rows
                if rule in {None, row.rule}
            )

    async def judged(self, organ: str, years: Sequence[int], *, alone: bool = False) -> dict[int, int]:
        """How many filings have been judged and graded, or found not to be gradable, in each of these years."""
        question = (
            select(tally.c.year, func.sum(tally.c.filings))
            .where(tally.c.organ == organ, tally.c.year.in_(years), tally.c.tier.in_(_JUDGED))
            .group_by(tally.c.year)
        )
        if alone:
            question = select(seat.c.year, func.count()).where(
                *(seat.c.organ == organ, seat.c.year.in_(years), seat.c.agency_code == organ),
                seat.c.tier.in_(_JUDGED),
            )
            question = question.group_by(seat.c.year)
        async with self._database.reading() as connection:
            return {year: int(count) for year, count in await connection.execute(question)}

    async def texts(self, rules: Sequence[str]) -> dict[str, RuleText]:
        """What these rules say of themselves, as far as a verdict has told."""
        async with self._database.reading() as connection:
            return {key: told.text for key, told in (await rule_texts(connection, rules)).items()}

    async def offenders(
        self, rule: str, organ: str, year: int, *, alone: bool = False, start: int = 0, most: int = 50
    ) -> tuple[Offender, ...]:
        """The filings that breach a rule, in order of their agencies' codes."""
        async with self._database.reading() as connection:
            question = await _breaching(connection, rule, organ, year)
            if alone:
                question = question.where(finding.c.agency_code == organ)
            rows = (await connection.execute(question.offset(start).limit(most))).all()
            lines = select(filing.c.id, filing.c.entry).where(filing.c.id.in_([row.filing_id for row in rows]))
            entries: dict[UUID, Entry] = {key: decode(body, Entry) for key, body in await connection.execute(lines)}
        return tuple(
            Offender(
                entry=entries[row.filing_id],
                severity=Severity(row.severity),
                places=tuple(msgspec.json.decode(row.at)),
                breaches=row.places,
                waived=row.waived,
            )
            for row in rows
        )

    async def places(
        self, rule: str, organ: str, year: int, most: int, *, alone: bool = False
    ) -> tuple[tuple[str, int], ...]:
        """The places where most filings breach a rule, and how many do."""
        here = (place_tally.c.organ == organ, place_tally.c.year == year, place_tally.c.rule == rule)
        below = select(place_tally.c.at, place_tally.c.filings).where(*here, place_tally.c.filings > 0)
        own = select(finding.c.at).where(finding.c.rule == rule, finding.c.year == year, finding.c.agency_code == organ)
        async with self._database.reading() as connection:
            counts = Counter[str]()
            for at, count in () if alone else await connection.execute(below):
                counts[at] = count
            mine = await connection.scalar(own)
        counts.update(msgspec.json.decode(mine, type=list[str]) if mine else [])
        return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most])


def _below(organ: str, years: Sequence[int]) -> Select[tuple[Any, ...]]:
    return (
        select(finding_tally)
        .where(finding_tally.c.organ == organ, finding_tally.c.year.in_(years), finding_tally.c.filings > 0)
        .order_by(finding_tally.c.year, finding_tally.c.rule)
    )


def _own(agency_code: str, years: Sequence[int]) -> Select[tuple[Any, ...]]:
    return (
        select(finding, literal(1).label("filings"))
        .where(finding.c.agency_code == agency_code, finding.c.year.in_(years))
        .order_by(finding.c.year, finding.c.rule)
    )


async def _breaching(
    connection: AsyncConnection, rule: str, organ: str, year: int
) -> Select[tuple[UUID, str, str, int, int]]:
    """The findings, looked for from the shorter side: from all that breach the rule, or from all under the organ."""
    said = (finding.c.filing_id, finding.c.severity, finding.c.at, finding.c.places, finding.c.waived)
    breaching = (finding.c.rule == rule, finding.c.year == year)
    if organ == EVERYWHERE:
        return select(*said).where(*breaching).order_by(finding.c.agency_code)
    everywhere = await connection.scalar(
        select(func.sum(finding_tally.c.filings)).where(
            finding_tally.c.organ == EVERYWHERE, finding_tally.c.year == year, finding_tally.c.rule == rule
        )
    )
    below = await connection.scalar(select(func.sum(duty.c.agencies)).where(duty.c.organ == organ))
    if (everywhere or 0) <= (below or 0):
        seated = select(seat.c.organ).where(
            seat.c.organ == organ, seat.c.year == year, seat.c.agency_code == finding.c.agency_code
        )
        return select(*said).where(*breaching, seated.exists()).order_by(finding.c.agency_code)
    return (
        select(*said)
        .join_from(seat, finding, (finding.c.agency_code == seat.c.agency_code) & (finding.c.year == seat.c.year))
        .where(seat.c.organ == organ, seat.c.year == year, finding.c.rule == rule)
        .order_by(seat.c.agency_code)
    )
