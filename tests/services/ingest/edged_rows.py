"""Printed tables as Word keeps them: every row with all its cells, those that continue a cell above included."""

from collections.abc import Iterator

import msgspec

from shared.layout.printed_report import PrintedTable

COLUMN = 600
"""Width of a column, in twentieths of a point."""


class EdgedCell(msgspec.Struct, frozen=True):
    """A cell in a row; `starts_down` and `continues` say how it is merged with cells below and above."""

    text: str
    column: int
    end: int
    starts_down: bool = False
    continues: bool = False


def edged(table: PrintedTable) -> Iterator[list[EdgedCell]]:
    """The rows of a table."""
    going: dict[int, tuple[int, int]] = {}
    for row in table.rows:
        waiting = list(row)
        cells: list[EdgedCell] = []
        column = 0
        below: dict[int, tuple[int, int]] = {}
        while waiting or column in going:
            if column in going:
                end, left = going[column]
                cells.append(EdgedCell("", column, end, continues=True))
            else:
                cell = waiting.pop(0)
                end, left = column + cell.right, cell.down
                cells.append(EdgedCell(cell.text, column, end, starts_down=cell.down > 1))
            if left > 1:
                below[column] = (end, left - 1)
            column = end
        going = below
        yield cells
