"""A waived breach costs what a sound place costs, and every gain is what repairing that rule alone would bring."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given
from msgspec.structs import replace

from services.score.grading import grade, total
from services.score.rubric import rubric_for
from shared.report.annual_report import AnnualReport
from shared.report.scorecard import Gain, Grade, Scorecard
from shared.report.verdict import Outcome, Verdict
from tests.services.score.drawn import repaired, reports, settled, verdict_sets, waived, waived_sets
from tests.services.score.specimens import late, places_of, sound_report, sound_verdicts, verdict

RUBRIC = rubric_for(2023)
REPORT = sound_report()
TOTAL = "requests.carried_forward.total"


def card(*changed: Verdict, report: AnnualReport = REPORT) -> Scorecard:
    verdicts = sound_verdicts(REPORT) | {one.rule: one for one in changed}
    return graded(report, verdicts)


def graded(report: AnnualReport, verdicts: Mapping[str, Verdict]) -> Scorecard:
    return grade(report, tuple(verdicts.values()), RUBRIC)


def failing(rule: str, *breached: str) -> Verdict:
    return verdict(rule, places_of(rule, REPORT), breached=breached)


def gain(found: Scorecard, rule: str) -> Decimal:
    return next(one.points for one in found.gains if one.rule == rule)


def test_a_waived_breach_costs_nothing_and_caps_nothing() -> None:
    broken = failing("A301", TOTAL)
    assert card(broken).caps
    assert card(waived(broken)) == card()


def test_what_is_not_waived_is_charged_by_the_same_share_of_places() -> None:
    five = places_of("A302", REPORT)[:5]
    found = card(waived(failing("A302", *five), 3))
    only = next(one for one in found.deductions if one.cause == "A302")
    alone = next(one for one in card(failing("A302", *five[3:])).deductions if one.cause == "A302")
    assert only == alone
    assert only.places == five[3:]


def test_a_cap_stays_for_the_places_that_are_not_waived() -> None:
    rule = failing("F001", "part.2", "part.3")
    (cap,) = card(waived(rule, 1)).caps
    assert cap.places == ("part.3",)


def test_being_late_can_be_waived() -> None:
    on = late("T001", "2024-06-01")
    assert card(waived(on), verdict("T002", ())).deductions == card(verdict("T002", ())).deductions


def test_a_gain_counts_the_cap_that_falls_with_the_breach() -> None:
    found = card(failing("A301", TOTAL))
    assert found.caps
    assert gain(found, "A301") == card().total - found.total


def test_under_a_lower_cap_repairing_anything_else_gains_nothing() -> None:
    found = card(failing("F001", "part.3"), failing("A302", places_of("A302", REPORT)[0]))
    assert found.total < found.raw_total
    assert gain(found, "A302") == 0
    assert [one.rule for one in found.gains] == ["F001", "A302"]


def test_rules_without_an_open_breach_have_no_gain() -> None:
    assert card().gains == ()
    assert card(waived(failing("A302", *places_of("A302", REPORT)[:2]))).gains == ()
    (only,) = card(waived(failing("A302", *places_of("A302", REPORT)[:2]), 1)).gains
    assert (only.rule, only.points > 0) == ("A302", True)


@given(reports(), waived_sets())
def test_waived_is_as_good_as_sound(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    assert graded(report, verdicts) == graded(report, {rule: settled(one) for rule, one in verdicts.items()})


@given(reports(), waived_sets())
def test_every_gain_is_what_a_repaired_report_would_get_more(
    report: AnnualReport, verdicts: dict[str, Verdict]
) -> None:
    found = graded(report, verdicts)
    expected = [
        Gain(rule, graded(report, verdicts | {rule: repaired(one)}).total - found.total)
        for rule, one in verdicts.items()
        if one.outcome is Outcome.FAILS and one.unwaived
    ]
    assert list(found.gains) == sorted(expected, key=lambda one: (-one.points, one.rule))
    assert all(one.points >= 0 for one in found.gains)


@given(reports(), verdict_sets())
def test_a_waiver_never_lowers_the_total(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    explained = {rule: waived(one) for rule, one in verdicts.items()}
    assert graded(report, explained).total >= graded(report, verdicts).total
    assert graded(report, explained).coverage == graded(report, verdicts).coverage
    assert not {one.cause for one in graded(report, explained).deductions} & set(verdicts)


@given(reports(), waived_sets())
def test_the_total_alone_is_the_total_of_the_scorecard(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    every = tuple(verdicts.values())
    for rubric in (RUBRIC, replace(RUBRIC, caps=RUBRIC.caps[:1])):
        assert total(report, every, rubric) == grade(report, every, rubric).total


def test_a_report_that_is_not_rated_has_gains_too() -> None:
    found = grade(REPORT, [failing("F001", "part.3")], RUBRIC)
    assert found.grade is Grade.NOT_RATED
    assert gain(found, "F001") == grade(REPORT, [failing("F001")], RUBRIC).total - found.total
