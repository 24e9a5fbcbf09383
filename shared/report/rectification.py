"""整改: findings a supervisor sends back to the agency, with a day by which they are to be answered or set right."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from shared.report.text import Text


class RectificationState(StrEnum):
    """What people have done about it; whether the findings are gone or the day has passed follows from the filings."""

    ORDERED = "ordered"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        """The state in the administration's own words."""
        return _LABELS[self]


_LABELS = {
    RectificationState.ORDERED: Text("已退回", "Sent back"),
    RectificationState.ANSWERED: Text("已答复", "Answered"),
    RectificationState.CLOSED: Text("已办结", "Closed"),
    RectificationState.WITHDRAWN: Text("已撤销", "Withdrawn"),
}


class Item(msgspec.Struct, frozen=True):
    """One finding sent back: the rule, the places it named, and their binding (see `waiver.binding`)."""

    rule: str
    revision: int
    places: tuple[str, ...]
    binding: str


class Rectification(msgspec.Struct, frozen=True, kw_only=True):
    """An order to one agency about one filing. `changed` counts its states from 1: the higher one stands."""

    id: UUID
    agency_code: str
    year: int
    submission_id: UUID
    items: tuple[Item, ...]
    demand: str
    due_on: date
    ordered_by: UUID
    orderer: str
    ordered_at: datetime
    state: RectificationState = RectificationState.ORDERED
    answer: str | None = None
    answered_by: UUID | None = None
    answerer: str | None = None
    answered_at: datetime | None = None
    closed_by: UUID | None = None
    closer: str | None = None
    closed_at: datetime | None = None
    changed: int = 1
