"""Paragraphs, cell ends and row ends in the order Word writes them, put together into paragraphs and grids."""

import msgspec

from services.ingest.document import MARK, Grid, Paragraph
from services.ingest.edges import EdgedRow, Shape, draw
from services.ingest.reasons import unreadable

MAX_DEPTH = 30
"""Word itself stops nesting tables at this depth or before."""
MAX_CELLS = 200_000
"""Of one document: cells, rows and paragraphs together."""


class _Line(msgspec.Struct, frozen=True):
    """A paragraph before it has a place."""

    text: str
    level: int | None


class _Row(msgspec.Struct):
    """Cells read so far, each a list of what it holds."""

    cells: list[list["_Line | _Table"]] = []
    shape: Shape | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in any cell."""
        return all(isinstance(item, _Line) and not item.text for cell in self.cells for item in cell)

    @property
    def is_plain(self) -> bool:
        """Whether no cell holds a table."""
        return not any(isinstance(item, _Table) for cell in self.cells for item in cell)


class _Table(msgspec.Struct):
    """An open table: its finished rows, the row being read, and the cell being read."""

    rows: list[_Row] = []
    row: _Row = msgspec.field(default_factory=_Row)
    cell: list["_Line | _Table"] = []


class Flow:
    """Takes what stands in a document one after the other. Depth 0 is outside tables, 1 in a table, 2 in one in it.

    A table within a table makes the outer row a matter of layout: what it holds becomes blocks of their own.
    `hides_text` says that merged cells hide writing, `doubts` are places for the document's own, complete at the end.
    """

    def __init__(self, prefix: str = "") -> None:
        self.hides_text = False
        self.doubts: dict[str, str] = {}
        self._prefix = prefix
        self._open: list[_Table] = []
        self._blocks: list[Paragraph | Grid] = []
        self._cells = self._tables = self._paragraphs = 0

    def paragraph(self, text: str, depth: int = 0, level: int | None = None) -> None:
        """A paragraph ends.

        Raises:
            UnreadableFileError: tables nest too deep, or there is more than any report has.
        """
        self._enter(depth)
        self._count()
        line = _Line(" ".join(text.split()), level)
        if depth:
            self._open[-1].cell.append(line)
        else:
            self._emit_line(line)

    def cell(self, text: str, depth: int = 1) -> None:
        """The last paragraph of a cell ends, and the cell with it.

        Raises:
            UnreadableFileError: as for a paragraph.
        """
        self.paragraph(text, depth)
        table = self._open[-1]
        table.row.cells.append(table.cell)
        table.cell = []

    def row(self, depth: int = 1, shape: Shape | None = None, *, dropped: bool = False) -> None:
        """A row ends; a dropped one (a deletion that is recorded as such) leaves nothing, unless it has writing left.

        Raises:
            UnreadableFileError: as for a paragraph.
        """
        self._enter(depth)
        self._count()
        table = self._open[-1]
        _keep_rest(table)
        table.row.shape = shape
        if table.row.cells and not (dropped and table.row.is_blank):
            table.rows.append(table.row)
        table.row, table.cell = _Row(), []

    @property
    def is_in_row(self) -> bool:
        """Whether a row has begun and not ended."""
        return any(table.cell or table.row.cells for table in self._open)

    def blocks(self) -> tuple[Paragraph | Grid, ...]:
        """Everything taken so far; open tables end here."""
        self._enter(0)
        return tuple(self._blocks)

    def _count(self) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise unreadable("file.too_large_document", what=f"> {MAX_CELLS} cells")

    def _enter(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise unreadable("file.too_deep", what=MAX_DEPTH)
        while len(self._open) > depth:
            self._close()
        while len(self._open) < depth:
            self._open.append(_Table())

    def _close(self) -> None:
        """The innermost table ends; a row without its end keeps what it has, in no known columns."""
        table = self._open.pop()
        _keep_rest(table)
        if table.row.cells:
            table.rows.append(table.row)
        if not table.rows:
            return
        if self._open:
            self._open[-1].cell.append(table)
        else:
            self._emit_table(table)

    def _emit_line(self, line: _Line) -> None:
        text = line.text.replace(MARK, "").strip()  # a seal or a rule beside the writing changes no figure
        if text:
            self._paragraphs += 1
            self._blocks.append(Paragraph(text, f"{self._prefix}paragraph[{self._paragraphs}]", line.level))

    def _emit_table(self, table: _Table) -> None:
        run: list[EdgedRow] = []
        at, first_row = "", 1
        for number, row in enumerate(table.rows, start=1):
            if row.is_plain:
                if not run:
                    self._tables += 1
                    at, first_row = f"{self._prefix}table[{self._tables}]", number
                run.append(EdgedRow(tuple(_text(cell) for cell in row.cells), row.shape))
                continue
            self._emit_grid(run, at, first_row)
            run = []
            for item in (item for cell in row.cells for item in cell):
                if isinstance(item, _Table):
                    self._emit_table(item)
                else:
                    self._emit_line(item)
        self._emit_grid(run, at, first_row)

    def _emit_grid(self, rows: list[EdgedRow], at: str, first_row: int) -> None:
        if rows:
            drawn = draw(rows, at, first_row)
            self.hides_text |= drawn.hides_text
            self._blocks.append(drawn.grid)
            if not drawn.grid.aligned:
                self.doubts[at] = "table.columns_lost"


def _keep_rest(table: _Table) -> None:
    """What stands behind the last cell of a row is a cell whose end was lost."""
    if any(isinstance(item, _Table) or item.text for item in table.cell):
        table.row.cells.append(table.cell)


def _text(cell: list[_Line | _Table]) -> str:
    return " ".join(item.text for item in cell if isinstance(item, _Line) and item.text)
