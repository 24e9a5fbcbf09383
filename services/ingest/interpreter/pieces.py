"""A document as a stream of words, for dumps in which a figure stands after its label and not beside it."""

from collections.abc import Iterator, Sequence

import msgspec

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.layout.furniture import is_page_number
from services.ingest.values import is_value


class Piece(msgspec.Struct, frozen=True, eq=False):
    """A word of the stream; a blank cell has no text, and so has the break that a table with known columns makes.

    `kept` says that the piece is a whole cell between separators, where blank cells can be seen too.
    """

    text: str
    at: str
    is_value: bool = False
    kept: bool = False
    is_break: bool = False


class Run(msgspec.Struct, frozen=True):
    """Figures in a row: their start and end in the stream."""

    start: int
    end: int


def pieces(document: Document) -> Iterator[Piece]:
    """The words in reading order."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if not is_page_number(block.text):
                yield from (Piece(word, block.at, is_value(word)) for word in block.text.split())
        elif block.aligned:
            yield Piece("", block.at, is_break=True)
        else:
            yield from _cells(block)


def _cells(grid: Grid) -> Iterator[Piece]:
    for row in grid.rows:
        # A separator at the end of a line closes the last cell and opens none.
        cells = row[:-1] if len(row) > 1 and row[-1].is_blank else row
        for cell in cells:
            if cell.is_blank or is_value(cell.text):
                yield Piece(cell.text, cell.at, not cell.is_blank, kept=len(row) > 1)
            else:
                yield from (Piece(word, cell.at, is_value(word)) for word in cell.text.split())


def runs(stream: Sequence[Piece]) -> Iterator[Run]:
    """The longest stretches of figures."""
    start: int | None = None
    for place, piece in enumerate(stream):
        if piece.is_value and start is None:
            start = place
        elif not piece.is_value and start is not None:
            yield Run(start, place)
            start = None
    if start is not None:
        yield Run(start, len(stream))
