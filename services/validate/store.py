"""What validate remembers: the reports it judged, as they came in, all it said about them, and what was explained."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.validate import look_alikes, tables
from services.validate.docket import Docket
from services.validate.tables import outcomes, reports, successions, waivers
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.codec import decode, encode
from shared.report.waiver import Waiver
from shared.storage.insert import insert_missing, upsert

metadata = tables.metadata

_VERSIONS = 2

Outcomes = dict[UUID, tuple[ReportValidatedV1, ...]]


def held_for(events: Iterable[ReportNormalizedV1]) -> set[str]:
    """What to hold for the prose of these reports."""
    return {name for event in events for name in look_alikes.lock_names(event)}


async def related(connection: AsyncConnection, events: Iterable[ReportNormalizedV1]) -> set[str]:
    """The agencies of these reports, those they continue, and those that continue any of them."""
    filed = [event.submission.agency for event in events]
    codes = {code for agency in filed for code in (agency.code, *agency.predecessors)}
    query = select(successions.c.agency_code).where(successions.c.predecessor_code.in_(codes))
    return codes | set(await connection.scalars(query))


async def said_before(connection: AsyncConnection, cause_ids: Collection[UUID]) -> Outcomes:
    """What was said about these events when they were first heard, by event id; nothing of those never heard."""
    query = select(outcomes.c.event, outcomes.c.position).where(outcomes.c.cause_id.in_(cause_ids))
    found: dict[UUID, list[tuple[int, int, ReportValidatedV1]]] = {}
    for row in await connection.execute(query):
        outcome = ReportValidatedV1.decode(row.event)
        found.setdefault(outcome.cause_id, []).append((row.position, outcome.submission.year, outcome))
    # Where no order was kept, the report itself comes first, then that of next year judged again because of it.
    return {
        cause: tuple(outcome for _, _, outcome in sorted(told, key=lambda one: one[:2]))
        for cause, told in found.items()
    }


async def docket(
    connection: AsyncConnection, fresh: Sequence[ReportNormalizedV1], filing_since: int | None = None
) -> Docket:
    """Everything that bears on hearing these reports."""
    codes = await _bearing(connection, await related(connection, fresh))
    years = {event.submission.year + step for event in fresh for step in (-1, 0, 1)}
    standing = [event async for event in _versions(connection, codes, years)]
    judgings = await _judgings(connection, {event.submission.id for event in (*standing, *fresh)})
    known = await look_alikes.known_bands(connection, {event.submission.id for event in standing})
    known |= {event.submission.id: look_alikes.bands_of_event(event) for event in fresh}
    compared = [*fresh, *(event for event in standing if event.submission.id in known)]
    arrivals = await look_alikes.first_arrivals(connection, codes, years)
    likely = await look_alikes.candidates(connection, compared, known, arrivals)
    asked = await _waivers(connection, codes, years)
    return Docket(standing, judgings, filing_since, likely=likely, bands=known, arrivals=arrivals, waivers=asked)


async def standing(connection: AsyncConnection, places: Collection[tuple[str, int]]) -> tuple[ReportNormalizedV1, ...]:
    """The newest report of each agency and year that is no draft."""
    codes, years = {code for code, _ in places}, {year for _, year in places}
    newest: dict[tuple[str, int], ReportNormalizedV1] = {}
    async for event in _versions(connection, codes, years):
        place = event.submission.agency.code, event.submission.year
        if place in places and (place not in newest or newest[place].submission.version < event.submission.version):
            newest[place] = event
    return tuple(newest.values())


async def _bearing(connection: AsyncConnection, codes: set[str]) -> set[str]:
    """With what these agencies continue, and with whoever continues that."""
    query = select(successions.c.predecessor_code).where(successions.c.agency_code.in_(codes))
    before = codes | set(await connection.scalars(query))
    query = select(successions.c.agency_code).where(successions.c.predecessor_code.in_(before))
    return before | set(await connection.scalars(query))


async def _versions(
    connection: AsyncConnection, codes: Collection[str], years: Collection[int]
) -> AsyncIterator[ReportNormalizedV1]:
    """Of each agency and year the latest version that is no draft, and the one before it."""
    place = func.row_number().over(
        partition_by=(reports.c.agency_code, reports.c.year),
        order_by=(reports.c.version.desc(), reports.c.submission_id),
    )
    ranked = (
        select(reports.c.event, place.label("place"))
        .where(reports.c.agency_code.in_(codes), reports.c.year.in_(years), reports.c.draft == false())
        .subquery()
    )
    for data in await connection.scalars(select(ranked.c.event).where(ranked.c.place <= _VERSIONS)):
        yield ReportNormalizedV1.decode(data)


async def _waivers(connection: AsyncConnection, codes: Collection[str], years: Collection[int]) -> tuple[Waiver, ...]:
    query = select(waivers.c.waiver).where(waivers.c.agency_code.in_(codes), waivers.c.year.in_(years))
    return tuple(decode(data, Waiver) for data in await connection.scalars(query))


async def keep_waivers(connection: AsyncConnection, changed: Iterable[Waiver]) -> None:
    """Remember these waivers, each unless a later state of it is known."""
    rows = [
        {
            "id": waiver.id,
            "agency_code": waiver.agency_code,
            "year": waiver.year,
            "changed": waiver.changed,
            "waiver": encode(waiver),
        }
        for waiver in sorted(changed, key=lambda waiver: waiver.id)
    ]
    await upsert(connection, waivers, rows, only_newer="changed")


async def keep(
    connection: AsyncConnection, heard: Sequence[ReportNormalizedV1], said: Iterable[ReportValidatedV1]
) -> None:
    """Remember the reports and what was said about them."""
    rows = [
        {
            "submission_id": event.submission.id,
            "agency_code": event.submission.agency.code,
            "year": event.submission.year,
            "version": event.submission.version,
            "draft": event.submission.draft,
            "event": event.encode(),
        }
        for event in heard
    ]
    await upsert(connection, reports, rows, key=("submission_id",))
    rows = [
        {
            "event_id": outcome.event_id,
            "cause_id": outcome.cause_id,
            "submission_id": outcome.submission.id,
            "judging": outcome.judging,
            "position": position,
            "event": outcome.encode(),
        }
        for position, outcome in enumerate(said)
    ]
    await insert_missing(connection, outcomes, rows)
    agencies = [event.submission.agency for event in heard]
    rows = [
        {"predecessor_code": before, "agency_code": agency.code}
        for agency in agencies
        for before in agency.predecessors
    ]
    await insert_missing(connection, successions, rows)
    await look_alikes.index(connection, heard)


async def forget_drafts(connection: AsyncConnection, submission_ids: Collection[UUID]) -> None:
    """Drop these drafts and what was said about them; a filing stays, whatever is asked."""
    drafts = select(reports.c.submission_id).where(reports.c.submission_id.in_(submission_ids), reports.c.draft)
    await connection.execute(delete(outcomes).where(outcomes.c.submission_id.in_(drafts)))
    await connection.execute(delete(reports).where(reports.c.submission_id.in_(submission_ids), reports.c.draft))


async def _judgings(connection: AsyncConnection, submission_ids: Collection[UUID]) -> dict[UUID, int]:
    query = (
        select(outcomes.c.submission_id, func.max(outcomes.c.judging).label("judging"))
        .where(outcomes.c.submission_id.in_(submission_ids))
        .group_by(outcomes.c.submission_id)
    )
    return {row.submission_id: row.judging for row in await connection.execute(query)}
