"""What score remembers: every scorecard by its event, and which one counts for an agency's year, with its judging."""

import zlib
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import UTC
from uuid import UUID

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, Uuid, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.score.gradebook import Gradebook, Place, Standing, grading_of, newness
from services.score.judged import Judged
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.codec import decode, encode
from shared.storage.columns import CONSTRAINT_NAMES
from shared.storage.insert import insert_missing, upsert

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

scorecards = Table(
    "scorecards",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("submission_id", Uuid, nullable=False, index=True),
    Column("judging", Integer, nullable=False),
    Column("grading_id", Uuid, nullable=False, index=True),
    Column("event", LargeBinary, nullable=False),
)
"""Every scorecard as it was stated; those of one grading differ only in what their change is told against."""

standings = Table(
    "standings",
    metadata,
    Column("agency_code", String(64), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("event_id", Uuid, nullable=False),
    Column("newness", String(64), nullable=False),
    Column("region", Text, nullable=False),
    Column("grade", String(16), nullable=False),
    Column("grading_id", Uuid, nullable=False),
    Column("against_id", Uuid),
    Column("judged", LargeBinary),
    Index(None, "region", "grade"),
)
"""One row for each agency and year: the newest version's newest judging under the newest rubric; drafts have none.

`judged` is what it was graded from, compressed; rows of the first release have none.
"""


async def gradebook(connection: AsyncConnection, causes: Sequence[ReportValidatedV1]) -> Gradebook:
    """Everything that bears on grading these judgings."""
    gradings = {grading_of(cause.event_id, cause.submission) for cause in causes}
    codes = {cause.submission.agency.code for cause in causes}
    years = {cause.submission.year + step for cause in causes for step in (-1, 0, 1)}
    graded = {grading: event async for grading, event in _graded(connection, gradings)}
    return Gradebook(graded, {place: found async for place, found in _standing(connection, codes, years)})


async def keep(connection: AsyncConnection, book: Gradebook) -> None:
    """Write what was stated, and what stands now."""
    rows = [
        {
            "event_id": event.event_id,
            "submission_id": event.submission.id,
            "judging": event.judging,
            "grading_id": grading,
            "event": event.encode(),
        }
        for grading, event in book.said
    ]
    await insert_missing(connection, scorecards, rows)
    await upsert(connection, standings, list(_rows(book)), key=("agency_code", "year"))


async def forget_drafts(connection: AsyncConnection, submission_ids: Collection[UUID]) -> None:
    """Drop the scorecards of these drafts; what stands for an agency's year is never a draft's and stays."""
    standing = select(standings.c.event_id).where(standings.c.event_id == scorecards.c.event_id)
    theirs = scorecards.c.submission_id.in_(submission_ids)
    await connection.execute(delete(scorecards).where(theirs, ~standing.exists()))


async def count(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    """How many reports stand at each region and grade."""
    counted = select(standings.c.region, standings.c.grade, func.count()).group_by(
        standings.c.region, standings.c.grade
    )
    return {(region, grade): number for region, grade, number in (await connection.execute(counted)).all()}


async def _graded(
    connection: AsyncConnection, gradings: Collection[UUID]
) -> AsyncIterator[tuple[UUID, ReportScoredV1]]:
    """The scorecards of these gradings, the one that was stated last at the end."""
    query = select(scorecards.c.grading_id, scorecards.c.event).where(scorecards.c.grading_id.in_(gradings))
    found = [(row.grading_id, ReportScoredV1.decode(row.event)) for row in await connection.execute(query)]
    for grading, event in sorted(found, key=lambda one: one[1].occurred_at):
        yield grading, event


async def _standing(
    connection: AsyncConnection, codes: Collection[str], years: Collection[int]
) -> AsyncIterator[tuple[Place, Standing]]:
    query = (
        select(standings, scorecards.c.event)
        .join(scorecards, scorecards.c.event_id == standings.c.event_id)
        .where(standings.c.agency_code.in_(codes), standings.c.year.in_(years))
    )
    for row in await connection.execute(query):
        judged = decode(zlib.decompress(row.judged), Judged) if row.judged else None
        standing = Standing(ReportScoredV1.decode(row.event), row.grading_id, judged, row.against_id)
        yield (row.agency_code, row.year), standing


def _rows(book: Gradebook) -> Iterable[dict[str, object]]:
    for (code, year), standing in sorted(book.moved.items()):
        event = standing.event
        yield {
            "agency_code": code,
            "year": year,
            "event_id": event.event_id,
            "newness": _newness(event),
            "region": event.submission.agency.region,
            "grade": event.scorecard.grade.value,
            "grading_id": standing.grading,
            "against_id": standing.against,
            "judged": zlib.compress(encode(standing.judged)) if standing.judged else None,
        }


def _newness(event: ReportScoredV1) -> str:
    """What `newness` says, as text that sorts the same."""
    version, judging, occurred_at = newness(event)
    return f"{version:08}/{judging:08}/{occurred_at.astimezone(UTC).isoformat(timespec='microseconds')}"
