"""An agency's file has been accepted and stored."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.submission import Submission


class SubmissionReceivedV1(Event, frozen=True, kw_only=True):
    """The gateway has stored the original and the receipt; the bytes lie in the object store under `object_key`."""

    subject: ClassVar[str] = "gouji.v1.submission.received"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("ingest", "portal")

    submission: Submission
    object_key: str
