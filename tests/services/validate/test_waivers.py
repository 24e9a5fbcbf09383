"""What an accepted explanation does to judging: it marks the same breaches and no others, in whatever order."""

from datetime import UTC, date, datetime
from itertools import permutations

import msgspec
import pytest

from services.validate.docket import Docket
from services.validate.waived import waived
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.waiver_changed import WaiverChangedV1
from shared.report.verdict import Outcome
from shared.report.waiver import WaiverState
from tests.services.validate.hearings import CARRIED, marks, normalized, stated, verdict, waiver

NOW = datetime(2026, 1, 31, 4, tzinfo=UTC)
WRONG = {CARRIED: 6, "requests.carried_forward.business": 3}


def empty() -> Docket:
    return Docket((), {})


def judged(**filing: object) -> ReportValidatedV1:
    """A report judged alone, with breaches in two columns of A301."""
    (outcome,) = empty().hear(normalized(2023, **{"figures": WRONG, **filing}), NOW)  # type: ignore[arg-type]
    assert len(verdict(outcome, "A301").breaches) == 2
    return outcome


def hear(docket: Docket, event: ReportNormalizedV1 | WaiverChangedV1) -> tuple[ReportValidatedV1, ...]:
    return docket.hear_waiver(event, NOW) if isinstance(event, WaiverChangedV1) else docket.hear(event, NOW)


def test_an_accepted_waiver_marks_what_it_explains_and_the_rule_fails_still() -> None:
    outcome = judged()
    accepted = waiver(outcome, "A301", places=(CARRIED,))
    (*_, found), used = waived([verdict(outcome, "A301")], [accepted], date(2024, 2, 1))
    assert used == (accepted,)
    assert {breach.at: breach.waived for breach in found.breaches} == {
        CARRIED: accepted.id,
        "requests.carried_forward.business": None,
    }
    assert found.outcome is Outcome.FAILS
    assert [breach.at for breach in found.unwaived] == ["requests.carried_forward.business"]


@pytest.mark.parametrize("state", [one for one in WaiverState if one is not WaiverState.ACCEPTED])
def test_what_is_not_accepted_marks_nothing(state: WaiverState) -> None:
    outcome = judged()
    assert waived(outcome.verdicts, [waiver(outcome, "A301", state)], date(2024, 2, 1)) == (outcome.verdicts, ())


def test_it_holds_for_filings_received_until_its_last_day() -> None:
    outcome = judged()
    accepted = waiver(outcome, "A301", until=date(2024, 2, 1))
    assert waived(outcome.verdicts, [accepted], date(2024, 2, 1))[1] == (accepted,)
    assert waived(outcome.verdicts, [accepted], date(2024, 2, 2)) == (outcome.verdicts, ())


def test_where_two_cover_a_place_the_first_asked_for_counts() -> None:
    outcome = judged()
    first, second = waiver(outcome, "A301", places=(CARRIED,)), waiver(outcome, "A301", number=2)
    marked, used = waived(outcome.verdicts, [second, first], date(2024, 2, 1))
    found = next(one for one in marked if one.rule == "A301")
    assert {breach.at: breach.waived for breach in found.breaches} == {
        CARRIED: first.id,
        "requests.carried_forward.business": second.id,
    }
    assert used == (first, second)


def test_of_another_revision_of_the_rule_nothing_is_waived() -> None:
    outcome = judged()
    old = msgspec.structs.replace(waiver(outcome, "A301"), revision=99)
    assert waived(outcome.verdicts, [old], date(2024, 2, 1)) == (outcome.verdicts, ())


def test_the_standing_report_is_judged_again_when_a_waiver_is_accepted_and_again_when_it_ends() -> None:
    docket, report = empty(), normalized(2023, figures=WRONG)
    (first,) = docket.hear(report, NOW)
    asked, accepted, ended = (
        stated(waiver(first, "A301", state, changed=number))
        for number, state in enumerate((WaiverState.REQUESTED, WaiverState.ACCEPTED, WaiverState.WITHDRAWN), start=1)
    )
    assert docket.hear_waiver(asked, NOW) == ()
    (again,) = docket.hear_waiver(accepted, NOW)
    assert (again.judging, again.cause_id, again.submission) == (2, accepted.event_id, report.submission)
    assert again.event_id == ReportValidatedV1.id_from(accepted.event_id, report.submission.id, again.catalogue)
    assert again.waivers == (accepted.waiver,)
    assert set(marks(again)) == {("A301", breach.at) for breach in verdict(first, "A301").breaches}
    assert set(marks(again).values()) == {accepted.waiver.id}
    (open_again,) = docket.hear_waiver(ended, NOW)
    assert (open_again.judging, marks(open_again), open_again.waivers) == (3, {}, ())
    assert docket.hear_waiver(accepted, NOW) == ()


def test_an_extension_is_told() -> None:
    docket = empty()
    (first,) = docket.hear(normalized(2023, figures=WRONG), NOW)
    docket.hear_waiver(stated(waiver(first, "A301")), NOW)
    longer = stated(waiver(first, "A301", changed=3, until=date(2031, 1, 31)))
    (again,) = docket.hear_waiver(longer, NOW)
    assert again.waivers == (longer.waiver,)


def test_a_waiver_that_covers_nothing_in_the_report_changes_nothing() -> None:
    docket = empty()
    docket.hear(normalized(2023, figures={CARRIED: 7}), NOW)
    assert docket.hear_waiver(stated(waiver(judged(), "A301")), NOW) == ()


def test_it_survives_a_resubmission_that_does_not_touch_it_and_reopens_when_values_change() -> None:
    docket = empty()
    (first,) = docket.hear(normalized(2023, figures=WRONG), NOW)
    accepted = waiver(first, "A301")
    docket.hear_waiver(stated(accepted), NOW)
    other = {**WRONG, "reviews.reconsideration.total": 77}
    (kept,) = docket.hear(normalized(2023, version=2, figures=other), NOW)
    assert (kept.waivers, set(marks(kept).values())) == ((accepted,), {accepted.id})
    (reopened,) = docket.hear(normalized(2023, version=3, figures={**WRONG, CARRIED: 8}), NOW)
    assert (reopened.waivers, marks(reopened)) == ((), {})
    assert verdict(reopened, "A301").outcome is Outcome.FAILS


def test_a_draft_is_judged_with_it_and_not_again_because_of_it() -> None:
    docket = empty()
    (first,) = docket.hear(normalized(2023, figures=WRONG, draft=True), NOW)
    assert docket.hear_waiver(stated(waiver(first, "A301")), NOW) == ()
    (second,) = docket.hear(normalized(2023, version=2, figures=WRONG, draft=True), NOW)
    assert len(marks(second)) == 2


def test_other_agencies_and_years_are_not_concerned() -> None:
    docket, accepted = empty(), waiver(judged(), "A301")
    docket.hear_waiver(stated(accepted), NOW)
    (other,) = docket.hear(normalized(2023, agency="dh-other", figures=WRONG), NOW)
    (later,) = docket.hear(normalized(2024, figures=WRONG), NOW)
    assert (marks(other), marks(later)) == ({}, {})


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_the_last_judging_is_by_what_stands(order: tuple[int, ...]) -> None:
    first = judged()
    accepted = waiver(first, "A301", changed=2)
    lapsed = waiver(first, "A302", WaiverState.WITHDRAWN, number=2, changed=3)
    events = (
        normalized(2023, figures=WRONG),
        stated(accepted),
        stated(waiver(first, "A302", number=2, changed=2)),
        stated(lapsed),
    )
    docket = empty()
    outcomes = [outcome for place in order for outcome in hear(docket, events[place])]
    assert [outcome.judging for outcome in outcomes] == list(range(1, len(outcomes) + 1))
    assert outcomes[-1].waivers == (accepted,)
    assert {rule for rule, _ in marks(outcomes[-1])} == {"A301"}
