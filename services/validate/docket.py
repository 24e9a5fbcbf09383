"""Which report is judged against which: the standing reports of the agencies at hand, in order of hearing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from services.validate.catalogue import digest
from services.validate.diagnosis.diagnose import diagnose
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.submission import Submission


class Docket:
    """Hears reports one by one and remembers, so that each is judged by what came before it.

    `standing` are reports that may be somebody's prior year: of each agency and year the latest version that is no
    draft. `judgings` tells how often each submission has been judged. Both must be complete for the agencies whose
    reports are heard, from the year before to the year after. `filing_since` is the first report year that had to be
    filed through this house.
    """

    def __init__(
        self, standing: Iterable[ReportNormalizedV1], judgings: Mapping[UUID, int], filing_since: int | None = None
    ) -> None:
        self._filing_since = filing_since
        self._standing: dict[tuple[str, int], ReportNormalizedV1] = {}
        self._judgings = dict(judgings)
        for report in standing:
            self._let_stand(report)

    def hear(self, event: ReportNormalizedV1, now: datetime) -> tuple[ReportValidatedV1, ...]:
        """Judge the report, and next year's again if this one now stands as its prior.

        Raises:
            KeyError: the report uses an edition of the form that the house does not know.
        """
        mine = event.submission
        stands = self._let_stand(event)
        heard = [self._judge(event, cause=event, now=now)]
        later = self._standing.get((mine.agency.code, mine.year + 1))
        if stands and later is not None:
            heard.append(self._judge(later, cause=event, now=now))
        return tuple(heard)

    def _let_stand(self, report: ReportNormalizedV1) -> bool:
        """Put the report in its place unless a newer version has it; whether it stands there now."""
        if report.submission.draft:
            return False
        place = (report.submission.agency.code, report.submission.year)
        current = self._standing.get(place)
        if current is not None and _age(current.submission) > _age(report.submission):
            return False
        self._standing[place] = report
        return True

    def _judge(self, report: ReportNormalizedV1, *, cause: ReportNormalizedV1, now: datetime) -> ReportValidatedV1:
        mine = report.submission
        prior = self._standing.get((mine.agency.code, mine.year - 1))
        self._judgings[mine.id] = self._judgings.get(mine.id, 0) + 1
        filing = self._filing(report, prior)
        verdicts = judge(filing)
        return ReportValidatedV1(
            event_id=ReportValidatedV1.id_from(cause.event_id, mine.id, digest()),
            cause_id=cause.event_id,
            occurred_at=now,
            attempt=cause.attempt,
            submission=mine,
            report=report.report,
            reading=report.reading,
            judging=self._judgings[mine.id],
            catalogue=digest(),
            prior=prior.submission.id if prior else None,
            verdicts=verdicts,
            diagnoses=diagnose(filing, verdicts),
        )

    def _filing(self, event: ReportNormalizedV1, prior: ReportNormalizedV1 | None) -> Filing:
        mine = event.submission
        obliged = self._filing_since is not None and mine.year >= self._filing_since
        return Filing(
            event.report,
            event.reading,
            agency=mine.agency,
            year=mine.year,
            received_on=mine.received_on if obliged else None,
            published_on=mine.published_on,
            prior=PriorReport(prior.report, prior.reading) if prior else None,
        )


def _age(submission: Submission) -> tuple[int, datetime, UUID]:
    return submission.version, submission.received_at, submission.id
