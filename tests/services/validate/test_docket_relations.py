"""Reports of other agencies and other versions that bear on a report: predecessors, what was published, look-alikes."""

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from services.validate.docket import Docket
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.verdict import Outcome
from tests.services.validate.hearings import BROUGHT, CARRIED, OVERVIEW, normalized, verdict

NOW = datetime(2026, 1, 31, 4, tzinfo=UTC)
FIRST, SECOND, MERGED = "dh-first", "dh-second", "dh-merged"


def empty() -> Docket:
    return Docket((), {})


def left(code: str, carried: int, year: int = 2022) -> ReportNormalizedV1:
    return normalized(year, agency=code, name=f"东海省{code}局", figures={CARRIED: carried})


def merged(year: int = 2023, brought: int = 5, *before: str, version: int = 1) -> ReportNormalizedV1:
    continued = before or (FIRST, SECOND)
    return normalized(year, agency=MERGED, version=version, predecessors=continued, figures={BROUGHT: brought})


def last_said(events: tuple[ReportNormalizedV1, ...], about: ReportNormalizedV1) -> ReportValidatedV1:
    """What stands about one report when all have been heard in that order."""
    docket, said = empty(), {}
    for event in events:
        for outcome in docket.hear(event, NOW):
            said[outcome.submission.id] = outcome
    return said[about.submission.id]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_predecessors_left_is_added_up_in_whatever_order_they_come(order: tuple[int, ...]) -> None:
    events = (left(FIRST, 3), left(SECOND, 2), merged())
    outcome = last_said(tuple(events[place] for place in order), merged())
    assert verdict(outcome, "C301").outcome is Outcome.HOLDS
    assert outcome.prior is None


def test_the_path_is_told() -> None:
    outcome = last_said((left(FIRST, 3), left(SECOND, 2), merged(2023, 4)), merged())
    (breach,) = verdict(outcome, "C301").breaches
    assert "同栏为 5（前身：东海省dh-first局 3 + 东海省dh-second局 2）" in breach.message.zh


def test_while_one_predecessor_is_missing_nothing_is_decided() -> None:
    outcome = last_said((left(FIRST, 3), merged(2023, 4)), merged())
    assert verdict(outcome, "C301").outcome is Outcome.INCONCLUSIVE


def test_a_late_predecessor_has_its_successor_judged_again() -> None:
    docket = empty()
    docket.hear(left(FIRST, 3), NOW)
    docket.hear(merged(2023, 4), NOW)
    own, again = docket.hear(left(SECOND, 2), NOW)
    assert own.submission.agency.code == SECOND
    assert (again.submission.agency.code, again.judging) == (MERGED, 2)
    assert verdict(again, "C301").outcome is Outcome.FAILS


def test_other_years_of_a_predecessor_do_not_bear_on_the_successor() -> None:
    docket = empty()
    docket.hear(merged(), NOW)
    assert len(docket.hear(left(FIRST, 3, 2021), NOW)) == 1


def test_once_merged_the_agency_has_brought_it_forward_itself() -> None:
    events = (left(FIRST, 3), left(SECOND, 2), merged(), merged(2024, 9))
    found = verdict(last_said(events, merged(2024)), "C301")
    assert found.outcome is Outcome.FAILS
    assert found.severity == "error"
    assert found.breaches[0].expected == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_divided_predecessor_leaves_the_sum_undecided(order: tuple[int, ...]) -> None:
    """Two agencies continue one: nobody says which of its requests went where."""
    other = normalized(2023, agency="dh-other", predecessors=(FIRST,))
    events = (left(FIRST, 3), merged(2023, 9, FIRST), other)
    outcome = last_said(tuple(events[place] for place in order), merged())
    assert verdict(outcome, "C301").outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_predecessor_that_goes_on_leaves_the_sum_undecided(order: tuple[int, ...]) -> None:
    events = (left(FIRST, 3), merged(2023, 9, FIRST), left(FIRST, 3, 2023))
    outcome = last_said(tuple(events[place] for place in order), merged())
    assert verdict(outcome, "C301").outcome is Outcome.INCONCLUSIVE


def test_only_the_first_to_share_a_predecessor_is_judged_again() -> None:
    docket = empty()
    docket.hear(left(FIRST, 3), NOW)
    heard = [docket.hear(normalized(2023, agency=f"dh-{number}", predecessors=(FIRST,)), NOW) for number in range(4)]
    assert [len(each) for each in heard] == [1, 2, 1, 1]
    (_,) = docket.hear(left(FIRST, 3, 2023), NOW)


def test_a_predecessor_that_goes_on_is_not_judged_again_for_its_successor() -> None:
    docket = empty()
    docket.hear(left(FIRST, 3, 2023), NOW)
    assert len(docket.hear(merged(2023, 3, FIRST), NOW)) == 1


PUBLISHED = date(2024, 1, 10)


@pytest.mark.parametrize(
    ("published_on", "draft", "expected"),
    [
        (PUBLISHED, False, Outcome.FAILS),
        (date(2024, 1, 15), False, Outcome.FAILS),
        (date(2024, 1, 16), False, Outcome.NOT_APPLICABLE),
        (PUBLISHED, True, Outcome.NOT_APPLICABLE),
    ],
)
def test_what_was_published_is_compared_with_what_comes_after(
    *, published_on: date, draft: bool, expected: Outcome
) -> None:
    docket = empty()
    docket.hear(normalized(2023, published_on=published_on, draft=draft, figures={CARRIED: 4}), NOW)
    (outcome,) = docket.hear(normalized(2023, version=2), NOW)
    found = verdict(outcome, "C308")
    assert found.outcome is expected
    assert [breach.at for breach in found.breaches] == ([CARRIED] if expected is Outcome.FAILS else [])


def test_the_version_before_is_compared_not_the_first() -> None:
    docket = empty()
    docket.hear(normalized(2023, published_on=PUBLISHED, figures={CARRIED: 4}), NOW)
    docket.hear(normalized(2023, version=2, published_on=PUBLISHED), NOW)
    (outcome,) = docket.hear(normalized(2023, version=3), NOW)
    assert verdict(outcome, "C308").outcome is Outcome.HOLDS


def alike(code: str, name: str, minute: int, overview: str = OVERVIEW, version: int = 1) -> ReportNormalizedV1:
    return normalized(2023, agency=code, name=name, minute=minute, overview=overview, version=version)


def test_the_later_of_two_look_alikes_is_told_whom_it_is_like() -> None:
    docket = empty()
    (first,) = docket.hear(alike("dh-a", "东海省甲县教育局", 1), NOW)
    (second,) = docket.hear(alike("dh-b", "东海省乙县水务局", 2), NOW)
    assert verdict(first, "C309").outcome is Outcome.HOLDS
    (breach,) = verdict(second, "C309").breaches
    assert "与东海省甲县教育局的报告 100% 相同" in breach.message.zh


def test_who_came_first_is_not_compared_with_who_copied_meanwhile() -> None:
    docket = empty()
    docket.hear(alike("dh-a", "东海省甲县教育局", 1), NOW)
    docket.hear(alike("dh-b", "东海省乙县水务局", 2), NOW)
    (revised,) = docket.hear(alike("dh-a", "东海省甲县教育局", 3, version=2), NOW)
    assert verdict(revised, "C309").outcome is Outcome.HOLDS


def test_an_agency_is_not_compared_with_itself_nor_with_other_years() -> None:
    docket = empty()
    docket.hear(alike("dh-a", "东海省甲县教育局", 1), NOW)
    docket.hear(normalized(2022, agency="dh-c", overview=OVERVIEW), NOW)
    (again,) = docket.hear(alike("dh-a", "东海省甲县教育局", 3, version=2), NOW)
    assert verdict(again, "C309").outcome is Outcome.HOLDS


def test_each_agency_is_one_candidate_however_often_it_filed() -> None:
    docket = empty()
    docket.hear(alike("dh-a", "东海省甲县教育局", 1), NOW)
    for version in range(1, 7):
        docket.hear(alike("dh-b", "东海省乙县水务局", 10, OVERVIEW.replace("公报", "公告栏"), version), NOW)
    (outcome,) = docket.hear(alike("dh-c", "东海省丙县档案局", 20, OVERVIEW.replace("公报", "公告栏和简报")), NOW)
    (breach,) = verdict(outcome, "C309").breaches
    assert "东海省乙县水务局" in breach.message.zh


def test_little_prose_is_not_compared() -> None:
    docket = empty()
    docket.hear(alike("dh-a", "东海省甲县教育局", 1, OVERVIEW[:100]), NOW)
    (second,) = docket.hear(alike("dh-b", "东海省乙县水务局", 2, OVERVIEW[:100]), NOW)
    assert verdict(second, "C309").outcome is Outcome.NOT_APPLICABLE


def test_drafts_are_compared_but_nobody_is_compared_with_them() -> None:
    docket = empty()
    draft = normalized(2023, agency="dh-a", overview=OVERVIEW, draft=True)
    docket.hear(draft, NOW)
    (second,) = docket.hear(alike("dh-b", "东海省乙县水务局", 2), NOW)
    assert verdict(second, "C309").outcome is Outcome.HOLDS
    (third,) = docket.hear(normalized(2023, agency="dh-c", overview=OVERVIEW, draft=True, minute=3), NOW)
    assert verdict(third, "C309").outcome is Outcome.FAILS


def test_reports_considered_are_not_judged_but_compared() -> None:
    events = [left(FIRST, 3), alike("dh-a", "东海省甲县教育局", 1), alike("dh-b", "东海省乙县水务局", 2)]
    docket = Docket(events, {})
    filings = [docket.consider(event) for event in (*events, merged(2023, 3, FIRST))]
    assert [len(filing.peers or ()) for filing in filings] == [0, 0, 1, 0]
    assert [one.name for one in filings[3].predecessors] == ["东海省dh-first局"]
