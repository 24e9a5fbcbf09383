"""An order is answered once, closed or withdrawn once, and names findings, a demand and a day ahead."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.acts import Act
from services.gateway.problems import ProblemError
from services.gateway.rectifying import Demand, answer, end, order, read_items
from shared.report.codec import encode
from shared.report.rectification import Item, Rectification, RectificationState
from tests.services.gateway.accounts_of import CLERK, SUPERVISOR
from tests.services.gateway.house import NOON, submission

ID = UUID("6f7c2a30-0000-5000-8000-00000000000b")
ITEM = Item("A303", 1, ("requests.closed.total",), "ab" * 32)
OTHER = Item("C001", 2, ("part.1",), "cd" * 32)
ORDERING, ANSWERING = Act(SUPERVISOR, NOON), Act(CLERK, NOON)


def ordered(*items: Item, words: str = "请核对表三", due_on: str = "2026-02-10", **changes: object) -> Rectification:
    return order(ID, submission(**changes), Demand(items or (ITEM,), words, due_on), ORDERING)


def test_an_order_says_what_by_whom_and_until_when() -> None:
    made = ordered(ITEM, OTHER)
    assert (made.agency_code, made.year, made.items) == ("DH-0101", 2025, (ITEM, OTHER))
    assert (made.demand, made.due_on, made.state) == ("请核对表三", date(2026, 2, 10), RectificationState.ORDERED)
    assert (made.ordered_by, made.orderer, made.ordered_at, made.changed) == (SUPERVISOR.id, SUPERVISOR.name, NOON, 1)


@pytest.mark.parametrize("due_on", ["", "2026-01-20", "2027-01-21", "tomorrow"])
def test_a_day_that_is_not_ahead(due_on: str) -> None:
    with pytest.raises(ProblemError) as refused:
        ordered(due_on=due_on)
    assert refused.value.kind.code == "due_on.invalid"
    assert "2026-01-21" in refused.value.faults[0].messages.zh


@pytest.mark.parametrize("words", ["", "改", "长" * 2001])
def test_a_demand_of_few_or_many_words(words: str) -> None:
    with pytest.raises(ProblemError) as refused:
        ordered(words=words)
    assert (refused.value.kind.code, refused.value.faults[0].at) == ("words.length", "demand")


def test_a_draft_is_not_sent_back() -> None:
    with pytest.raises(ProblemError) as refused:
        ordered(draft=True)
    assert refused.value.kind.code == "finding.draft"


def test_the_same_findings_are_sent_back_once_at_a_time() -> None:
    first = ordered(ITEM, OTHER)
    demand = Demand((OTHER, ITEM), "再次提出", "2026-03-01")
    with pytest.raises(ProblemError) as refused:
        order(ID, submission(), demand, ORDERING, [first])
    assert refused.value.kind.code == "rectification.standing"
    closed = end(first, RectificationState.CLOSED, ORDERING)
    narrower = Demand((ITEM,), "另一项", "2026-03-01")
    for made in (
        order(ID, submission(), demand, ORDERING, [closed]),
        order(ID, submission(), narrower, ORDERING, [first]),
        order(ID, submission(sha256="cd" * 32), demand, ORDERING, [first]),
    ):
        assert made.state is RectificationState.ORDERED


@pytest.mark.parametrize("value", ["", "{}", "[]", '{"rule": "A303"}', "nonsense"])
def test_items_that_are_none(value: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read_items([value])
    assert refused.value.kind.code == "items.invalid"


@pytest.mark.parametrize(
    "item",
    [
        Item("x", 1, ("a",), "ab" * 32),
        Item("A303", 0, ("a",), "ab" * 32),
        Item("A303", 1, (), "ab" * 32),
        Item("A303", 1, ("a",), "ab"),
    ],
)
def test_items_that_name_no_finding(item: Item) -> None:
    with pytest.raises(ProblemError):
        read_items([encode(item).decode()])


def test_how_many_items() -> None:
    with pytest.raises(ProblemError):
        read_items([])
    many = [encode(Item("A303", 1, (f"place{n}",), "ab" * 32)).decode() for n in range(201)]
    with pytest.raises(ProblemError):
        read_items(many)
    assert read_items([many[0], many[0]]) == (Item("A303", 1, ("place0",), "ab" * 32),)


@given(st.lists(st.sampled_from(["answer", "close", "withdraw"]), max_size=5))
def test_whatever_is_tried_only_allowed_steps_happen(steps: list[str]) -> None:
    state = RectificationState
    ends = {"close": state.CLOSED, "withdraw": state.WITHDRAWN}
    allowed = {state.ORDERED: {"answer": state.ANSWERED, **ends}, state.ANSWERED: ends}
    made = ordered()
    for step in steps:
        expected = allowed.get(made.state, {}).get(step)
        before, told = made, None
        try:
            made = answer(made, "已更正报告", ANSWERING) if step == "answer" else end(made, ends[step], ORDERING)
        except ProblemError as refused:
            told = refused.kind.code
        if expected is None:
            assert (made, told) == (before, "rectification.over")
        else:
            assert (made.state, made.changed, told) == (expected, before.changed + 1, None)
    if made.answer:
        assert (made.answered_by, made.answerer, made.answered_at) == (CLERK.id, CLERK.name, NOON)
    if made.state in ends.values():
        assert (made.closed_by, made.closer, made.closed_at) == (SUPERVISOR.id, SUPERVISOR.name, NOON)
