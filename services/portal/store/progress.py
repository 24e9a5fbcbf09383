"""Whether what a supervisor sent back has been set right: an order held against the agency's newest filing; pure."""

from enum import StrEnum
from uuid import UUID

import msgspec

from services.portal.store.standing import Standing, Status
from shared.report.rectification import Item, Rectification, RectificationState
from shared.report.verdict import Outcome, Verdict
from shared.report.waiver import binding


class ItemState(StrEnum):
    """What the newest filing says about one finding sent back."""

    STANDS = "stands"
    """The same is found at the same places, or nothing has been judged since."""
    CHANGED = "changed"
    """Something else is found there, or at some of the places only; the rule is still not met."""
    UNDECIDED = "undecided"
    """It can no longer be told: a figure there is blank or not read with confidence."""
    EXPLAINED = "explained"
    """It is found still, and an explanation of it has been accepted."""
    GONE = "gone"
    """Nothing is found there any more."""

    @property
    def is_settled(self) -> bool:
        """Whether the agency has nothing more to do about it."""
        return self in {ItemState.EXPLAINED, ItemState.GONE}


class Progress(StrEnum):
    """Where an order stands: what people say of it where they have closed it, else what the filings show."""

    OPEN = "open"
    ANSWERED = "answered"
    PARTLY_RESOLVED = "partly_resolved"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_due(self) -> bool:
        """Whether the agency still owes something, so that the order can be overdue."""
        return self in {Progress.OPEN, Progress.ANSWERED, Progress.PARTLY_RESOLVED}


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """An order held against the newest filing; `items` are in the order's own order.

    `filing_id` is None while the portal knows no filing. `resubmitted` says that it is a newer one than was sent back,
    `status` how far it has come: of one that is being read or judged, or was not readable, nothing is settled.
    """

    filing_id: UUID | None
    version: int | None
    resubmitted: bool
    status: Status | None
    items: tuple[ItemState, ...]


class Ordered(msgspec.Struct, frozen=True):
    """An order, what the newest filing shows of it, and where it therefore stands."""

    order: Rectification
    check: Check
    progress: Progress


class OrderCounts(msgspec.Struct, frozen=True):
    """Orders under an organ by where they stand, and how many of those still owed are past their day."""

    by_progress: dict[Progress, int]
    overdue: int


def check(order: Rectification, newest: Standing | None) -> Check:
    """Hold an order against the agency's newest filing about the year."""
    verdicts = {verdict.rule: verdict for verdict in newest.verdicts} if newest else {}
    judged = bool(verdicts) and newest is not None and newest.rejected is None
    return Check(
        filing_id=newest.submission.id if newest else None,
        version=newest.submission.version if newest else None,
        resubmitted=newest is not None and newest.submission.id != order.submission_id,
        status=newest.status if newest else None,
        items=tuple(_item(item, verdicts.get(item.rule)) if judged else ItemState.STANDS for item in order.items),
    )


def progress(order: Rectification, found: Check) -> Progress:
    """Where an order stands."""
    if order.state in {RectificationState.CLOSED, RectificationState.WITHDRAWN}:
        return Progress(order.state.value)
    settled = sum(state.is_settled for state in found.items)
    if settled == len(found.items) and settled:
        return Progress.RESOLVED
    if settled:
        return Progress.PARTLY_RESOLVED
    return Progress.ANSWERED if order.state is RectificationState.ANSWERED else Progress.OPEN


def _item(item: Item, verdict: Verdict | None) -> ItemState:
    if verdict is None:
        return ItemState.GONE
    there = [breach for breach in verdict.breaches if breach.at in item.places]
    if there:
        if all(breach.waived for breach in there):
            return ItemState.EXPLAINED
        same = binding(verdict.rule, verdict.revision, there) == item.binding
        return ItemState.STANDS if same else ItemState.CHANGED
    if verdict.outcome is Outcome.INCONCLUSIVE or set(verdict.undecided) & set(item.places):
        return ItemState.UNDECIDED
    return ItemState.GONE
