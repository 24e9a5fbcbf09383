"""What validate remembers: the reports it judged, as they came in, and everything it said about them."""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    false,
    func,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.validate.docket import Docket
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.storage.columns import CONSTRAINT_NAMES
from shared.storage.insert import insert_missing, upsert

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

reports = Table(
    "reports",
    metadata,
    Column("submission_id", Uuid, primary_key=True),
    Column("agency_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("event", LargeBinary, nullable=False),
    Index("ix_reports_agency_code_year_version", "agency_code", "year", "version"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("cause_id", Uuid, nullable=False, index=True),
    Column("submission_id", Uuid, nullable=False, index=True),
    Column("judging", Integer, nullable=False),
    Column("event", LargeBinary, nullable=False),
)

Outcomes = dict[UUID, tuple[ReportValidatedV1, ...]]


async def hold(connection: AsyncConnection, agency_codes: Iterable[str]) -> None:
    """Keep other replicas off these agencies until the transaction ends.

    Two replicas that hear two years of one agency at once would each miss the other's report. SQLite lets only one
    transaction write, so there the transaction itself is the lock.
    """
    if connection.dialect.name == "postgresql":
        # In one order everywhere, so that two replicas never wait for each other.
        keys = sorted({lock_key(code) for code in agency_codes})
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"), {"keys": keys}
        )


async def said_before(connection: AsyncConnection, cause_ids: Collection[UUID]) -> Outcomes:
    """What was said about these events when they were first heard, by event id; nothing of those never heard."""
    query = select(outcomes.c.event).where(outcomes.c.cause_id.in_(cause_ids)).order_by(outcomes.c.judging)
    found: Outcomes = {}
    for data in await connection.scalars(query):
        outcome = ReportValidatedV1.decode(data)
        found[outcome.cause_id] = (*found.get(outcome.cause_id, ()), outcome)
    # The report itself first, then the one judged again because of it.
    return {cause: tuple(sorted(told, key=lambda one: one.submission.year)) for cause, told in found.items()}


async def docket(
    connection: AsyncConnection, fresh: Sequence[ReportNormalizedV1], filing_since: int | None = None
) -> Docket:
    """Everything that bears on hearing these reports."""
    codes = {event.submission.agency.code for event in fresh}
    years = {event.submission.year + step for event in fresh for step in (-1, 0, 1)}
    newest = (
        select(reports.c.agency_code, reports.c.year, func.max(reports.c.version).label("version"))
        .where(reports.c.agency_code.in_(codes), reports.c.year.in_(years), reports.c.draft == false())
        .group_by(reports.c.agency_code, reports.c.year)
        .subquery()
    )
    query = select(reports.c.event).join(
        newest,
        (reports.c.agency_code == newest.c.agency_code)
        & (reports.c.year == newest.c.year)
        & (reports.c.version == newest.c.version),
    )
    standing = [ReportNormalizedV1.decode(data) for data in await connection.scalars(query)]
    judgings = await _judgings(connection, {event.submission.id for event in (*standing, *fresh)})
    return Docket(standing, judgings, filing_since)


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
            "event": outcome.encode(),
        }
        for outcome in said
    ]
    await insert_missing(connection, outcomes, rows)


async def _judgings(connection: AsyncConnection, submission_ids: Collection[UUID]) -> dict[UUID, int]:
    query = (
        select(outcomes.c.submission_id, func.max(outcomes.c.judging).label("judging"))
        .where(outcomes.c.submission_id.in_(submission_ids))
        .group_by(outcomes.c.submission_id)
    )
    return {row.submission_id: row.judging for row in await connection.execute(query)}


def lock_key(agency_code: str) -> int:
    """A number for the agency that is the same in every process; locks of other rooms live in other numbers."""
    return int.from_bytes(sha256(f"validate/{agency_code}".encode()).digest()[:8], signed=True)
