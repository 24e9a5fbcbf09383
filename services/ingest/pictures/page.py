"""A picture of a page as a page: its tables with the writing in their cells, and the lines of writing around them."""

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from services.ingest.layout.box import Box, Glyph
from services.ingest.layout.lattice import Lattice, lattices
from services.ingest.layout.sheets import Page, Table
from services.ingest.layout.writing import lines_of
from services.ingest.pictures.cells import written
from services.ingest.pictures.ink import Inked, Mask, inked
from services.ingest.pictures.lines import Piece, cut_out, pieces, stacked
from services.ingest.pictures.recogniser import recogniser
from services.ingest.pictures.strokes import Strokes, strokes

DOUBT = "cell.ocr"
_SHEET = 842.0
"""Points of the longer side of a sheet of paper."""
_SLACK_EMS = 0.3
_LEAST_SURE = 0.3
_LEAST_LINES = 3
_TALLEST_EMS = 3.0
_WORDS_APART = 1.2


def recognised(number: int, picture: npt.NDArray[np.uint8], frame: Box | None = None) -> Page:
    """Read a picture of red, green and blue, which fills `frame` on the page of that number or is a whole page."""
    prepared = inked(picture)
    ruled = strokes(prepared.ink, prepared.em)
    found, _ = lattices(ruled.rulings, max(prepared.em * _SLACK_EMS, 3))
    tables = tuple(_table(prepared, ruled, lattice) for lattice in found)
    height, width = prepared.grey.shape
    frame = frame or Box(0, 0, _SHEET * width / max(height, width), _SHEET * height / max(height, width))
    glyphs = _around(prepared, ruled, [lattice.box for lattice in found])
    placed = _Placing(frame.left, frame.top, frame.width / width)
    ordered = tuple(sorted((placed.table(table) for table in tables), key=lambda table: table.lattice.box.top))
    return Page(number, frame, ordered, tuple(lines_of(placed.glyph(glyph) for glyph in glyphs)), DOUBT)


def shows_table(picture: npt.NDArray[np.uint8]) -> bool:
    """Whether there is a table in a picture; photographs and charts are not worth recognising."""
    prepared = inked(picture)
    found, _ = lattices(strokes(prepared.ink, prepared.em).rulings, max(prepared.em * _SLACK_EMS, 3))
    return any(min(len(lattice.across), len(lattice.down)) >= _LEAST_LINES for lattice in found)


class _Placing(msgspec.Struct, frozen=True):
    """From pixels to points of the page."""

    left: float
    top: float
    unit: float

    def box(self, box: Box) -> Box:
        """A box on the page."""
        return Box(*(self._across(x) if place % 2 == 0 else self._down(x) for place, x in enumerate(_sides(box))))

    def glyph(self, glyph: Glyph) -> Glyph:
        """A piece of writing on the page."""
        return msgspec.structs.replace(
            glyph,
            left=self._across(glyph.left),
            right=self._across(glyph.right),
            baseline=self._down(glyph.baseline),
            size=glyph.size * self.unit,
        )

    def table(self, table: Table) -> Table:
        """A table on the page."""
        lattice = msgspec.structs.replace(
            table.lattice,
            across=tuple(map(self._down, table.lattice.across)),
            down=tuple(map(self._across, table.lattice.down)),
            cells=tuple(msgspec.structs.replace(cell, box=self.box(cell.box)) for cell in table.lattice.cells),
        )
        return Table(lattice, table.texts, DOUBT)

    def _across(self, x: float) -> float:
        return self.left + x * self.unit

    def _down(self, y: float) -> float:
        return self.top + y * self.unit


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _table(prepared: Inked, ruled: Strokes, lattice: Lattice) -> Table:
    return Table(lattice, tuple(written(prepared, ruled.ink, lattice.cells)))


def _around(prepared: Inked, ruled: Strokes, tables: Sequence[Box]) -> list[Glyph]:
    """The lines of writing outside the tables, each as one piece."""
    em = prepared.em
    free = np.where(ruled.ink > 0, 0, prepared.ink).astype(np.uint8)
    for box in tables:
        free[max(round(box.top), 0) : round(box.bottom), max(round(box.left), 0) : round(box.right)] = 0
    boxes = line_boxes(free, em)
    read = recogniser().read([cut_out(prepared.grey, box) for box in boxes])
    return [
        Glyph(line.text, box.left, box.right, box.bottom - 0.12 * box.height, max(box.height, 1))
        for box, line in zip(boxes, read, strict=True)
        if line.text and line.sureness >= _LEAST_SURE
    ]


def line_boxes(free: Mask, em: float) -> list[Piece]:
    """Boxes of words that stand on one line; what is taller than any heading is a stamp or a picture."""
    wide = np.ones((1, max(round(em * _WORDS_APART), 3)), np.uint8)
    smeared = np.asarray(cv2.morphologyEx(free, cv2.MORPH_CLOSE, wide), dtype=np.uint8)
    words = [piece for piece in pieces(smeared, em) if 0.25 * em < piece.height < _TALLEST_EMS * em]
    boxes = [Piece.around(group) for line in stacked(words, em) for group in _side_by_side(line, em)]
    return [box for box in boxes if box.height >= 0.4 * em]


def _side_by_side(line: Sequence[Piece], em: float) -> list[list[Piece]]:
    """Words of a line, those close to one another together."""
    groups: list[list[Piece]] = []
    for piece in line:
        if groups and piece.left - max(one.right for one in groups[-1]) < _WORDS_APART * em:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups
