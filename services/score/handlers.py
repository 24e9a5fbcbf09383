"""Grades what has been judged: one scorecard for each judging and rubric, however often the news arrives."""

from collections.abc import Sequence
from time import perf_counter

from msgspec.structs import replace

from services.score import metrics, store
from services.score.grading import confident_in, grade
from services.score.rubric import rubric_for
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.scorecard import Grade, Scorecard
from shared.report.submission import now
from shared.storage.database import Database


class Handlers:
    """Grades into the room's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def grade_reports(self, events: Sequence[ReportValidatedV1]) -> Sequence[ReportScoredV1]:
        """The scorecard of every judging, as stored when it was first graded."""
        graded = [_scored(event) for event in events]
        async with self._database.transaction() as connection:
            kept = await store.keep(connection, graded)
        return [replace(kept[event.event_id], attempt=event.attempt) for event in graded]

    async def count_reports(self) -> None:
        """Bring the gauge of reports by region and grade up to what the store holds."""
        async with self._database.reading() as connection:
            counts = await store.count(connection)
        metrics.show(counts)


def _scored(cause: ReportValidatedV1) -> ReportScoredV1:
    # The year an agency filed for decides, as it does for the deadline; what the report says is F003's business.
    rubric = rubric_for(cause.submission.year)
    begun = perf_counter()
    scorecard = grade(cause.report, cause.verdicts, rubric, confident=confident_in(cause.reading))
    metrics.GRADING_SECONDS.observe(perf_counter() - begun)
    _count(scorecard)
    return ReportScoredV1(
        event_id=ReportScoredV1.id_from(cause.event_id, rubric.id, rubric.digest),
        cause_id=cause.event_id,
        occurred_at=now(),
        attempt=cause.attempt,
        submission=cause.submission,
        judging=cause.judging,
        scorecard=scorecard,
        reader=cause.reading.revision,
    )


def _count(scorecard: Scorecard) -> None:
    metrics.GRADINGS.labels(scorecard.grade.value).inc()
    if scorecard.grade is not Grade.NOT_RATED:
        metrics.TOTALS.observe(float(scorecard.total))
