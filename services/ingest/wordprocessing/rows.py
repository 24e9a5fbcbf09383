"""Rows and cells of a WordprocessingML table, and the grid they make once merged cells are joined."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from services.ingest.document import GridCell
from services.ingest.markup import Element, whole
from services.ingest.notes import note
from services.ingest.spans import MAX_COLSPAN, SlotBudget
from services.ingest.wordprocessing.inline import ALTERNATE, alternative, is_deleted, is_skipped
from services.ingest.wordprocessing.styles import VAL, W, child_of
from shared.report.reading import Note

_ROW, _CELL, _TABLE, _PARAGRAPH = W + "tr", W + "tc", W + "tbl", W + "p"
_PROPERTIES, _ROW_PROPERTIES = W + "tcPr", W + "trPr"
_GRID_SPAN, _GRID_BEFORE, _DELETED = W + "gridSpan", W + "gridBefore", W + "cellDel"
# Word 2003 writes these two in small letters.
_VERTICAL = frozenset({W + "vMerge", W + "vmerge"})
_HORIZONTAL = frozenset({W + "hMerge", W + "hmerge"})
_GRID, _GRID_COLUMN, _WIDTH = W + "tblGrid", W + "gridCol", W + "w"
_NARROW = 100
"""Less than a digit takes (5 points, in twentieths of a point)."""
_NO_ROWS = frozenset({_TABLE, _PARAGRAPH, _CELL})


class Cell:
    """A cell as written, and where it stands once its row has been read.

    `vertical` and `horizontal` are `restart`, `continue`, or nothing where the cell is not merged that way.
    """

    def __init__(self, element: Element, column: int) -> None:
        self.element = element
        self.column = column
        self.span = 1
        self.vertical = self.horizontal = ""
        self.is_deleted = False
        self.text = ""
        self.at = ""
        self.row = 0
        self.rowspan = 1
        properties = child_of(element, _PROPERTIES)
        for child in properties if properties is not None else ():
            tag = child.tag
            if tag == _GRID_SPAN:
                self.span = _span(child, 1)
            elif tag in _VERTICAL:
                self.vertical = "restart" if child.get(VAL) == "restart" else "continue"
            elif tag in _HORIZONTAL:
                self.horizontal = "restart" if child.get(VAL) == "restart" else "continue"
            elif tag == _DELETED:
                self.is_deleted = True

    @property
    def end(self) -> int:
        """First column to the right of the cell."""
        return self.column + self.span


class Row:
    """A row as written."""

    def __init__(self, element: Element, cells: Sequence[Cell]) -> None:
        self.element = element
        self.cells = cells
        self.at = ""
        self.is_hidden = False


def rows_of(table: Element) -> Iterator[Element]:
    """The rows that no revision takes away, whatever controls wrap them."""
    for row in _within(table, _ROW):
        properties = child_of(row, _ROW_PROPERTIES)
        if properties is None or not any(is_deleted(child) for child in properties):
            yield row


def cells_of(row: Element) -> list[Cell]:
    """The cells of a row with their columns; one merged into the cell to its left widens that one."""
    before = child_of(child_of(row, _ROW_PROPERTIES), _GRID_BEFORE)
    column = _span(before, 0) if before is not None else 0
    cells: list[Cell] = []
    for element in _within(row, _CELL):
        cell = Cell(element, column)
        if cell.is_deleted:
            continue
        column = cell.end
        if cells and cell.horizontal == "continue":
            cells[-1].span += cell.span
        else:
            cells.append(cell)
    return cells


def drop_slivers(table: Element, rows: Sequence[Row]) -> None:
    """Take out the columns that only exist because borders of different rows miss each other by a hair."""
    grid = child_of(table, _GRID)
    widths = (
        [whole(column.get(_WIDTH), _NARROW) for column in grid.iterchildren(_GRID_COLUMN)] if grid is not None else []
    )
    if not any(width < _NARROW for width in widths):
        return
    places = [0, *accumulate(int(width >= _NARROW) for width in widths)]

    def moved(column: int) -> int:
        return places[min(column, len(widths))] + max(column - len(widths), 0)

    cells = [cell for row in rows for cell in row.cells]
    if all(moved(cell.column) < moved(cell.end) for cell in cells):
        for cell in cells:
            cell.column, cell.span = moved(cell.column), moved(cell.end) - moved(cell.column)


def grid_lines(rows: Sequence[Row], budget: SlotBudget, notes: list[Note]) -> tuple[tuple[GridCell, ...], ...]:
    """For each row the cells that cover it, from left to right, those merged downwards included.

    Raises:
        TooManySlotsError: the budget is used up.
    """
    lines: list[list[Cell]] = []
    open_cells: dict[int, Cell] = {}
    for number, row in enumerate(rows):
        line: list[Cell] = []
        for cell in row.cells:
            above = open_cells.get(cell.column) if cell.vertical == "continue" else None
            if above is not None and above.end == cell.end:
                above.rowspan = number - above.row + 1
                line.append(above)
                _tell_lost(cell, notes)
            else:
                cell.row = number
                line.append(cell)
            budget.take(cell.span)
        open_cells = {cell.column: cell for cell in line if cell.vertical}
        lines.append(line)
    made: dict[Cell, GridCell] = {}
    for line in lines:
        for cell in line:
            if cell not in made:
                made[cell] = GridCell(cell.text, cell.at, cell.row, cell.column, cell.rowspan, cell.span)
    return tuple(tuple(made[cell] for cell in line) for line in lines)


def _tell_lost(cell: Cell, notes: list[Note]) -> None:
    """Word shows nothing of what stands in a cell that is merged into the one above."""
    if cell.text and not any(told.code == "text.hidden" for told in notes):
        notes.append(note("text.hidden", "file"))


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        name = child.tag
        if name == tag:
            yield child
        elif name == ALTERNATE:
            if (chosen := alternative(child)) is not None:
                yield from _within(chosen, tag)
        elif name not in _NO_ROWS and not is_skipped(child):
            yield from _within(child, tag)


def _span(element: Element, least: int) -> int:
    return min(max(whole(element.get(VAL), least), least), MAX_COLSPAN)
