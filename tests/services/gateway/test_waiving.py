"""An explanation is asked for by one account, decided by another, and can be taken back; nothing else can happen."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.acts import Act
from services.gateway.problems import ProblemError
from services.gateway.waiving import ask, decide, withdraw
from shared.access.account import Account
from shared.report.waiver import Waiver, WaiverState
from tests.services.gateway.accounts_of import ADMINISTRATOR, CLERK, SUPERVISOR
from tests.services.gateway.house import NOON, submission

ID = UUID("6f7c2a30-0000-5000-8000-00000000000a")
STATED = {
    "rule": "A303",
    "revision": "1",
    "places": "requests.closed.total\nrequests.closed.business\n\nrequests.closed.total",
    "binding": "ab" * 32,
    "explanation": "本年有一件跨年合并办理，已另行说明。",
}
ACCEPTING = {"decision": "accepted", "until": "2026-12-31"}
TODAY = date(2026, 1, 20)


def act(by: Account = CLERK) -> Act:
    return Act(by, NOON)


def asked(by: Account = CLERK, changes: Mapping[str, str] | None = None) -> Waiver:
    return ask(ID, submission(), STATED | dict(changes or {}), act(by))


def code(refused: pytest.ExceptionInfo[ProblemError]) -> str:
    return refused.value.kind.code


def test_a_request_says_what_is_explained_by_whom_and_when() -> None:
    waiver = asked()
    assert (waiver.id, waiver.agency_code, waiver.year, waiver.state) == (ID, "DH-0101", 2025, WaiverState.REQUESTED)
    assert waiver.places == ("requests.closed.total", "requests.closed.business")
    assert (waiver.rule, waiver.revision, waiver.binding) == ("A303", 1, "ab" * 32)
    assert (waiver.requested_by, waiver.requester, waiver.requested_at) == (CLERK.id, CLERK.name, NOON)
    assert waiver.changed == 1
    assert not waiver.holds_on(TODAY)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("rule", "", "finding.invalid"),
        ("rule", "a1", "finding.invalid"),
        ("revision", "0", "finding.invalid"),
        ("places", " \n", "finding.invalid"),
        ("places", "\n".join(f"a{n}" for n in range(301)), "finding.invalid"),
        ("binding", "AB" * 32, "finding.invalid"),
        ("explanation", "太短", "explanation.length"),
        ("explanation", " " * 10, "explanation.length"),
        ("explanation", "长" * 2001, "explanation.length"),
    ],
)
def test_an_incomplete_request(field: str, value: str, expected: str) -> None:
    with pytest.raises(ProblemError) as refused:
        asked(changes={field: value})
    assert code(refused) == expected
    assert refused.value.faults[0].at == field


@pytest.mark.parametrize("length", [10, 2000])
def test_the_bounds_of_an_explanation(length: int) -> None:
    assert len(asked(changes={"explanation": "长" * length}).explanation) == length


def test_a_draft_is_not_explained() -> None:
    with pytest.raises(ProblemError) as refused:
        ask(ID, submission(draft=True), STATED, act())
    assert code(refused) == "finding.draft"


def test_one_finding_has_one_explanation_at_a_time() -> None:
    first = asked()
    accepted = decide(first, ACCEPTING, act(SUPERVISOR))
    for standing in (first, accepted):
        with pytest.raises(ProblemError) as refused:
            ask(ID, submission(), STATED, act(), [standing])
        assert code(refused) == "waiver.standing"
    refused_one = decide(first, {"decision": "refused", "words": "理由不足"}, act(SUPERVISOR))
    over = decide(first, {"decision": "accepted", "until": "2026-01-21"}, act(SUPERVISOR))
    later = Act(CLERK, NOON + timedelta(days=2))
    for gone in (refused_one, withdraw(first), withdraw(accepted), over):
        assert ask(ID, submission(), STATED, later, [gone]).state is WaiverState.REQUESTED
    another = ask(ID, submission(), STATED | {"binding": "cd" * 32}, act(), [first])
    assert another.state is WaiverState.REQUESTED


def test_accepted_until_a_day() -> None:
    waiver = decide(asked(), ACCEPTING | {"words": " 情况属实 "}, act(SUPERVISOR))
    assert (waiver.state, waiver.until, waiver.decision) == (WaiverState.ACCEPTED, date(2026, 12, 31), "情况属实")
    assert (waiver.decided_by, waiver.decider, waiver.decided_at) == (SUPERVISOR.id, SUPERVISOR.name, NOON)
    assert waiver.changed == 2
    assert waiver.holds_on(date(2026, 12, 31))
    assert not waiver.holds_on(date(2027, 1, 1))


def test_refused_with_a_reason() -> None:
    waiver = decide(asked(), {"decision": "refused", "words": "与事实不符", "until": "2026-12-31"}, act(SUPERVISOR))
    assert (waiver.state, waiver.until, waiver.decision) == (WaiverState.REFUSED, None, "与事实不符")
    with pytest.raises(ProblemError) as refused:
        decide(asked(), {"decision": "refused"}, act(SUPERVISOR))
    assert code(refused) == "words.length"


@pytest.mark.parametrize("who", [CLERK, ADMINISTRATOR])
def test_nobody_decides_about_their_own(who: Account) -> None:
    with pytest.raises(ProblemError) as refused:
        decide(asked(who), ACCEPTING, act(who))
    assert code(refused) == "waiver.own"


@pytest.mark.parametrize(
    "until", ["", "2026-01-20", "2025-12-31", "2029-01-21", "31.12.2026", "2026-02-30", "２０２６"]
)
def test_an_end_that_is_no_day_ahead_within_three_years(until: str) -> None:
    with pytest.raises(ProblemError) as refused:
        decide(asked(), ACCEPTING | {"until": until}, act(SUPERVISOR))
    assert code(refused) == "until.invalid"


@pytest.mark.parametrize("until", ["2026-01-21", "2029-01-20"])
def test_the_first_and_last_possible_end(until: str) -> None:
    assert decide(asked(), ACCEPTING | {"until": until}, act(SUPERVISOR)).until == date.fromisoformat(until)


@pytest.mark.parametrize("decision", ["", "requested", "withdrawn", "yes"])
def test_only_two_decisions(decision: str) -> None:
    with pytest.raises(ProblemError) as refused:
        decide(asked(), ACCEPTING | {"decision": decision}, act(SUPERVISOR))
    assert code(refused) == "decision.invalid"


STEPS = st.lists(st.sampled_from(["accept", "refuse", "withdraw"]), max_size=6)


@given(STEPS)
def test_whatever_is_tried_only_allowed_steps_happen(steps: list[str]) -> None:
    allowed = {
        WaiverState.REQUESTED: {"accept": WaiverState.ACCEPTED, "refuse": WaiverState.REFUSED},
        WaiverState.ACCEPTED: {},
        WaiverState.REFUSED: {},
        WaiverState.WITHDRAWN: {},
    }
    for state in (WaiverState.REQUESTED, WaiverState.ACCEPTED):
        allowed[state]["withdraw"] = WaiverState.WITHDRAWN
    waiver = asked()
    for step in steps:
        expected = allowed[waiver.state].get(step)
        before, told = waiver, None
        try:
            if step == "withdraw":
                waiver = withdraw(waiver)
            else:
                stated = ACCEPTING if step == "accept" else {"decision": "refused", "words": "理由不足"}
                waiver = decide(waiver, stated, act(SUPERVISOR))
        except ProblemError as refused:
            told = refused.kind.code
        if expected is None:
            assert (waiver, told) == (before, "waiver.over")
        else:
            assert (waiver.state, waiver.changed, told) == (expected, before.changed + 1, None)
