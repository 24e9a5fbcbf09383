"""How a receipt ends: the outcomes, which of them may replace which, and what each event says about a submission."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from shared.events.dead_letter import DeadLetterV1
from shared.events.report_scored import ReportScoredV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.text import Text

ROOMS_ON_THE_WAY = frozenset({"ingest", "validate", "score"})
"""Rooms whose dead letter ends a submission; the gateway and the portal only listen to how it ended."""


class Outcome(StrEnum):
    """What became of a submission, weakest first: a later one in this list replaces an earlier one, never back.

    So settling gives the same end in whatever order and however often the news arrives.
    """

    OPEN = "open"
    DEAD_LETTERED = "dead_lettered"
    REJECTED = "rejected"
    SCORED = "scored"

    @property
    def label(self) -> Text:
        """The outcome in the administration's own words."""
        return _LABELS[self]

    @property
    def weaker(self) -> tuple["Outcome", ...]:
        """The outcomes this one replaces."""
        order = tuple(Outcome)
        return order[: order.index(self)]


_LABELS = {
    Outcome.OPEN: Text("处理中", "In progress"),
    Outcome.DEAD_LETTERED: Text("系统故障，待人工处理", "Stopped by a fault of the system, waiting for an operator"),
    Outcome.REJECTED: Text("无法读取，已退回", "Returned: the file could not be read"),
    Outcome.SCORED: Text("已评定", "Graded"),
}


class Settlement(msgspec.Struct, frozen=True):
    """News that a submission has ended, and when it did.

    Of a graded one: the digest of its figures, the revision of their reader, and the digest of the rules.
    """

    submission_id: UUID
    outcome: Outcome
    at: datetime
    figures: str = ""
    reader: str = ""
    catalogue: str = ""


def settlement(event: SubmissionRejectedV1 | ReportScoredV1 | DeadLetterV1) -> Settlement | None:
    """What an event says about a submission's end; None when it says nothing about one."""
    if isinstance(event, DeadLetterV1):
        if event.submission_id is None or event.room not in ROOMS_ON_THE_WAY:
            return None
        return Settlement(event.submission_id, Outcome.DEAD_LETTERED, event.occurred_at)
    if isinstance(event, SubmissionRejectedV1):
        return Settlement(event.submission.id, Outcome.REJECTED, event.occurred_at)
    return Settlement(
        event.submission.id, Outcome.SCORED, event.occurred_at, event.figures, event.reader, event.catalogue
    )


def strongest(settlements: Sequence[Settlement]) -> tuple[Settlement, ...]:
    """One settlement for each submission, the strongest and of equals the first, in the order of submission id."""
    kept: dict[UUID, Settlement] = {}
    for news in settlements:
        standing = kept.get(news.submission_id)
        if standing is None or standing.outcome in news.outcome.weaker:
            kept[news.submission_id] = news
    return tuple(kept[submission_id] for submission_id in sorted(kept))
