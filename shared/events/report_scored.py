"""A report has been graded."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.scorecard import Scorecard
from shared.report.submission import Submission


class ReportScoredV1(Event, frozen=True, kw_only=True):
    """The scorecard that follows from one judging; `cause_id` is the id of that `report.validated`.

    When last year's scorecard becomes another one, this year's is stated again with the change against it: of two
    events about one judging the one that occurred later stands.

    `catalogue` is the digest of the rules that judged and `figures` that of the figures they judged, so that a receipt
    can name both without knowing either; `reader` is the revision of the readers those figures come from.
    """

    subject: ClassVar[str] = "gouji.v1.report.scored"
    producer: ClassVar[str] = "score"
    consumers: ClassVar[tuple[str, ...]] = ("gateway", "portal")

    submission: Submission
    judging: int
    scorecard: Scorecard
    catalogue: str = ""
    figures: str = ""
    reader: str = ""
