"""Which values a cell of the form can hold at all, when somebody states them."""

from decimal import Decimal

from shared.report.edition import CellKind

MOST_DIGITS = 15
"""A longer string of digits is several figures run together."""
MOST_PLACES = 6
"""Amounts are in 万元; one 分 is a millionth of that."""


def is_possible(kind: CellKind, value: int | Decimal | None) -> bool:
    """Whether a cell of that kind may hold the value; every cell may be blank."""
    if value is None:
        return True
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= 10**MOST_DIGITS:
        return False
    if kind is CellKind.AMOUNT:
        return number >= 0 and number == round(number, MOST_PLACES)
    return number == int(number) and (kind is CellKind.CHANGE or number >= 0)
