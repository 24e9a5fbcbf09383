"""A report has been judged."""

from typing import ClassVar
from uuid import UUID

from shared.events.event import Event
from shared.report.annual_report import AnnualReport
from shared.report.diagnosis import Diagnosis
from shared.report.reading import Reading
from shared.report.submission import Submission
from shared.report.verdict import Verdict
from shared.report.waiver import Waiver


class ReportValidatedV1(Event, frozen=True, kw_only=True):
    """The report again with every rule's verdict, so that nobody downstream has to ask.

    `judging` counts the judgings of one submission from 1: a report is judged again when another that bears on it
    arrives later, and when what is waived in it changes. The highest number stands. `catalogue` is the digest of
    the rules that judged; `prior` names the submission that gave last year's figures. `diagnoses` explain the sums
    that do not tie out, and `waivers` are those that cover a breach.
    """

    subject: ClassVar[str] = "gouji.v1.report.validated"
    producer: ClassVar[str] = "validate"
    consumers: ClassVar[tuple[str, ...]] = ("score", "portal")

    submission: Submission
    report: AnnualReport
    reading: Reading
    judging: int
    catalogue: str
    prior: UUID | None = None
    verdicts: tuple[Verdict, ...]
    diagnoses: tuple[Diagnosis, ...] = ()
    waivers: tuple[Waiver, ...] = ()
