"""The JSON twins of the pages: the same facts, in the nouns of the house."""

from datetime import date
from uuid import UUID

import msgspec

from services.portal.store.standing import Entry, Standing, Status
from services.portal.views.league import Line, line
from shared.report.annual_report import AnnualReport
from shared.report.reading import Reading
from shared.report.rejection import Reason
from shared.report.scorecard import Scorecard
from shared.report.submission import DeadlineStatus, Submission
from shared.report.verdict import Verdict


class Gap(msgspec.Struct, frozen=True):
    """Where work on a submission has stopped until an operator repeats it."""

    room: str
    deliveries: int


class ReportAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One submission, whole. `final` says that the status will not change unless the house repeats its work.

    `report`, `reading` and `verdicts` come with judging, `scorecard` with grading, `reasons` with a rejection,
    `stopped` with a dead letter. `versions` are all filings of the agency about the same year, newest first.
    """

    submission_id: UUID
    status: Status
    final: bool
    submission: Submission
    deadline: date
    timeliness: DeadlineStatus | None
    judging: int | None
    catalogue: str | None = None
    prior: UUID | None = None
    scorecard: Scorecard | None = None
    verdicts: tuple[Verdict, ...] | None = None
    report: AnnualReport | None = None
    reading: Reading | None = None
    reasons: tuple[Reason, ...] | None = None
    stopped: Gap | None = None
    versions: tuple[Line, ...] = ()


class AgencyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """All filings of one agency but its drafts, latest year and newest version first."""

    agency_code: str
    agency_name: str
    filings: tuple[Line, ...]


def report_answer(standing: Standing, history: tuple[Entry, ...]) -> ReportAnswer:
    """The JSON of a report page."""
    submission, judged = standing.submission, standing.validated
    return ReportAnswer(
        submission_id=submission.id,
        status=standing.status,
        final=standing.status.is_final,
        submission=submission,
        deadline=submission.deadline,
        timeliness=standing.entry.timeliness,
        judging=standing.judging,
        catalogue=judged.catalogue if judged else None,
        prior=judged.prior if judged else None,
        scorecard=standing.scorecard,
        verdicts=judged.verdicts if judged else None,
        report=judged.report if judged else None,
        reading=judged.reading if judged else None,
        reasons=standing.rejected.reasons if standing.rejected else None,
        stopped=Gap(standing.trouble.room, standing.trouble.deliveries) if standing.trouble else None,
        versions=tuple(line(entry) for entry in history if entry.submission.year == submission.year),
    )


def agency_answer(code: str, history: tuple[Entry, ...]) -> AgencyAnswer:
    """The JSON of an agency's page; `history` has at least one entry, the latest first."""
    return AgencyAnswer(
        agency_code=code,
        agency_name=history[0].submission.agency.name,
        filings=tuple(map(line, history)),
    )
