"""Tables whose cells are known by where their edges lie, as Word keeps them; edges become columns, merges spans."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from services.ingest.document import Grid, GridCell

_TOLERANCE = 150
"""Borders drawn by hand miss each other by less than this (2.6 mm, in twentieths of a point)."""
_SHARE_OF_NARROWEST = 3
"""Edges that differ by less than a third of the narrowest cell can only be meant as one."""


class Box(msgspec.Struct, frozen=True):
    """A cell between its left and its right edge, in twentieths of a point; it may be merged into a neighbour."""

    start: int
    end: int
    joins_left: bool = False
    joins_above: bool = False


Shape = tuple[Box, ...]


class EdgedRow(msgspec.Struct, frozen=True):
    """The texts of a row, and the boxes they stand in; None where the source does not tell."""

    texts: tuple[str, ...]
    shape: Shape | None

    @property
    def is_sound(self) -> bool:
        """Whether every text has its box, from left to right."""
        shape = self.shape
        if shape is None or len(shape) != len(self.texts):
            return False
        return all(box.start < box.end for box in shape) and all(
            before.end <= after.start for before, after in pairwise(shape)
        )


class Drawn(msgspec.Struct, frozen=True, eq=False):
    """A grid, and whether a cell that is merged into another, so that nobody sees it, holds writing."""

    grid: Grid
    hides_text: bool = False


class _Cell(msgspec.Struct, eq=False):
    """A cell while its rows are being counted."""

    text: str
    at: str
    row: int
    column: int
    end: int
    rowspan: int = 1


def draw(rows: Sequence[EdgedRow], at: str, first_row: int = 1) -> Drawn:
    """The grid of these rows; its columns are not known when any row lacks sound edges.

    `first_row` is the number of the first row in its table, for the places of cells.
    """
    if not all(row.is_sound for row in rows):
        return Drawn(_loose(rows, at, first_row))
    columns = _columns([row.shape or () for row in rows])
    hides_text = False
    above: dict[tuple[int, int], _Cell] = {}
    lines: list[list[_Cell]] = []
    for number, row in enumerate(rows):
        cells, hidden = _line(row, number, f"{at}.row[{first_row + number}]", columns, above)
        hides_text |= hidden
        above = {(cell.column, cell.end): cell for cell in cells}
        lines.append(cells)
    made: dict[int, GridCell] = {
        id(cell): GridCell(cell.text, cell.at, cell.row, cell.column, cell.rowspan, cell.end - cell.column)
        for cells in lines
        for cell in cells
    }
    return Drawn(Grid(tuple(tuple(made[id(cell)] for cell in cells) for cells in lines), at, aligned=True), hides_text)


def _line(
    row: EdgedRow, number: int, at: str, columns: dict[int, int], above: dict[tuple[int, int], _Cell]
) -> tuple[list[_Cell], bool]:
    """The cells that cover a row, from left to right, and whether a merged one hides writing."""
    shape = row.shape or ()
    hidden = False
    cells: list[_Cell] = []
    place = 0
    while place < len(shape):
        last = place
        while last + 1 < len(shape) and shape[last + 1].joins_left:
            last += 1
            hidden |= bool(row.texts[last])
        column, end = columns[shape[place].start], columns[shape[last].end]
        upper = above.get((column, end)) if shape[place].joins_above else None
        if upper is not None:
            upper.rowspan += 1
            hidden |= bool(row.texts[place])
            cells.append(upper)
        else:
            cells.append(_Cell(row.texts[place], f"{at}.cell[{place + 1}]", number, column, end))
        place = last + 1
    return cells, hidden


def _loose(rows: Sequence[EdgedRow], at: str, first_row: int) -> Grid:
    return Grid(
        tuple(
            tuple(
                GridCell(text, f"{at}.row[{first_row + number}].cell[{place + 1}]", number, place)
                for place, text in enumerate(row.texts)
            )
            for number, row in enumerate(rows)
        ),
        at,
        aligned=False,
    )


def _columns(shapes: Sequence[Shape]) -> dict[int, int]:
    """The number of the column each edge stands at; edges a hair apart are one."""
    boxes = [box for shape in shapes for box in shape]
    # Never as much as a cell is wide: two edges of one row taken as one would make a cell vanish.
    tolerance = min(_TOLERANCE, min((box.end - box.start for box in boxes), default=0) // _SHARE_OF_NARROWEST)
    columns: dict[int, int] = {}
    number, first = -1, 0
    for edge in sorted({edge for box in boxes for edge in (box.start, box.end)}):
        if number < 0 or edge - first > tolerance:
            number, first = number + 1, edge
        columns[edge] = number
    return columns
