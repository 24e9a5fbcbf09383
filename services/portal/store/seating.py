"""Who has a seat where: the newest filing of each agency and year, under every organ above it, and all that is counted.

Tallies and ladders are kept by difference: what a seat counted for is taken away before what it counts for is added.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, delete, false, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.lineages import lineages
from services.portal.store.points import NO_POINTS
from services.portal.store.standing import Entry, Standing, Tier
from services.portal.store.tables import figures, filing, finding, finding_tally, ladder, place_tally, seat, tally
from shared.events.report_validated import ReportValidatedV1
from shared.report.codec import decode, encode
from shared.report.verdict import Outcome
from shared.storage.insert import add_up, insert_missing, upsert

Place = tuple[str, int]
"""An agency's code and a year."""

_TIERS = list(Tier)
_CHUNK = 200
NO_CHANGE = Decimal(0)


class Found(msgspec.Struct, frozen=True):
    """One failing rule of a seated filing."""

    rule: str
    severity: str
    places: int
    waived: int
    at: tuple[str, ...]


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits in one place, under which organs, and what counts."""

    filing_id: UUID
    agency_class: str
    tier: int
    grade: str
    points: Decimal
    late: bool
    received_at: Any
    listed: bool
    errors: int
    compared: bool
    change: Decimal
    organs: frozenset[str]
    findings: tuple[Found, ...]


async def seat_anew(
    connection: AsyncConnection, places: Iterable[Place], filed: Mapping[UUID, Standing] | None = None
) -> None:
    """Bring seats, counts, findings and figures of these places up to date.

    `filed` has the filings of which something new is known; a filing that takes a seat for the first time is among
    them. What is known of other filings' findings stands.
    """
    ordered = sorted(set(places))
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        before = await _sittings(connection, chunk)
        after = await _now(connection, chunk, filed or {}, before)
        moved = [place for place in chunk if before.get(place) != after.get(place)]
        await _reseat(connection, before.keys() & moved, {place: after[place] for place in moved if place in after})
        await _count(connection, before, after, moved)
        await _keep_figures(connection, before, after, filed or {})


async def _sittings(connection: AsyncConnection, places: list[Place]) -> dict[Place, Sitting]:
    here = tuple_(seat.c.agency_code, seat.c.year).in_(places)
    rows = await connection.execute(select(seat).where(here).order_by(seat.c.agency_code, seat.c.year))
    found = await connection.execute(
        select(finding).where(tuple_(finding.c.agency_code, finding.c.year).in_(places)).order_by(finding.c.rule)
    )
    findings: dict[Place, list[Found]] = {}
    for row in found:
        one = Found(row.rule, row.severity, row.places, row.waived, tuple(msgspec.json.decode(row.at)))
        findings.setdefault((row.agency_code, row.year), []).append(one)
    sittings = {}
    for place, group in groupby(rows, key=lambda row: (row.agency_code, row.year)):
        seats = list(group)
        first = seats[0]
        sittings[place] = Sitting(
            filing_id=first.filing_id,
            agency_class=first.agency_class,
            tier=first.tier,
            grade=first.grade,
            points=first.points,
            late=first.late,
            received_at=first.received_at,
            listed=first.listed,
            errors=first.errors,
            compared=first.compared,
            change=first.change,
            organs=frozenset(row.organ for row in seats),
            findings=tuple(findings.get(place, ())),
        )
    return sittings


async def _now(
    connection: AsyncConnection, places: list[Place], filed: Mapping[UUID, Standing], before: Mapping[Place, Sitting]
) -> dict[Place, Sitting]:
    question = (
        select(filing.c.id, filing.c.agency_code, filing.c.year, filing.c.entry)
        .where(tuple_(filing.c.agency_code, filing.c.year).in_(places), filing.c.draft == false())
        .order_by(filing.c.version, filing.c.id.desc())
    )
    newest = {(row.agency_code, row.year): row for row in await connection.execute(question)}
    entries = {place: decode(row.entry, Entry) for place, row in newest.items()}
    above = await lineages(connection, {entry.submission.agency for entry in entries.values()})
    after = {}
    for place, entry in entries.items():
        current = filed.get(entry.submission.id)
        stands = before.get(place)
        organs, kind = above[place[0]]
        after[place] = Sitting(
            filing_id=entry.submission.id,
            agency_class=kind or entry.submission.agency.agency_class.value,
            tier=_TIERS.index(entry.tier),
            grade=entry.grade.value if entry.grade else "",
            points=NO_POINTS if entry.total is None else entry.total,
            late=entry.late,
            received_at=entry.submission.received_at,
            listed=kind is not None,
            errors=entry.errors,
            compared=entry.gained is not None,
            change=entry.gained or NO_CHANGE,
            organs=frozenset(organs),
            findings=_findings(current) if current else stands.findings if stands else (),
        )
    return after


def _findings(standing: Standing) -> tuple[Found, ...]:
    return tuple(
        Found(
            verdict.rule,
            verdict.severity.value,
            len(verdict.breaches),
            sum(breach.waived is not None for breach in verdict.breaches),
            tuple(sorted({breach.at for breach in verdict.breaches})),
        )
        for verdict in sorted(standing.verdicts, key=lambda verdict: verdict.rule)
        if verdict.outcome is Outcome.FAILS
    )


async def _reseat(connection: AsyncConnection, risen: Collection[Place], after: Mapping[Place, Sitting]) -> None:
    if risen:
        for table in (seat, finding):
            await connection.execute(delete(table).where(tuple_(table.c.agency_code, table.c.year).in_(sorted(risen))))
    await insert_missing(connection, seat, [row for place, now in after.items() for row in _seats(place, now)])
    await insert_missing(connection, finding, [row for place, now in after.items() for row in _rows(place, now)])


def _seats(place: Place, now: Sitting) -> Iterator[dict[str, Any]]:
    for organ in sorted(now.organs):
        yield {
            "organ": organ,
            "year": place[1],
            "agency_code": place[0],
            "filing_id": now.filing_id,
            "agency_class": now.agency_class,
            "tier": now.tier,
            "grade": now.grade,
            "points": now.points,
            "late": now.late,
            "received_at": now.received_at,
            "listed": now.listed,
            "errors": now.errors,
            "compared": now.compared,
            "change": now.change,
        }


def _rows(place: Place, now: Sitting) -> Iterator[dict[str, Any]]:
    for one in now.findings:
        yield {
            "rule": one.rule,
            "year": place[1],
            "agency_code": place[0],
            "filing_id": now.filing_id,
            "severity": one.severity,
            "places": one.places,
            "waived": one.waived,
            "at": encode(list(one.at)).decode(),
        }


async def _count(
    connection: AsyncConnection,
    before: Mapping[Place, Sitting],
    after: Mapping[Place, Sitting],
    moved: Iterable[Place],
) -> None:
    counts: dict[Table, Counter[tuple[Any, ...]]] = {table: Counter() for table in _COUNTED}
    places: Counter[tuple[Any, ...]] = Counter()
    waived: Counter[tuple[Any, ...]] = Counter()
    for place in moved:
        for sitting, sign in ((before.get(place), -1), (after.get(place), 1)):
            if sitting is None:
                continue
            for organ in sitting.organs:
                kind = (organ, place[1], sitting.agency_class, sitting.tier, sitting.grade, sitting.late)
                counts[tally][(*kind, sitting.listed, sitting.compared)] += sign
                if sitting.tier == _TIERS.index(Tier.RATED):
                    counts[ladder][(organ, place[1], sitting.points, sitting.agency_class)] += sign
                for one in sitting.findings:
                    key = (organ, place[1], one.rule, one.severity)
                    counts[finding_tally][key] += sign
                    places[key] += sign * one.places
                    waived[key] += sign * one.waived
                    # An agency's own places are in its finding; to count them under itself would double the table.
                    for at in one.at if organ != place[0] else ():
                        counts[place_tally][(organ, place[1], one.rule, at)] += sign
    for table in _COUNTED:
        more = {"places": places, "waived": waived} if table is finding_tally else {}
        await _add(connection, table, {"filings": counts[table]} | more)


_COUNTED = (tally, ladder, finding_tally, place_tally)


async def _add(connection: AsyncConnection, table: Table, counted: Mapping[str, Counter[tuple[Any, ...]]]) -> None:
    keys = [column.name for column in table.primary_key]
    rows = []
    for key in sorted(counted["filings"]):
        more = {name: counts[key] for name, counts in counted.items()}
        if any(more.values()):
            rows.append(dict(zip(keys, key, strict=True)) | more)
    await add_up(connection, table, rows, keys)


async def _keep_figures(
    connection: AsyncConnection,
    before: Mapping[Place, Sitting],
    after: Mapping[Place, Sitting],
    filed: Mapping[UUID, Standing],
) -> None:
    gone = {sitting.filing_id for sitting in before.values()} - {sitting.filing_id for sitting in after.values()}
    if gone:
        await connection.execute(delete(figures).where(figures.c.filing_id.in_(gone)))
    news = (filed.get(sitting.filing_id) for sitting in after.values())
    rows = [
        {"filing_id": one.submission.id, "body": encode(_figures(one.validated))}
        for one in news
        if one is not None and one.validated is not None
    ]
    await upsert(connection, figures, rows, key=("filing_id",))


class CountedFigures(msgspec.Struct, frozen=True):
    """The tables of a filing as they may be added up: nested as the report has them, and the cells to leave out."""

    tables: dict[str, Any]
    unsound: tuple[str, ...]


def _figures(validated: ReportValidatedV1) -> CountedFigures:
    doubtful = [at for at in validated.report.tables if not validated.reading.confidence(at).is_sound]
    return CountedFigures(validated.report.tables.nested(), tuple(doubtful))
