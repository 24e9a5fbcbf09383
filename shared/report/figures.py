"""The figures of a report: one value for each cell, and blank stays blank."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from typing_extensions import override


class Figures(Mapping[str, "int | Decimal | None"]):
    """Values by cell address; a cell that holds no number is None, never zero.

    Immutable. In JSON the addresses nest (`{"requests": {"closed": {"total": 12}}}`) and amounts are numbers.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, int | Decimal | None] | None = None) -> None:
        self._values: dict[str, int | Decimal | None] = dict(values or {})

    @property
    def by_address(self) -> Mapping[str, int | Decimal | None]:
        """The same values to look into many times over: as quick as a dictionary, and as unchangeable as this."""
        return MappingProxyType(self._values)

    @override
    def __getitem__(self, address: str) -> int | Decimal | None:
        return self._values[address]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    @override
    def __len__(self) -> int:
        return len(self._values)

    @override
    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    @override
    def __repr__(self) -> str:
        return f"Figures({self._values!r})"

    def replace(self, changes: Mapping[str, int | Decimal | None]) -> "Figures":
        """The same figures with some cells changed."""
        return Figures(self._values | dict(changes))

    def nested(self) -> dict[str, Any]:
        """The JSON shape: table → row → column → value."""
        tables: dict[str, Any] = {}
        for address, value in self._values.items():
            *path, leaf = address.split(".")
            place = tables
            for step in path:
                place = place.setdefault(step, {})
            place[leaf] = value
        return tables

    @classmethod
    def from_nested(cls, tables: Mapping[str, Any]) -> "Figures":
        """Read the JSON shape; fractional numbers become exact decimals.

        Raises:
            TypeError: a leaf is neither a number nor null; the message names its address.
        """
        return cls(dict(_leaves(tables, "")))


def _leaves(node: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, int | Decimal | None]]:
    for key, value in node.items():
        address = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{address}.")
        elif isinstance(value, bool) or not isinstance(value, int | float | Decimal | None):
            raise TypeError(f"{address}: expected a number or null, got {type(value).__name__}")
        else:
            yield address, Decimal(repr(value)) if isinstance(value, float) else value
