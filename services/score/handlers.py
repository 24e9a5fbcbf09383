"""Grades what has been judged: one scorecard for each judging and rubric, however often the news arrives."""

from collections.abc import Sequence

from msgspec.structs import replace

from services.score import metrics, store
from shared.events.draft_expired import DraftExpiredV1
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.scorecard import Grade, Scorecard
from shared.report.submission import now
from shared.storage.database import Database
from shared.storage.hold import hold


class Handlers:
    """Grades into the room's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def grade_reports(self, events: Sequence[ReportValidatedV1]) -> Sequence[ReportScoredV1]:
        """The scorecard of every judging as it was stated last, and next year's that was told against it."""
        told: list[ReportScoredV1] = []
        async with self._database.transaction() as connection:
            # Two replicas with two years of one agency would each miss the other's.
            await hold(connection, "score", {event.submission.agency.code for event in events})
            book = await store.gradebook(connection, events)
            for event in events:
                with metrics.GRADING_SECONDS.time():
                    told += [replace(stated, attempt=event.attempt) for stated in book.hear(event, now())]
            await store.keep(connection, book)
        for _, stated in book.said:
            _count(stated.scorecard)
        return told

    async def forget(self, events: Sequence[DraftExpiredV1]) -> Sequence[ReportScoredV1]:
        """Drop the scorecards of drafts whose time is up; there is nothing to say."""
        async with self._database.transaction() as connection:
            await store.forget_drafts(connection, {event.submission.id for event in events})
        return ()

    async def count_reports(self) -> None:
        """Bring the gauge of reports by region and grade up to what the store holds."""
        async with self._database.reading() as connection:
            counts = await store.count(connection)
        metrics.show(counts)


def _count(scorecard: Scorecard) -> None:
    metrics.GRADINGS.labels(scorecard.grade.value).inc()
    if scorecard.grade is not Grade.NOT_RATED:
        metrics.TOTALS.observe(float(scorecard.total))
