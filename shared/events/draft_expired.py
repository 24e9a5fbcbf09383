"""A pre-checked draft has been kept as long as drafts are kept."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.submission import Submission


class DraftExpiredV1(Event, frozen=True, kw_only=True):
    """Every room drops what it holds about the draft; its original is gone already."""

    subject: ClassVar[str] = "gouji.v1.draft.expired"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("validate", "score", "portal")

    submission: Submission
