"""The ways people get a figure wrong: each says what it would change around one cell, or that it finds no occasion."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from services.cli.synthesis.chance import Chance, happens, pick
from services.cli.synthesis.proactive import Value
from shared.report.vocabulary import Applicant, RequestRow, request_cell

Changes = Mapping[str, Value | None]


class FaultKind(StrEnum):
    """What went wrong."""

    OFF_BY_ONE = "off_by_one"
    TIMES_TEN = "times_ten"
    DIGIT_MISTYPED = "digit_mistyped"
    DIGITS_TRANSPOSED = "digits_transposed"
    DIGIT_DROPPED = "digit_dropped"
    DIGIT_DOUBLED = "digit_doubled"
    TOTAL_ZERO = "total_zero"
    TOTAL_BLANK = "total_blank"
    TOTAL_MISCOPIED = "total_miscopied"
    COLUMN_OFF = "column_off"
    ROW_OFF = "row_off"
    CELLS_SWAPPED = "cells_swapped"
    ROWS_SWAPPED = "rows_swapped"
    COLUMNS_SWAPPED = "columns_swapped"
    NUMBER_SPLIT = "number_split"
    LAST_YEAR = "last_year"
    CARRY_BROKEN = "carry_broken"
    PROSE_MISMATCH = "prose_mismatch"
    """The tables are right and the prose is not."""


class Grid(msgspec.Struct, frozen=True):
    """Addresses of one block of the form, row by row."""

    table: str
    rows: tuple[tuple[str, ...], ...]


class Place(msgspec.Struct, frozen=True):
    """A cell among its neighbours, its figure, and last year's figures."""

    grid: Grid
    row: int
    column: int
    figures: Mapping[str, Value]
    last: Mapping[str, Value]

    @property
    def at(self) -> str:
        return self.grid.rows[self.row][self.column]

    @property
    def value(self) -> Value:
        return self.figures[self.at]

    @property
    def is_total(self) -> bool:
        """Whether the cell is a sum that the form demands."""
        line = self.grid.rows[self.row]
        in_total_column = line[-1].endswith(".total") and self.column == len(line) - 1
        return in_total_column or self.at.startswith(f"requests.{RequestRow.CLOSED}.")

    def beside(self, down: int, right: int) -> str | None:
        """The neighbouring cell, if there is one."""
        row, column = self.row + down, self.column + right
        inside = 0 <= row < len(self.grid.rows) and 0 <= column < len(self.grid.rows[row])
        return self.grid.rows[row][column] if inside else None


Make = Callable[[Chance, Place], Changes | None]


def _off_by_one(draw: Chance, place: Place) -> Changes | None:
    if isinstance(place.value, Decimal):
        return None
    step = 1 if place.value <= 0 or happens(draw, 0.5) else -1
    return {place.at: place.value + step}


def _digits(change: Callable[[Chance, str], str | None]) -> Make:
    """A fault in the digits of one whole number; what comes out is a whole number without leading zeros."""

    def make(draw: Chance, place: Place) -> Changes | None:
        if isinstance(place.value, Decimal) or place.value <= 0:
            return None
        digits = change(draw, str(place.value))
        return {place.at: int(digits)} if digits and (digits == "0" or digits[0] != "0") else None

    return make


def _mistyped(draw: Chance, digits: str) -> str:
    place = int(draw.integers(len(digits)))
    other = pick(draw, [digit for digit in "0123456789" if digit != digits[place]])
    return digits[:place] + other + digits[place + 1 :]


def _transposed(draw: Chance, digits: str) -> str | None:
    places = [place for place in range(len(digits) - 1) if digits[place] != digits[place + 1]]
    if not places:
        return None
    place = pick(draw, places)
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def _dropped(draw: Chance, digits: str) -> str | None:
    place = int(draw.integers(len(digits)))
    return digits[:place] + digits[place + 1 :] or None


def _doubled(draw: Chance, digits: str) -> str:
    place = int(draw.integers(len(digits)))
    return digits[:place] + digits[place] + digits[place:]


def _total(value: int | None) -> Make:
    def make(_: Chance, place: Place) -> Changes | None:
        return {place.at: value} if place.is_total and place.value else None

    return make


def _total_miscopied(draw: Chance, place: Place) -> Changes | None:
    other = place.beside(*pick(draw, ((-1, 0), (1, 0), (0, -1))))
    return {place.at: place.figures[other]} if place.is_total and other else None


def _moved(down: int, right: int) -> Make:
    """A value that stands one line off, in a cell that should hold nothing, and nothing in its own."""

    def make(draw: Chance, place: Place) -> Changes | None:
        sign = pick(draw, (1, -1))
        other = place.beside(down * sign, right * sign)
        if not place.value or other is None or place.figures[other]:
            return None
        return {place.at: 0, other: place.value}

    return make


def _cells_swapped(draw: Chance, place: Place) -> Changes | None:
    other = place.beside(*pick(draw, ((1, 0), (0, 1))))
    return {place.at: place.figures[other], other: place.value} if other else None


def _rows_swapped(_: Chance, place: Place) -> Changes | None:
    if place.column or place.row + 1 >= len(place.grid.rows):
        return None
    return _swapped(place, zip(place.grid.rows[place.row], place.grid.rows[place.row + 1], strict=True))


def _columns_swapped(_: Chance, place: Place) -> Changes | None:
    if place.row or place.beside(0, 1) is None:
        return None
    return _swapped(place, ((line[place.column], line[place.column + 1]) for line in place.grid.rows))


def _swapped(place: Place, pairs: Iterator[tuple[str, str]]) -> Changes:
    changed: dict[str, Value | None] = {}
    for one, other in pairs:
        if place.figures[one] != place.figures[other]:
            changed |= {one: place.figures[other], other: place.figures[one]}
    return changed


def _number_split(draw: Chance, place: Place) -> Changes | None:
    other = place.beside(0, 1)
    digits = str(place.value)
    if other is None or place.figures[other] or len(digits) == 1 or not digits.isdigit():
        return None
    cut = int(draw.integers(1, len(digits)))
    left, right = digits[:cut], digits[cut:]
    return {place.at: int(left), other: int(right)} if right[0] != "0" else None


def _last_year(_: Chance, place: Place) -> Changes | None:
    before = place.last.get(place.at)
    return {place.at: before} if before is not None else None


def _carry_broken(draw: Chance, place: Place) -> Changes | None:
    """What was brought forward is not what last year carried, and the report itself still adds up."""
    if not place.at.startswith(f"requests.{RequestRow.BROUGHT_FORWARD}.") or place.is_total:
        return None
    column = Applicant(place.at.rsplit(".", 1)[1])
    received, brought = (
        int(place.figures[request_cell(row, column)]) for row in (RequestRow.RECEIVED, RequestRow.BROUGHT_FORWARD)
    )
    most = received if happens(draw, 0.5) else -brought
    by = most if abs(most) <= 1 else int(draw.integers(1, abs(most) + 1)) * (1 if most > 0 else -1)
    if not by:
        return None
    return {
        request_cell(row, kind): int(place.figures[request_cell(row, kind)]) + sign * by
        for row, sign in ((RequestRow.RECEIVED, -1), (RequestRow.BROUGHT_FORWARD, 1))
        for kind in (column, Applicant.TOTAL)
    }


MAKERS: Mapping[FaultKind, Make] = {
    FaultKind.OFF_BY_ONE: _off_by_one,
    FaultKind.TIMES_TEN: _digits(lambda _, digits: f"{digits}0"),
    FaultKind.DIGIT_MISTYPED: _digits(_mistyped),
    FaultKind.DIGITS_TRANSPOSED: _digits(_transposed),
    FaultKind.DIGIT_DROPPED: _digits(_dropped),
    FaultKind.DIGIT_DOUBLED: _digits(_doubled),
    FaultKind.TOTAL_ZERO: _total(0),
    FaultKind.TOTAL_BLANK: _total(None),
    FaultKind.TOTAL_MISCOPIED: _total_miscopied,
    FaultKind.COLUMN_OFF: _moved(0, 1),
    FaultKind.ROW_OFF: _moved(1, 0),
    FaultKind.CELLS_SWAPPED: _cells_swapped,
    FaultKind.ROWS_SWAPPED: _rows_swapped,
    FaultKind.COLUMNS_SWAPPED: _columns_swapped,
    FaultKind.NUMBER_SPLIT: _number_split,
    FaultKind.LAST_YEAR: _last_year,
    FaultKind.CARRY_BROKEN: _carry_broken,
}
IN_FIGURES: tuple[FaultKind, ...] = tuple(MAKERS)
"""The kinds that change a figure."""
