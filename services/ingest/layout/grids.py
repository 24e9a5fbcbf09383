"""Tables as grids; the pieces of a table that page breaks have cut are one grid again when their columns agree."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from services.ingest.document import Grid, GridCell
from services.ingest.layout.sheets import Table

_SIDES = 6.0
"""Points by which the sides of two pieces of one table may differ."""
_COLUMN = 3.5


class Piece(msgspec.Struct, frozen=True, eq=False):
    """What one page shows of a table, and its place."""

    table: Table
    at: str


def belong_together(above: Piece, below: Piece) -> bool:
    """Whether the sides of both pieces agree, so that the lower can be the rest of the upper."""
    upper, lower = above.table.lattice.box, below.table.lattice.box
    return abs(upper.left - lower.left) <= _SIDES and abs(upper.right - lower.right) <= _SIDES


def grid(pieces: Sequence[Piece]) -> tuple[Grid, dict[str, str]]:
    """One grid of all pieces, with the places in it that are in doubt."""
    columns = _columns(pieces)
    rows: list[tuple[GridCell, ...]] = []
    breaks: list[int] = []
    doubts: dict[str, str] = {}
    for piece in pieces:
        if rows:
            breaks.append(len(rows))
        rows.extend(_rows(piece, columns, len(rows), doubts))
        if piece.table.doubt:
            doubts[piece.at] = piece.table.doubt
    return Grid(tuple(rows), pieces[0].at, aligned=True, breaks=tuple(breaks)), doubts


def _columns(pieces: Sequence[Piece]) -> list[float]:
    """The lines between columns on any page; those of two pages that nearly agree are the same."""
    columns: list[float] = []
    for piece in pieces:
        down = piece.table.lattice.down
        for place, at in enumerate(down):
            reach = _SIDES if place in {0, len(down) - 1} else _COLUMN
            if all(abs(at - other) > reach for other in columns):
                columns.append(at)
    return sorted(columns)


def _nearest(columns: Sequence[float], at: float) -> int:
    place = bisect_left(columns, at)
    near = [index for index in (place - 1, place) if 0 <= index < len(columns)]
    return min(near, key=lambda index: abs(columns[index] - at))


def _rows(piece: Piece, columns: Sequence[float], first: int, doubts: dict[str, str]) -> Iterator[tuple[GridCell, ...]]:
    lattice = piece.table.lattice
    place_of = [_nearest(columns, at) for at in lattice.down]
    cells: list[GridCell] = []
    ordinal: dict[int, int] = {}
    for cell, written in zip(lattice.cells, piece.table.texts, strict=True):
        ordinal[cell.row] = ordinal.get(cell.row, 0) + 1
        at = f"{piece.at}.row[{cell.row + 1}].cell[{ordinal[cell.row]}]"
        start, end = place_of[cell.column], place_of[cell.column + cell.colspan]
        cells.append(GridCell(written.text, at, first + cell.row, start, cell.rowspan, max(end - start, 1)))
        if written.is_wrapped:
            doubts[at] = "cell.wrapped"
    for row in range(len(lattice.across) - 1):
        numbers: list[int] = []
        for column in range(len(lattice.down) - 1):
            number = lattice.at.get((row, column))
            if number is not None and (not numbers or numbers[-1] != number):
                numbers.append(number)
        yield tuple(cells[number] for number in numbers)
