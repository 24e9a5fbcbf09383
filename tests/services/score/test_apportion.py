"""Largest remainders: every part within a cent, the whole exact."""

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.score.apportion import apportion, nearest

parts = st.lists(st.fractions(min_value=0, max_value=100, max_denominator=997), max_size=9)


@given(parts, st.booleans(), st.booleans())
def test_parts_add_up_and_stay_within_a_cent(amounts: list[Fraction], up: bool, last_first: bool) -> None:  # noqa: FBT001
    exact = sum(amounts, Fraction(0)) * 100
    whole = ceil(exact) if up else floor(exact)
    cents = apportion(amounts, whole, last_first=last_first)
    assert sum(cents) == whole
    assert all(floor(part * 100) <= cent <= ceil(part * 100) for part, cent in zip(amounts, cents, strict=True))


@given(st.lists(st.tuples(st.integers(0, 40), st.fractions(0, 1, max_denominator=97)), min_size=1, max_size=9))
def test_two_columns_keep_the_rows_that_were_whole_cents(rows: list[tuple[int, Fraction]]) -> None:
    kept = [weight * share for weight, share in rows]
    lost = [weight - points for (weight, _), points in zip(rows, kept, strict=True)]
    total = nearest(sum(kept, Fraction(0)))
    left = apportion(kept, total)
    right = apportion(lost, sum(weight for weight, _ in rows) * 100 - total, last_first=True)
    assert [a + b for a, b in zip(left, right, strict=True)] == [weight * 100 for weight, _ in rows]


@pytest.mark.parametrize(
    ("points", "cents"), [("1/3", 33), ("2/3", 67), ("1/200", 1), ("1/201", 0), ("89.995", 9000), ("89.9949", 8999)]
)
def test_half_a_cent_goes_up(points: str, cents: int) -> None:
    assert nearest(Fraction(points)) == cents
