"""Cutting digits into cells: all ways and no other, with no digit lost, added or moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.interpreter.splits import Printed, Steps, TooManyError, affordable, count, every, footing, number
from shared.report.edition import CellKind

SEVEN = [CellKind.COUNT] * 7


def feet(*pieces: str, blanks: bool = False) -> list[str]:
    return ["|".join(cells) for cells in footing(Printed(pieces), 7, blanks=blanks, steps=Steps())]


def test_seven_digits_for_seven_cells_can_be_cut_in_one_way() -> None:
    assert every(Printed(("1000102",)), SEVEN, 1) == [tuple("1000102")]


def test_no_cell_begins_with_a_zero() -> None:
    assert [cells[0] for cells in every(Printed(("20000000",)), SEVEN, 9)] == ["20"]


def test_only_the_cut_that_foots() -> None:
    assert feet("713000074") == ["71|3|0|0|0|0|74"]
    assert count(Printed(("713000074",)), SEVEN) > 1


def test_several_cuts_may_foot() -> None:
    assert set(feet("111000012")) == {"11|1|0|0|0|0|12", "1|11|0|0|0|0|12", "1|1|10|0|0|0|12"}


def test_a_printed_mistake_is_not_mended() -> None:
    assert feet("713000075") == []


def test_no_cell_reaches_over_a_space() -> None:
    assert count(Printed(("500000", "5")), SEVEN) == 1
    assert all("111" not in cells for cells in every(Printed(("11", "10000", "12")), SEVEN, 9))


def test_thousands_stay_together() -> None:
    assert feet("1,234000001,234") == ["1,234|0|0|0|0|0|1,234"]


def test_blanks_only_if_asked_for() -> None:
    assert feet("71374") == []
    assert "71|3|||||74" in feet("71374", blanks=True)
    assert {cut.split("|")[-1] for cut in feet("71374", blanks=True)} == {"74"}


def test_money_keeps_its_decimals_and_its_unit() -> None:
    cuts = every(Printed(("191690.9913万元",)), [CellKind.COUNT, CellKind.AMOUNT], 9)
    assert len(cuts) == len({19, 1, 191, 1916, 19169})
    assert ("19", "1690.9913万元") in cuts


def test_changes_may_have_a_sign() -> None:
    cuts = every(Printed(("20-812",)), [CellKind.COUNT, CellKind.CHANGE, CellKind.COUNT], 9)
    assert set(cuts) == {("20", "-8", "12"), ("20", "-81", "2"), ("20", "-", "812")}
    assert count(Printed(("20-812",)), SEVEN[:3]) == 1


def test_a_slash_is_a_cell_of_its_own() -> None:
    assert every(Printed(("0", "/", "0")), SEVEN[:3], 2) == [("0", "/", "0")]
    assert number("/") == 0


def test_work_is_bounded() -> None:
    digits = Printed(("1" * 60,))
    with pytest.raises(TooManyError):
        every(digits, SEVEN, 1000)
    with pytest.raises(TooManyError):
        affordable(digits, 30, lambda _column, _figure: 0, 0, blanks=True, steps=Steps(1000))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 99_999) | st.just(0), min_size=6, max_size=6))
def test_the_printed_cut_is_always_among_those_that_foot(figures: list[int]) -> None:
    cells = tuple(map(str, [*figures, sum(figures)]))
    found = footing(Printed(("".join(cells),)), 7, steps=Steps(10**6))
    assert cells in found
    assert len(set(found)) == len(found)
    assert {"".join(cut) for cut in found} == {"".join(cells)}


@settings(max_examples=100, deadline=None)
@given(st.text("0123456789", min_size=1, max_size=11))
def test_all_ways_are_counted(digits: str) -> None:
    printed = Printed((digits,))
    cuts = every(printed, SEVEN, 10_000)
    assert len(cuts) == count(printed, SEVEN)
    assert sorted(footing(printed, 7, steps=Steps(10**6))) == sorted(
        cut for cut in cuts if sum(map(int, cut[:-1])) == int(cut[-1])
    )
