"""Points in a column: exact on both databases."""

from decimal import Decimal

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

_SCALE = 10_000
NO_POINTS = Decimal(-1)
"""What stands for the total of a filing without a grade: below all others, and in an index beside them."""


class Points(TypeDecorator[Decimal]):
    """Points as whole ten-thousandths: exact on both databases, and an index can sort them."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else round(value * _SCALE)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / _SCALE
