"""Row and column spans expanded by the rules browsers follow, within limits that a hostile table cannot exceed."""

from collections.abc import Sequence

import msgspec

from services.ingest.document import GridCell

MAX_COLSPAN = 1000
"""The limit of the HTML standard; browsers read anything wider as this."""


class SourceCell(msgspec.Struct, frozen=True):
    """A cell as the source writes it; a rowspan of zero reaches to the end of the row group."""

    text: str
    at: str
    colspan: int = 1
    rowspan: int = 1


class SourceRow(msgspec.Struct, frozen=True):
    """A row as the source writes it; no span leaves the row group (thead, tbody) it starts in."""

    cells: tuple[SourceCell, ...]
    group: int = 0


class TooManySlotsError(Exception):
    """The expanded table would have more slots than allowed."""


class SlotBudget:
    """How many slots all tables of one document may take together."""

    def __init__(self, slots: int) -> None:
        self._left = slots

    def take(self, slots: int) -> None:
        """Use up some of the budget.

        Raises:
            TooManySlotsError: there is not enough left.
        """
        self._left -= slots
        if self._left < 0:
            raise TooManySlotsError


def expand(rows: Sequence[SourceRow], budget: SlotBudget) -> tuple[tuple[GridCell, ...], ...]:
    """For each row the cells that cover it, from left to right.

    Raises:
        TooManySlotsError: the budget is used up.
    """
    last_row_of = {row.group: number for number, row in enumerate(rows)}
    open_cells: list[GridCell] = []
    lines: list[tuple[GridCell, ...]] = []
    for number, row in enumerate(rows):
        open_cells = [cell for cell in open_cells if cell.row + cell.rowspan > number]
        line = open_cells + _place(row, number, last_row_of[row.group], open_cells, budget)
        line.sort(key=lambda cell: cell.column)
        open_cells = line
        lines.append(tuple(line))
    return tuple(lines)


def _place(row: SourceRow, number: int, last: int, above: Sequence[GridCell], budget: SlotBudget) -> list[GridCell]:
    """Put the cells of a row into the first slots that no cell from above covers."""
    budget.take(1 + sum(cell.colspan for cell in above))
    taken = {column for cell in above for column in range(cell.column, cell.end)}
    placed: list[GridCell] = []
    column = 0
    for cell in row.cells:
        while column in taken:
            column += 1
        colspan = min(max(cell.colspan, 1), MAX_COLSPAN)
        rowspan = min(max(cell.rowspan, 1), last - number + 1) if cell.rowspan else last - number + 1
        budget.take(colspan)
        placed.append(GridCell(cell.text, cell.at, number, column, rowspan, colspan))
        column += colspan
    return placed
