"""Points, caps, bands and re-spreading on hand-made verdicts."""

from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from services.score.grading import confident_in, grade
from services.score.rubric import rubric_for
from shared.report.annual_report import AnnualReport
from shared.report.reading import CellReading, Confidence, Reading
from shared.report.scorecard import Deduction, Gain, Grade, Scorecard
from shared.report.verdict import Severity, Verdict
from tests.services.score.specimens import (
    PLACES,
    RULES,
    WHO,
    blank,
    filled,
    late,
    places_of,
    sound_report,
    sound_verdicts,
    verdict,
)

RUBRIC = rubric_for(2023)
REPORT = sound_report()
# Every measure at its best or not formed, so that a test sees only the rules it is about.
QUIET = blank(REPORT, "requests.received.total", "requests.closed.total", "reviews.reconsideration.total")
TOTAL = "requests.carried_forward.total"


# What is assessed of a QUIET report: all but the measures, which cannot be formed.
ASSESSED = 75


def card(*changed: Verdict, without: tuple[str, ...] = (), report: AnnualReport = QUIET) -> Scorecard:
    verdicts = sound_verdicts(REPORT) | {one.rule: one for one in changed}
    kept = [one for rule, one in verdicts.items() if rule not in without]
    return grade(report, kept, RUBRIC)


def failing(rule: str, *breached: str, undecided: tuple[str, ...] = ()) -> Verdict:
    return verdict(rule, places_of(rule, REPORT), breached=breached, undecided=undecided)


def points(found: Scorecard, dimension: str) -> tuple[Decimal, Decimal]:
    score = next(one for one in found.dimensions if one.key == dimension)
    return score.points, score.weight


def test_a_sound_report_gets_all_that_could_be_assessed() -> None:
    found = grade(REPORT, tuple(sound_verdicts(REPORT).values()), RUBRIC)
    assert (found.total, found.grade, found.coverage) == (Decimal("97.16"), Grade.EXCELLENT, Decimal(1))
    assert {deduction.cause for deduction in found.deductions} == {"M1", "M2", "M9", "M10"}
    assert [(one.key, one.numerator, one.denominator, one.small) for one in found.measures] == [
        ("M1", 42, 60, False),
        ("M6", 0, 60, False),
        ("M2", 0, 60, False),
        ("M9", 0, 4, True),
        ("M10", 4, 60, False),
    ]
    # M1 by hand: (42 + 20·0.56) / (60 + 20) = 0.665, so 0.035 / 0.5 of 7 of 15 points is lost.
    assert next(one.points for one in found.deductions if one.cause == "M1") == Decimal("0.49")


def test_a_dimension_with_nothing_assessed_gives_its_weight_to_the_others() -> None:
    said_nothing = [one for rule, one in sound_verdicts(REPORT).items() if not rule.startswith("C0")]
    found = grade(REPORT, said_nothing, RUBRIC)
    assert points(found, "consistency") == (Decimal(0), Decimal(0))
    assert sum(one.weight for one in found.dimensions) == 100
    for score, dimension in zip(found.dimensions, RUBRIC.dimensions, strict=True):
        if score.assessed:
            assert score.weight == pytest.approx(Decimal(str(float(dimension.weight * 100 / 87))), abs=Decimal("0.01"))


def test_weights_stay_whole_where_nothing_is_respread() -> None:
    faults = (failing("A302", *places_of("A302", REPORT)[:7]), failing("F301", TOTAL))
    found = grade(REPORT, (*sound_verdicts(REPORT).values(), *faults), RUBRIC)
    assert found.coverage == 1
    assert [one.weight for one in found.dimensions] == [20, 20, 12, 13, 10, 15, 10]


def test_partial_credit_is_the_share_of_places_in_breach() -> None:
    found = card(failing("A302", *places_of("A302", REPORT)[:5]))
    (only,) = found.deductions
    # 4 of 20 points of the dimension, 5 of 25 rows in breach; the dimension weighs 20 of the 75 assessed.
    lost = Decimal(100) * 20 / ASSESSED * 4 / 20 * 5 / len(places_of("A302", REPORT))
    assert only == Deduction("A302", "arithmetic", round(lost, 2), places_of("A302", REPORT)[:5])
    assert found.raw_total == 100 - only.points


def test_undecided_places_are_not_counted_as_judged() -> None:
    five, rest = places_of("A302", REPORT)[:5], places_of("A302", REPORT)[5:]
    found = card(failing("A302", five[0], undecided=rest))
    (only,) = found.deductions
    assert only.points == round(Decimal(100) * 20 / ASSESSED * 4 / 20 / 5, 2)


def test_the_total_column_and_the_others_are_graded_apart() -> None:
    total = card(failing("A301", TOTAL))
    (only,) = total.deductions
    assert only == Deduction("A301", "arithmetic", round(Decimal(2000) / ASSESSED * 6 / 20, 2), (TOTAL,))
    other = f"requests.carried_forward.{WHO[0]}"
    (only,) = card(failing("A301", other)).deductions
    assert only == Deduction("A301", "arithmetic", round(Decimal(2000) / ASSESSED * 2 / 20 / 6, 2), (other,))
    both = card(failing("A301", TOTAL, other))
    assert [one.places for one in both.deductions] == [(TOTAL,), (other,)]


def test_an_undecided_total_column_leaves_the_other_columns_graded() -> None:
    other = f"requests.carried_forward.{WHO[0]}"
    found = card(failing("A301", other, undecided=(TOTAL,)))
    (only,) = found.deductions
    # The six points of the total column go to the rest of the dimension: two of fourteen.
    assert only.points == round(Decimal(2000) / ASSESSED * 2 / 14 / 6, 2)
    assert next(one.assessed for one in found.dimensions if one.key == "arithmetic") == Decimal("0.7")
    assert not found.caps


def test_the_cells_of_all_tables_weigh_the_same() -> None:
    found = card(failing("F201", "proactive.fees"), failing("F301", TOTAL))
    assert [one.cause for one in found.deductions] == ["F201", "F301"]
    assert [one.points for one in found.deductions] == [round(Decimal(2000) / ASSESSED * 6 / 20 / 200, 2)] * 2


@pytest.mark.parametrize(
    ("on", "kept"),
    [("2024-02-01", "0.5"), ("2024-02-15", "0.5"), ("2024-02-16", "0.2"), ("2024-03-31", "0.2"), ("2024-04-01", "0")],
)
def test_late_is_graded_by_days(on: str, kept: str) -> None:
    found = card(late("T001", on), without=("T002",))
    reached, weight = points(found, "timeliness")
    exact = Decimal(1000) / ASSESSED
    assert weight - reached == pytest.approx(exact * (1 - Decimal(kept)), abs=Decimal("0.01"))
    (only,) = found.deductions
    assert (only.cause, only.places) == ("T001", ("published_on",))


def test_the_earliest_sure_date_counts() -> None:
    assert not card(late("T002", "2025-06-01")).deductions
    assert not card(late("T001", "2025-06-01")).deductions
    (only,) = card(late("T001", "2025-06-01"), late("T002", "2024-02-03")).deductions
    assert (only.cause, only.places) == ("T002", ("received_on",))


@pytest.mark.parametrize("rule", ["T001", "T002"])
def test_a_breach_without_dates_is_no_sure_fact(rule: str) -> None:
    other = {"T001", "T002"} - {rule}
    found = card(verdict(rule, PLACES[rule], breached=PLACES[rule]), without=tuple(other))
    assert points(found, "timeliness") == (Decimal(0), Decimal(0))


@pytest.mark.parametrize("part", ["part.2", "part.3", "part.4"])
def test_a_missing_table_part_caps_at_59_9(part: str) -> None:
    found = card(failing("F001", part), report=REPORT)
    assert (found.total, found.grade) == (Decimal("59.9"), Grade.FAIL)
    (cap,) = found.caps
    assert cap == Deduction("F001", "completeness", found.raw_total - Decimal("59.9"), (part,))


@pytest.mark.parametrize("part", ["part.1", "part.5", "part.6"])
def test_a_missing_text_part_does_not_cap(part: str) -> None:
    found = card(failing("F001", part))
    assert not found.caps
    assert found.total == found.raw_total > 90


def test_a_total_column_that_does_not_roll_forward_caps_at_69_9() -> None:
    found = card(failing("A301", TOTAL), report=REPORT)
    assert (found.total, found.grade) == (Decimal("69.9"), Grade.PASS)
    assert not card(failing("A301", f"requests.carried_forward.{WHO[0]}")).caps


def test_a_break_with_last_year_caps_at_89_9() -> None:
    report = filled(REPORT, requests__granted__total=60, reviews__reconsideration__total=0)
    broken = failing("C301", *places_of("C301", REPORT))
    found = grade(report, (*sound_verdicts(REPORT).values(), broken), RUBRIC)
    assert (found.raw_total, found.total, found.grade) == (Decimal("93.35"), Decimal("89.9"), Grade.GOOD)
    assert [(cap.cause, cap.points, cap.places) for cap in found.caps] == [
        ("C301", Decimal("3.45"), ("requests.brought_forward.total",))
    ]


def test_a_notice_costs_nothing() -> None:
    told = msgspec.structs.replace(failing("C016", "part.1.sentence[1]"), severity=Severity.NOTICE)
    found = card(told)
    assert found.gains == (Gain("C016", Decimal(0)),)
    assert replace(found, gains=()) == card()


def test_only_an_error_caps() -> None:
    asked = msgspec.structs.replace(failing("P001", "part.1"), severity=Severity.WARNING)
    assert not card(asked).caps
    (cap,) = card(failing("P001", "part.1")).caps
    assert cap.cause == "P001"


def test_the_lowest_cap_takes_the_points_and_the_others_are_named() -> None:
    found = card(failing("A301", TOTAL), failing("F001", "part.4"), failing("C301", *places_of("C301", REPORT)))
    assert [cap.cause for cap in found.caps] == ["F001", "A301", "C301"]
    assert [cap.points for cap in found.caps] == [found.raw_total - Decimal("59.9"), 0, 0]
    assert found.total == Decimal("59.9")


def test_a_cap_takes_nothing_from_a_report_below_it() -> None:
    everything = [failing(rule, *places_of(rule, REPORT)) for rule in RULES if rule != "T001"]
    found = card(*everything)
    assert found.total == found.raw_total < Decimal("59.9")
    assert all(cap.points == 0 for cap in found.caps)


def test_bands() -> None:
    found = {total: RUBRIC.band(Decimal(total)).grade for total in ("90", "89.99", "70", "69.99", "60", "59.99", "0")}
    assert list(found.values()) == [
        Grade.EXCELLENT,
        Grade.GOOD,
        Grade.GOOD,
        Grade.PASS,
        Grade.PASS,
        Grade.FAIL,
        Grade.FAIL,
    ]


def test_below_seventy_per_cent_coverage_there_is_no_grade() -> None:
    verdicts = sound_verdicts(REPORT)
    rated = grade(REPORT, [one for rule, one in verdicts.items() if not rule.startswith("C")], RUBRIC)
    assert (rated.coverage, rated.grade) == (Decimal("0.75"), Grade.EXCELLENT)
    unrated = grade(REPORT, [one for rule, one in verdicts.items() if rule[0] not in "CT"], RUBRIC)
    assert (unrated.coverage, unrated.grade) == (Decimal("0.65"), Grade.NOT_RATED)
    assert unrated.raw_total > 90


def test_exactly_seventy_per_cent_is_enough() -> None:
    silent = blank(REPORT, "reviews.reconsideration.total")
    verdicts = [one for rule, one in sound_verdicts(REPORT).items() if rule[0] != "A"]
    found = grade(silent, verdicts, RUBRIC)
    assert (found.coverage, found.grade) == (Decimal("0.7"), Grade.EXCELLENT)


def test_uncertainty_lowers_coverage_and_absence_of_cases_does_not() -> None:
    verdicts = sound_verdicts(REPORT)

    def disputes(report: AnnualReport) -> Decimal:
        found = grade(report, tuple(verdicts.values()), RUBRIC)
        return next(one.assessed for one in found.dimensions if one.key == "disputes")

    assert disputes(REPORT) == 1
    assert disputes(filled(REPORT, reviews__reconsideration__upheld=0, reviews__reconsideration__total=0)) == 1
    assert disputes(blank(REPORT, "reviews.reconsideration.total")) == 0
    assert disputes(blank(REPORT, "reviews.direct_suit.corrected")) == Decimal("0.4")
    assert disputes(filled(REPORT, reviews__reconsideration__pending=5)) == Decimal("0.4")


def test_undecided_places_lower_coverage_by_their_number() -> None:
    places = places_of("A302", REPORT)
    found = card(verdict("A302", places, undecided=places[:5]))
    arithmetic = next(one for one in found.dimensions if one.key == "arithmetic")
    assert (len(places), arithmetic.assessed) == (25, Decimal("0.96"))
    assert not found.deductions


def test_rules_that_did_not_apply_do_not_lower_coverage_and_missing_ones_do() -> None:
    applied = card(verdict("F003", ()))
    missing = card(without=("F003",))
    assert applied.raw_total == missing.raw_total == 100
    assert [applied.dimensions[0].assessed, missing.dimensions[0].assessed] == [1, Decimal("0.975")]


def test_nothing_assessed_is_nothing_graded() -> None:
    found = grade(blank(REPORT, *REPORT.tables), (), RUBRIC)
    assert (found.total, found.coverage, found.grade) == (Decimal(0), Decimal(0), Grade.NOT_RATED)
    assert not found.deductions
    assert not found.measures


def test_zero_denominators_are_shown_and_not_graded_and_the_agency_still_is() -> None:
    nothing = {cell.replace(".", "__"): 0 for cell in REPORT.tables if cell.startswith(("requests", "reviews"))}
    found = grade(filled(REPORT, **nothing), tuple(sound_verdicts(REPORT).values()), RUBRIC)
    assert [(one.key, one.denominator) for one in found.measures] == [(k, 0) for k in ("M1", "M6", "M2", "M9", "M10")]
    assert found.raw_total == 100
    assert (found.coverage, found.grade) == (Decimal("0.75"), Grade.EXCELLENT)


def test_only_cells_read_with_confidence_carry_a_measure() -> None:
    cells = {at: CellReading(at, "", Confidence.READ) for at in REPORT.tables}
    cells["requests.granted.total"] = CellReading("", "", Confidence.INFERRED)
    confident = confident_in(Reading("html", cells))
    found = grade(REPORT, (), RUBRIC, confident=confident)
    assert [one.key for one in found.measures] == ["M6", "M2", "M9", "M10"]
    assert not confident("requests.no_such_row.total")


def test_verdicts_of_rules_the_rubric_does_not_know_are_left_out() -> None:
    found = card(verdict("Z999", ("year",), breached=("year",)))
    assert found.gains == (Gain("Z999", Decimal(0)),)
    assert replace(found, gains=()) == card()
