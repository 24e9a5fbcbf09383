"""A pre-checked draft has been kept as long as drafts are kept."""

from datetime import datetime, timedelta
from typing import ClassVar

from typing_extensions import override

from shared.events.event import Event
from shared.report.submission import Submission

MOST_ABSENCE = timedelta(days=30)
"""No room is away for longer."""


class DraftExpiredV1(Event, frozen=True, kw_only=True):
    """Every room drops what it holds about the draft; its original is gone already.

    The file's name and the corrections are left out. The event outlives the draft, so that a room that was away hears
    of it as well.
    """

    subject: ClassVar[str] = "gouji.v1.draft.expired"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("validate", "score", "portal")

    submission: Submission

    @property
    @override
    def forgotten_at(self) -> datetime | None:
        return self.occurred_at + MOST_ABSENCE
