"""A file has been read into the statutory tables."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.annual_report import AnnualReport
from shared.report.reading import Reading
from shared.report.submission import Submission


class ReportNormalizedV1(Event, frozen=True, kw_only=True):
    """The whole report as printed, and for every cell where it stood and how sure the reader is."""

    subject: ClassVar[str] = "gouji.v1.report.normalized"
    producer: ClassVar[str] = "ingest"
    consumers: ClassVar[tuple[str, ...]] = ("validate",)

    submission: Submission
    report: AnnualReport
    reading: Reading
