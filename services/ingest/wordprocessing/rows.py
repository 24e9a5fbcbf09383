"""Rows and cells of a WordprocessingML table, and the grid they make once merged cells are joined."""

from collections.abc import Iterator, Sequence

from services.ingest.document import GridCell
from services.ingest.markup import Element, whole
from services.ingest.notes import note
from services.ingest.spans import MAX_COLSPAN, SlotBudget
from services.ingest.wordprocessing.inline import ALTERNATE, alternative, is_deleted, is_skipped
from services.ingest.wordprocessing.styles import VAL, W
from shared.report.reading import Note

_ROW, _CELL, _TABLE, _PARAGRAPH = (W + name for name in ("tr", "tc", "tbl", "p"))


class Cell:
    """A cell as written, and where it stands once its row has been read."""

    def __init__(self, element: Element, column: int) -> None:
        properties = element.find(W + "tcPr")
        self.element = element
        self.column = column
        self.span = _span(properties, "gridSpan", 1)
        self.vertical = _merge(properties, "vMerge")
        self.text = ""
        self.at = ""
        self.row = 0
        self.rowspan = 1

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
        properties = row.find(W + "trPr")
        if properties is None or not any(is_deleted(child) for child in properties):
            yield row


def cells_of(row: Element) -> list[Cell]:
    """The cells of a row with their columns; one merged into the cell to its left widens that one."""
    properties = row.find(W + "trPr")
    column = _span(properties, "gridBefore", 0)
    cells: list[Cell] = []
    for element in _within(row, _CELL):
        own = element.find(W + "tcPr")
        if own is not None and own.find(W + "cellDel") is not None:
            continue
        cell = Cell(element, column)
        column = cell.end
        if cells and _merge(own, "hMerge") == "continue":
            cells[-1].span += cell.span
        else:
            cells.append(cell)
    return cells


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
        if child.tag == tag:
            yield child
        elif child.tag == ALTERNATE:
            if (chosen := alternative(child)) is not None:
                yield from _within(chosen, tag)
        elif child.tag not in {_TABLE, _PARAGRAPH, _CELL} and not is_skipped(child):
            yield from _within(child, tag)


def _span(properties: Element | None, name: str, default: int) -> int:
    element = properties.find(W + name) if properties is not None else None
    return min(max(whole(element.get(VAL), default), default), MAX_COLSPAN) if element is not None else default


def _merge(properties: Element | None, name: str) -> str:
    """`restart`, `continue`, or nothing where the cell is not merged that way."""
    if properties is None:
        return ""
    element = properties.find(W + name)
    if element is None:
        element = properties.find(W + name.lower())
    return "" if element is None else "restart" if element.get(VAL) == "restart" else "continue"
