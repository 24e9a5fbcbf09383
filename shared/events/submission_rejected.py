"""A file cannot be read as a report."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.rejection import Reason
from shared.report.submission import Submission


class SubmissionRejectedV1(Event, frozen=True, kw_only=True):
    """Reading ended without a report; every reason has a code, a place and a way on."""

    subject: ClassVar[str] = "gouji.v1.submission.rejected"
    producer: ClassVar[str] = "ingest"
    consumers: ClassVar[tuple[str, ...]] = ("gateway", "portal")

    submission: Submission
    reasons: tuple[Reason, ...]
