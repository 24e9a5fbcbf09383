"""What score remembers: every scorecard by its event, and which scorecard counts for an agency's year."""

from collections.abc import Sequence
from datetime import UTC
from uuid import UUID

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, Uuid, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.report_scored import ReportScoredV1
from shared.storage.columns import CONSTRAINT_NAMES
from shared.storage.insert import insert_missing, upsert

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

scorecards = Table(
    "scorecards",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("submission_id", Uuid, nullable=False),
    Column("judging", Integer, nullable=False),
    Column("event", LargeBinary, nullable=False),
)

standings = Table(
    "standings",
    metadata,
    Column("agency_code", String(64), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("event_id", Uuid, nullable=False),
    Column("newness", String(64), nullable=False),
    Column("region", Text, nullable=False),
    Column("grade", String(16), nullable=False),
    Index(None, "region", "grade"),
)
"""One row for each agency and year: the newest version's newest judging under the newest rubric; drafts have none."""


async def keep(connection: AsyncConnection, events: Sequence[ReportScoredV1]) -> dict[UUID, ReportScoredV1]:
    """Write scorecards that are new, and give back what is stored for every event, which may be an earlier grading."""
    await insert_missing(connection, scorecards, [_row(event) for event in events])
    wanted = select(scorecards.c.event).where(scorecards.c.event_id.in_({event.event_id for event in events}))
    kept = [ReportScoredV1.decode(data) for data in (await connection.scalars(wanted)).all()]
    counted = [event for event in kept if not event.submission.draft]
    # Always in one order, so that two replicas never wait for each other's rows.
    rows = sorted((_standing(event) for event in counted), key=lambda row: (row["agency_code"], row["year"]))
    await upsert(connection, standings, rows, key=("agency_code", "year"), only_newer="newness")
    return {event.event_id: event for event in kept}


async def count(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    """How many reports stand at each region and grade."""
    counted = select(standings.c.region, standings.c.grade, func.count()).group_by(
        standings.c.region, standings.c.grade
    )
    return {(region, grade): number for region, grade, number in (await connection.execute(counted)).all()}


def _row(event: ReportScoredV1) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "submission_id": event.submission.id,
        "judging": event.judging,
        "event": event.encode(),
    }


def _standing(event: ReportScoredV1) -> dict[str, object]:
    agency = event.submission.agency
    return {
        "agency_code": agency.code,
        "year": event.submission.year,
        "event_id": event.event_id,
        "newness": _newness(event),
        "region": agency.region,
        "grade": event.scorecard.grade.value,
    }


def _newness(event: ReportScoredV1) -> str:
    """Text that sorts by version, judging and time, so that grading anew by a new rubric replaces the old grade."""
    at = event.occurred_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{event.submission.version:08}/{event.judging:08}/{at}"
