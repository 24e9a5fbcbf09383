"""Pages as one document: paragraphs and grids in reading order, what a page break has cut put together again."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.layout.furniture import without_furniture
from services.ingest.layout.grids import Piece, belong_together, grid
from services.ingest.layout.paragraphs import Block, Margins, blocks, margins
from services.ingest.layout.sheets import Page
from services.ingest.layout.writing import joined_lines
from shared.report.reading import Note


class _Passage(msgspec.Struct, frozen=True, eq=False):
    """A paragraph's lines on one page."""

    block: Block
    at: str


_Parts = list[tuple[int, _Passage | Piece]]


def document(
    name: str, pages: Sequence[Page], notes: tuple[Note, ...] = (), hints: Mapping[str, str] | None = None
) -> Document:
    """The document that the pages of a file make."""
    doubts = {f"page[{page.number}]": page.doubt for page in pages if page.doubt}
    found: list[Paragraph | Grid] = []
    parts = list(_parts(without_furniture(pages)))
    while parts:
        if isinstance(parts[0][1], Piece):
            whole, unsure = grid(_pieces(parts))
            found.append(whole)
            doubts |= unsure
        else:
            found.append(_paragraph(parts))
    return Document(name, tuple(found), dict(hints or {}), notes, doubts)


def _parts(pages: Sequence[Page]) -> Iterator[tuple[int, _Passage | Piece]]:
    """Paragraphs and tables of every page, from top to bottom, with the number of the page."""
    widths = {round(page.box.width) for page in pages}
    sides = {width: _margins([page for page in pages if round(page.box.width) == width]) for width in widths}
    for page in pages:
        passages = 0
        lines = list(page.lines)
        for number, table in enumerate([*page.tables, None], start=1):
            until = page.box.bottom if table is None else table.lattice.box.top
            above = [line for line in lines if table is None or line.baseline < until + 1]
            lines = lines[len(above) :]
            for block in blocks(above, sides[round(page.box.width)]):
                passages += 1
                yield page.number, _Passage(block, f"page[{page.number}].paragraph[{passages}]")
            if table is not None:
                yield page.number, Piece(table, f"page[{page.number}].table[{number}]")


def _margins(pages: Sequence[Page]) -> Margins:
    """The margins of pages that are equally wide."""
    lines = [line for page in pages for line in page.lines]
    return margins(lines, [table.lattice.box for page in pages for table in page.tables])


def _pieces(parts: _Parts) -> list[Piece]:
    """Take the first table from the parts, and with it what the next pages begin with when that is the rest of it."""
    page, piece = parts.pop(0)
    pieces: list[Piece] = []
    while isinstance(piece, Piece):
        pieces.append(piece)
        if not parts or not isinstance(parts[0][1], Piece) or parts[0][0] != page + 1:
            break
        if not belong_together(piece, parts[0][1]):
            break
        page, piece = parts.pop(0)
    return pieces


def _paragraph(parts: _Parts) -> Paragraph:
    """Take the first paragraph from the parts, and with it the rest of it on the next page."""
    page, passage = parts.pop(0)
    texts: list[str] = []
    at = passage.at
    while isinstance(passage, _Passage):
        texts.append(passage.block.text)
        following = parts[0] if parts else None
        if following is None or not isinstance(following[1], _Passage) or following[0] == page:
            break
        if not passage.block.is_open or following[1].block.is_indented:
            break
        page, passage = parts.pop(0)
    return Paragraph(" ".join(joined_lines(texts).split("\n")), at)
