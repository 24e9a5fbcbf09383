"""A blank stays blank, an amount stays exact, and a figure that is no number is named by its address."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.report.edition import edition
from shared.report.figures import Figures

ADDRESSES = [cell.address for cell in edition("2021").cells()]
VALUES = st.none() | st.integers(min_value=-(10**12), max_value=10**12) | st.decimals(-10_000, 10_000, places=6)
FIGURES = st.dictionaries(st.sampled_from(ADDRESSES), VALUES).map(Figures)


def test_nested_by_table_row_and_column() -> None:
    figures = Figures({"requests.closed.total": 12, "requests.closed.business": None, "proactive.fees": Decimal("0.5")})
    assert figures.nested() == {
        "requests": {"closed": {"total": 12, "business": None}},
        "proactive": {"fees": Decimal("0.5")},
    }


@given(FIGURES)
def test_nesting_loses_nothing(figures: Figures) -> None:
    back = Figures.from_nested(figures.nested())
    assert dict(back) == dict(figures)
    assert {address: type(value) for address, value in back.items()} == {
        address: type(value) for address, value in figures.items()
    }


@given(FIGURES, st.sampled_from(ADDRESSES), VALUES)
def test_a_change_touches_one_cell_and_not_the_original(figures: Figures, address: str, value: Any) -> None:  # noqa: ANN401
    before = dict(figures)
    assert dict(figures.replace({address: value})) == before | {address: value}
    assert dict(figures) == before


@given(FIGURES)
def test_equal_figures_hash_alike(figures: Figures) -> None:
    same = Figures(dict(reversed(list(figures.items()))))
    assert (same == figures, hash(same)) == (True, hash(figures))


def test_a_fraction_is_read_as_it_was_written() -> None:
    assert Figures.from_nested({"proactive": {"fees": 0.1}})["proactive.fees"] == Decimal("0.1")


@pytest.mark.parametrize("value", ["12", True, [12]])
def test_what_is_no_number_is_refused_by_address(value: object) -> None:
    with pytest.raises(TypeError, match=r"requests\.closed\.total"):
        Figures.from_nested({"requests": {"closed": {"total": value}}})


def test_a_cell_that_was_never_set_is_not_a_blank() -> None:
    with pytest.raises(KeyError):
        Figures({})["requests.closed.total"]
