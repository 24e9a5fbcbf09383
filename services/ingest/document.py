"""What every reader makes of a file: paragraphs and table grids in reading order, each with its place in the source."""

import msgspec

from shared.report.reading import Note

MARK = "▣"
"""Stands in a cell's text for something seen there that is no text: a picture, an input field, struck-out writing."""


class Paragraph(msgspec.Struct, frozen=True):
    """A line of writing outside every table; `level` is set when the source itself says it is a heading."""

    text: str
    at: str
    level: int | None = None


class GridCell(msgspec.Struct, frozen=True, eq=False):
    """A printed cell with the slots it covers: rows `row … row+rowspan-1`, columns `column … end-1`."""

    text: str
    at: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1

    @property
    def end(self) -> int:
        """First column to the right of the cell."""
        return self.column + self.colspan

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in the cell."""
        return not self.text

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the cell covers any column of `start … end-1`."""
        return self.column < end and start < self.end


class Grid(msgspec.Struct, frozen=True, eq=False):
    """A table: for each line the cells that cover it, from left to right, each once, those from above included.

    `aligned` says that columns are known. Where spans were lost (text with separators) a cell's column is only its
    ordinal in the line. `breaks` are the rows that begin a page, where the row before may have been cut in two.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    at: str
    aligned: bool
    breaks: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((row[-1].end for row in self.rows if row), default=0)


def placed_under(block: Paragraph | Grid, prefix: str) -> Paragraph | Grid:
    """The block with `prefix` before its place and those of its cells."""
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, at=prefix + block.at)
    cells = {id(cell): cell for row in block.rows for cell in row}
    placed = {key: msgspec.structs.replace(cell, at=prefix + cell.at) for key, cell in cells.items()}
    rows = tuple(tuple(placed[id(cell)] for cell in row) for row in block.rows)
    return msgspec.structs.replace(block, at=prefix + block.at, rows=rows)


class Document(msgspec.Struct, frozen=True, eq=False):
    """A file in reading order. `hints` are facts its envelope states: `title`, `published`.

    `doubts` are codes of notes by place: whatever stands there, or at a place within it, was not surely read.
    """

    format: str
    blocks: tuple[Paragraph | Grid, ...]
    hints: dict[str, str] = {}
    notes: tuple[Note, ...] = ()
    doubts: dict[str, str] = {}
