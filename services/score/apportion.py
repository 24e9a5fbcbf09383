"""Rounding to cents so that the parts still add up to the whole (method of largest remainders)."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

CENTS = 100
"""Points are published with two decimals."""


def nearest(points: Fraction) -> int:
    """Points in cents, half a cent upwards."""
    return floor(points * CENTS + Fraction(1, 2))


def apportion(parts: Sequence[Fraction], whole: int, *, last_first: bool = False) -> list[int]:
    """Each part in cents, one cent up or down, so that together they are `whole` cents; a part that is exact stays.

    `whole` must be the sum of the parts, rounded up or down. Where remainders tie the earlier part is rounded up, with
    `last_first` the later one: two columns rounded in opposite ways keep the sums of rows that were whole cents.
    """
    cents = [floor(part * CENTS) for part in parts]
    remainders = [part * CENTS - low for part, low in zip(parts, cents, strict=True)]
    order = sorted(range(len(parts)), key=lambda place: (-remainders[place], -place if last_first else place))
    for place in order[: whole - sum(cents)]:
        cents[place] += 1
    return cents
