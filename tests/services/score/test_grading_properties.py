"""What holds for every report and every set of verdicts: nothing is lost in rounding, and nobody pays for doubt."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from services.score.grading import grade
from services.score.measures import RATIOS, MeasureKey
from services.score.rubric import rubric_for
from shared.report.annual_report import AnnualReport
from shared.report.scorecard import Grade, Scorecard
from shared.report.verdict import Outcome, Verdict
from tests.services.score.drawn import MEASURED, reports, verdict_sets
from tests.services.score.specimens import (
    RULES,
    blank,
    filled,
    places_of,
    sound_report,
    sound_verdicts,
    verdict,
)

RUBRIC = rubric_for(2023)
HUNDRED = Decimal("100.00")


def card(report: AnnualReport, verdicts: Mapping[str, Verdict]) -> Scorecard:
    return grade(report, tuple(verdicts.values()), RUBRIC)


@given(reports(), verdict_sets())
def test_the_parts_add_up_exactly(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    found = card(report, verdicts)
    lost = sum((deduction.points for deduction in found.deductions), Decimal(0))
    assert sum(dimension.points for dimension in found.dimensions) == found.raw_total
    assert found.raw_total + lost == (HUNDRED if found.coverage else 0)
    assert found.total == found.raw_total - sum(cap.points for cap in found.caps)
    for dimension in found.dimensions:
        explained = sum(deduction.points for deduction in found.deductions if deduction.dimension == dimension.key)
        assert dimension.points + explained == dimension.weight
        assert min(dimension.points, explained, dimension.weight) >= 0
    assert all(points == round(points, 2) for points in (found.raw_total, found.total))


@given(reports(), verdict_sets())
def test_every_deduction_names_a_cause_and_its_places(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    for deduction in card(report, verdicts).deductions:
        assert deduction.places
        if deduction.cause in verdicts:
            assert {breach.at for breach in verdicts[deduction.cause].breaches} >= set(deduction.places)
        else:
            assert set(deduction.places) == set(RATIOS[MeasureKey(deduction.cause)].cells)


@given(reports(), verdict_sets(), st.data())
def test_removing_a_breach_never_lowers_the_total(
    report: AnnualReport, verdicts: dict[str, Verdict], data: st.DataObject
) -> None:
    failing = sorted(rule for rule, one in verdicts.items() if one.outcome is Outcome.FAILS)
    assume(failing)
    rule = data.draw(st.sampled_from(failing))
    removed = data.draw(st.sampled_from(verdicts[rule].breaches))
    left = tuple(breach for breach in verdicts[rule].breaches if breach is not removed)
    better = msgspec.structs.replace(verdicts[rule], breaches=left, outcome=Outcome.FAILS if left else Outcome.HOLDS)
    before, after = card(report, verdicts), card(report, verdicts | {rule: better})
    assert after.total >= before.total
    assert after.raw_total >= before.raw_total
    assert after.coverage == before.coverage


@given(reports(), verdict_sets())
def test_what_was_not_assessed_is_no_cause_of_a_deduction(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    found = card(report, verdicts)
    causes = {deduction.cause for deduction in (*found.deductions, *found.caps)}
    assert causes <= {*(rule for rule, one in verdicts.items() if one.outcome is Outcome.FAILS), *MeasureKey}
    for dimension in found.dimensions:
        if not dimension.assessed:
            assert dimension.weight == 0


@given(st.sets(st.sampled_from(RULES)))
def test_rules_without_an_answer_cost_a_sound_report_nothing(silent: set[str]) -> None:
    report = filled(sound_report(), requests__granted__total=60, reviews__reconsideration__total=0)
    report = blank(report, *MEASURED)
    answers = {rule: one for rule, one in sound_verdicts(report).items() if rule not in silent}
    for rule in silent:
        places = places_of(rule, report)
        answers[rule] = verdict(rule, places, undecided=places)
    assume(silent != set(RULES))
    assert card(report, answers).raw_total == HUNDRED


@given(verdict_sets(), st.sets(st.sampled_from(MEASURED)))
def test_a_doubtful_cell_counts_as_little_as_a_blank_one(verdicts: dict[str, Verdict], doubtful: set[str]) -> None:
    report = sound_report()
    judged = tuple(verdicts.values())
    doubted = grade(report, judged, RUBRIC, confident=lambda cell: cell not in doubtful)
    assert doubted == card(blank(report, *doubtful), verdicts)
    touched = {key for key, ratio in RATIOS.items() if doubtful & set(ratio.cells)}
    assert not touched & {deduction.cause for deduction in doubted.deductions}
    assert not touched & {one.key for one in doubted.measures}


@given(reports(), verdict_sets())
def test_grade_follows_from_total_and_coverage(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    found = card(report, verdicts)
    if found.coverage < Decimal("0.7"):
        assert found.grade is Grade.NOT_RATED
    else:
        lowest = {Grade.EXCELLENT: 90, Grade.GOOD: 70, Grade.PASS: 60, Grade.FAIL: 0}
        assert found.grade is next(one for one, least in lowest.items() if found.total >= least)


@given(reports(), verdict_sets())
def test_the_order_of_verdicts_does_not_matter(report: AnnualReport, verdicts: dict[str, Verdict]) -> None:
    assert grade(report, tuple(verdicts.values())[::-1], RUBRIC) == card(report, verdicts)
