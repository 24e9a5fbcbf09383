"""Orders and explanations as the boards list them: with the names of rules, places and agencies; pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from services.portal.store.progress import ItemState, OrderCounts, Ordered, Progress
from services.portal.store.rule_findings import RuleText
from shared.report.agency import Agency
from shared.report.edition import edition_for
from shared.report.place import CONTENTS, FACTS, part_name, sentence_name
from shared.report.rectification import RectificationState
from shared.report.text import Text
from shared.report.waiver import Waiver, WaiverState


class OrderState(StrEnum):
    """Which orders a board shows: all of one standing, or those overdue."""

    OVERDUE = "overdue"
    OPEN = "open"
    ANSWERED = "answered"
    PARTLY_RESOLVED = "partly_resolved"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def progress(self) -> Progress | None:
        """The standing meant; None for those overdue."""
        return None if self is OrderState.OVERDUE else Progress(self.value)


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """One finding sent back, and what the newest filing says of it."""

    rule: str
    title: Text | None
    places: tuple[Text, ...]
    state: ItemState


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """An order; `away` are the days to its day, below 0 when it is past, None when nothing is owed any more."""

    ordered: Ordered
    agency: Agency | None
    items: tuple[ItemLine, ...]
    away: int | None
    may_close: bool
    may_answer: bool

    @property
    def is_overdue(self) -> bool:
        """Whether the agency owes something and its day is past."""
        return self.away is not None and self.away < 0

    @property
    def settled(self) -> int:
        """Findings about which there is nothing more to do."""
        return sum(item.state.is_settled for item in self.items)


class WaiverLine(msgspec.Struct, frozen=True, kw_only=True):
    """An explanation and what was decided about it."""

    waiver: Waiver
    agency: Agency | None
    title: Text | None
    places: tuple[Text, ...]
    holds: bool
    may_decide: bool
    may_withdraw: bool


def order_line(
    ordered: Ordered,
    agency: Agency | None,
    texts: Mapping[str, RuleText],
    today: date,
    *,
    may_close: bool,
    may_answer: bool,
) -> OrderLine:
    """An order as the board shows it on a day in China."""
    order = ordered.order
    due = ordered.progress.is_due
    over = ordered.progress in {Progress.CLOSED, Progress.WITHDRAWN}
    return OrderLine(
        ordered=ordered,
        agency=agency,
        items=tuple(
            ItemLine(
                rule=item.rule,
                title=texts[item.rule].title if item.rule in texts else None,
                places=tuple(place_name(at, order.year) for at in item.places),
                state=state,
            )
            for item, state in zip(order.items, ordered.check.items, strict=True)
        ),
        away=(order.due_on - today).days if due else None,
        may_close=may_close and not over,
        may_answer=may_answer and order.state is RectificationState.ORDERED,
    )


def order_counts(counts: OrderCounts) -> tuple[tuple[OrderState, int], ...]:
    """How many orders a board has of each kind; all but the overdue ones, which are among them, add up."""
    return tuple(
        (state, counts.overdue if state.progress is None else counts.by_progress.get(state.progress, 0))
        for state in OrderState
    )


def waiver_line(
    waiver: Waiver,
    agency: Agency | None,
    texts: Mapping[str, RuleText],
    today: date,
    *,
    may_decide: bool,
    may_withdraw: bool,
) -> WaiverLine:
    """An explanation as the list shows it on a day in China."""
    return WaiverLine(
        waiver=waiver,
        agency=agency,
        title=texts[waiver.rule].title if waiver.rule in texts else None,
        places=tuple(place_name(at, waiver.year) for at in waiver.places),
        holds=waiver.holds_on(today),
        may_decide=may_decide and waiver.state is WaiverState.REQUESTED,
        may_withdraw=may_withdraw and waiver.state in {WaiverState.REQUESTED, WaiverState.ACCEPTED},
    )


def place_name(at: str, year: int) -> Text:
    """A place by the labels of the form that reports about a year are on; a place nobody knows keeps its address."""
    form = edition_for(year)
    if form.has(at):
        return form.cell(at).label
    if at.startswith("part.") and at.removeprefix("part.").isdecimal():
        return part_name(int(at.removeprefix("part.")))
    return FACTS.get(at) or CONTENTS.get(at) or sentence_name(at) or form.line_label(at) or Text(at, at)


def codes_of(lines: Iterable[Ordered] | Iterable[Waiver]) -> set[str]:
    """The agencies that cases are about."""
    return {one.order.agency_code if isinstance(one, Ordered) else one.agency_code for one in lines}
