"""Whether an order has been set right, held against filings of every kind."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.portal.store.progress import ItemState, OrderCounts, Ordered, Progress, check, progress
from services.portal.store.standing import Standing, standing
from services.portal.views.cases import OrderState, order_counts, order_line
from shared.report.rectification import Item, Rectification, RectificationState
from shared.report.verdict import Verdict
from shared.report.waiver import binding
from tests.services.portal import specimens as make

CLOSED, GRANTED = "requests.closed.total", "requests.granted.total"
FIRST, SECOND = make.submission(), make.submission(version=2)
FOUND = make.fails("A301", CLOSED)
ALSO = make.fails("A302", GRANTED)
LATER = datetime(2026, 3, 1, tzinfo=UTC)


def item(verdict: Verdict) -> Item:
    places = tuple(breach.at for breach in verdict.breaches)
    return Item(verdict.rule, verdict.revision, places, binding(verdict.rule, verdict.revision, verdict.breaches))


def order(*verdicts: Verdict, state: RectificationState = RectificationState.ORDERED) -> Rectification:
    return Rectification(
        id=UUID(int=1),
        agency_code="330106",
        year=2025,
        submission_id=FIRST.id,
        items=tuple(map(item, verdicts)),
        demand="请更正。",
        due_on=date(2026, 3, 10),
        ordered_by=UUID(int=2),
        orderer="某处",
        ordered_at=LATER,
        state=state,
    )


def judged(*verdicts: Verdict, again: bool = True) -> Standing:
    found = standing(make.graded(SECOND if again else FIRST, None, *verdicts))
    assert found is not None
    return found


WAIVED = replace(FOUND, breaches=tuple(replace(breach, waived=UUID(int=9)) for breach in FOUND.breaches))


@pytest.mark.parametrize(
    ("newest", "states", "where"),
    [
        (judged(FOUND, ALSO, again=False), (ItemState.STANDS, ItemState.STANDS), Progress.OPEN),
        (judged(FOUND, ALSO), (ItemState.STANDS, ItemState.STANDS), Progress.OPEN),
        (
            judged(make.fails("A301", CLOSED, actual=11), make.holds("A302")),
            (ItemState.CHANGED, ItemState.GONE),
            Progress.PARTLY_RESOLVED,
        ),
        (judged(make.holds("A301"), ALSO), (ItemState.GONE, ItemState.STANDS), Progress.PARTLY_RESOLVED),
        (judged(make.holds("A301"), make.holds("A302")), (ItemState.GONE, ItemState.GONE), Progress.RESOLVED),
        (judged(WAIVED, make.holds("A302")), (ItemState.EXPLAINED, ItemState.GONE), Progress.RESOLVED),
        (judged(make.open_("A301", CLOSED), ALSO), (ItemState.UNDECIDED, ItemState.STANDS), Progress.OPEN),
        # Elsewhere it fails still, but that is not what was sent back.
        (
            judged(make.fails("A301", "requests.closed.business"), make.holds("A302")),
            (ItemState.GONE, ItemState.GONE),
            Progress.RESOLVED,
        ),
        (None, (ItemState.STANDS, ItemState.STANDS), Progress.OPEN),
    ],
)
def test_what_the_newest_filing_shows(newest: Standing | None, states: tuple[ItemState, ...], where: Progress) -> None:
    sent_back = order(FOUND, ALSO)
    found = check(sent_back, newest)
    assert found.items == states
    assert progress(sent_back, found) is where


def test_a_filing_that_is_read_or_could_not_be_read_settles_nothing() -> None:
    for facts in ([make.received(SECOND)], [make.received(SECOND), make.rejected(SECOND)]):
        found = check(order(FOUND), standing(facts))
        assert (found.resubmitted, found.items) == (True, (ItemState.STANDS,))


def test_a_rule_of_a_later_revision_still_says_what_is_found() -> None:
    assert check(order(FOUND), judged(replace(FOUND, revision=2))).items == (ItemState.CHANGED,)


@pytest.mark.parametrize("state", [RectificationState.CLOSED, RectificationState.WITHDRAWN])
def test_what_people_ended_is_over_whatever_the_filings_show(state: RectificationState) -> None:
    ended = order(FOUND, state=state)
    assert progress(ended, check(ended, judged(FOUND))) is Progress(state.value)


def test_an_answer_stands_until_something_is_set_right() -> None:
    answered = order(FOUND, ALSO, state=RectificationState.ANSWERED)
    assert progress(answered, check(answered, judged(FOUND, ALSO))) is Progress.ANSWERED
    assert progress(answered, check(answered, judged(FOUND, make.holds("A302")))) is Progress.PARTLY_RESOLVED


@pytest.mark.parametrize(("days", "overdue"), [(-1, False), (0, False), (1, True)])
def test_an_order_is_overdue_when_its_day_is_over_and_something_is_owed(days: int, overdue: bool) -> None:  # noqa: FBT001 - a vector
    sent_back = order(FOUND)
    today = sent_back.due_on + timedelta(days=days)
    for newest, owed in ((judged(FOUND), True), (judged(make.holds("A301")), False)):
        found = check(sent_back, newest)
        line = order_line(
            Ordered(sent_back, found, progress(sent_back, found)), None, {}, today, may_close=True, may_answer=True
        )
        assert line.is_overdue is (overdue and owed)
        assert line.may_close
        assert line.may_answer


def test_states_are_counted_in_full_and_the_overdue_ones_among_them() -> None:
    counts = dict(order_counts(OrderCounts({Progress.OPEN: 3, Progress.RESOLVED: 2}, 1)))
    assert counts[OrderState.OVERDUE] == 1
    assert sum(count for state, count in counts.items() if state.progress) == 5
