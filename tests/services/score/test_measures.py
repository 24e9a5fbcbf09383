"""Rates from figures: what they count, when they do not exist, and how small numbers are held back."""

from decimal import Decimal
from fractions import Fraction

import pytest

from services.score.measures import RATIOS, MeasureKey, contradicts_itself, measure, shrunk
from shared.report.annual_report import AnnualReport
from shared.report.edition import editions
from shared.report.scorecard import Measure
from tests.services.score.specimens import blank, filled, sound_report

REPORT = filled(
    sound_report(),
    requests__brought_forward__total=4,
    requests__closed__total=58,
    requests__carried_forward__total=6,
    requests__granted__total=30,
    requests__partly_granted__total=5,
    requests__denied_state_secret__total=1,
    requests__denied_administrative_query__total=2,
    reviews__reconsideration__total=9,
    reviews__reconsideration__corrected=2,
    reviews__reconsideration__pending=1,
    reviews__direct_suit__total=4,
    reviews__direct_suit__corrected=1,
    reviews__suit_after_reconsideration__total=3,
    reviews__suit_after_reconsideration__pending=2,
)


def found(key: MeasureKey, report: AnnualReport = REPORT) -> Measure | None:
    return measure(key, report.tables, lambda _: True)


@pytest.mark.parametrize(
    ("key", "numerator", "denominator"),
    [("M1", 35, 58), ("M2", 3, 58), ("M6", 6, 64), ("M9", 3, 13), ("M10", 13, 64)],
)
def test_what_is_counted(key: str, numerator: int, denominator: int) -> None:
    assert found(MeasureKey(key)) == Measure(key, numerator, denominator, small=denominator < 30)


@pytest.mark.parametrize("key", MeasureKey)
def test_one_blank_cell_and_there_is_no_measure(key: MeasureKey) -> None:
    for cell in RATIOS[key].cells:
        assert found(key, blank(REPORT, cell)) is None
        assert measure(key, REPORT.tables, lambda at, doubted=cell: at != doubted) is None  # type: ignore[misc]


@pytest.mark.parametrize("value", [-1, Decimal("1.5")])
def test_what_is_not_a_count_is_not_measured(value: int) -> None:
    assert found(MeasureKey.DISCLOSURE, filled(REPORT, requests__granted__total=value)) is None


def test_a_share_above_one_is_shown_and_not_graded() -> None:
    contradiction = found(MeasureKey.DISCLOSURE, filled(REPORT, requests__granted__total=90))
    assert contradiction == Measure("M1", 95, 58, small=False)
    assert contradicts_itself(MeasureKey.DISCLOSURE, contradiction)
    assert not contradicts_itself(MeasureKey.DISPUTE, Measure("M10", 95, 58, small=False))


@pytest.mark.parametrize("key", MeasureKey)
def test_no_case_is_no_contradiction_and_fewer_is_one(key: MeasureKey) -> None:
    assert not contradicts_itself(key, Measure(key, 0, 0, small=True))
    assert contradicts_itself(key, Measure(key, 0, -1, small=True))


def test_twenty_nine_is_small() -> None:
    small, enough = (found(MeasureKey.DISCLOSURE, filled(REPORT, requests__closed__total=n)) for n in (29, 30))
    assert small is not None
    assert enough is not None
    assert (small.small, enough.small) == (True, False)


def test_shrinking_moves_small_numbers_most() -> None:
    prior, kappa = Fraction("0.56"), Fraction(20)
    one = shrunk(Measure("M1", 1, 1, small=True), prior, kappa)
    many = shrunk(Measure("M1", 1000, 1000, small=False), prior, kappa)
    assert one == Fraction(1220, 2100)
    assert prior < one < many < 1
    assert shrunk(Measure("M1", 3, 4, small=True), prior, Fraction(0)) == Fraction(3, 4)


@pytest.mark.parametrize("edition", editions().values(), ids=editions())
def test_every_cell_is_one_of_the_form(edition: object) -> None:
    addresses = {cell.address for cell in getattr(edition, "cells")()}  # noqa: B009 - editions() types it
    assert {cell for ratio in RATIOS.values() for cell in ratio.cells} <= addresses
