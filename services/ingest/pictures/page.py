"""A picture of a page as a page: its tables are recognised at once, the writing around them when there is time."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from services.ingest.layout.box import Box, Glyph
from services.ingest.layout.lattice import Lattice, lattices
from services.ingest.layout.sheets import Page, Table
from services.ingest.layout.writing import lines_of
from services.ingest.pictures.cells import written
from services.ingest.pictures.ink import Grey, Inked, Mask, inked
from services.ingest.pictures.lines import Piece, cut_out, line_boxes
from services.ingest.pictures.recogniser import recogniser, width_of
from services.ingest.pictures.strokes import Strokes, strokes
from services.ingest.pictures.turning import upright

DOUBT = "cell.ocr"
EFFORT = 240_000
"""Pixels of lines, scaled to what the recogniser wants, after which no more is read: some forty seconds on one slow
processor. So what was read by then is not lost to the limit on the process, and the same file is always read alike."""
_EFFORT_OF_PAGE = 8_000
_SHEET = 842.0
"""Points of the longer side of a sheet of paper."""
_SLACK_EMS = 0.3
_LEAST_SURE = 0.3
_LEAST_LINES = 3
_LINES_TOGETHER = 8


class Sketch(msgspec.Struct, frozen=True, eq=False):
    """A page whose tables are read; the lines around them are cut out, each with its place, and not yet read."""

    page: Page
    around: list[tuple[Grey, Glyph]]


class PictureReader:
    """Reads the pictures of one file, until the effort they may take is spent."""

    def __init__(self, effort: int = EFFORT) -> None:
        self._left = effort

    @property
    def has_strength(self) -> bool:
        """Whether more may be read."""
        return self._left > 0

    def sketch(self, number: int, picture: npt.NDArray[np.uint8]) -> Sketch:
        """Read the tables of a picture that is the whole page of that number, whichever way up it is."""
        prepared, ruled = upright(picture)
        height, width = prepared.grey.shape
        longer = max(height, width)
        frame = Box(0, 0, _SHEET * width / longer, _SHEET * height / longer)
        return self._sketched(number, prepared, ruled, frame)

    def tables(self, picture: npt.NDArray[np.uint8], frame: Box) -> tuple[Table, ...]:
        """The tables in a picture that fills `frame` on a page; a photograph or a chart has none."""
        prepared = inked(picture)
        ruled = strokes(prepared)
        if not any(min(len(one.across), len(one.down)) >= _LEAST_LINES for one in _lattices(prepared, ruled)):
            return ()
        return self._sketched(0, prepared, ruled, frame).page.tables

    def finished(self, sketch: Sketch) -> Page:
        """The page with as many of the lines around its tables as there is time for."""
        glyphs: list[Glyph] = []
        for start in range(0, len(sketch.around), _LINES_TOGETHER):
            if not self.has_strength:
                break
            some = sketch.around[start : start + _LINES_TOGETHER]
            self._left -= sum(width_of(line) for line, _ in some)
            read = recogniser().read([line for line, _ in some])
            glyphs.extend(
                msgspec.structs.replace(place, text=line.text)
                for (_, place), line in zip(some, read, strict=True)
                if line.text and line.sureness >= _LEAST_SURE
            )
        return msgspec.structs.replace(sketch.page, lines=tuple(lines_of(glyphs)))

    def _sketched(self, number: int, prepared: Inked, ruled: Strokes, frame: Box) -> Sketch:
        found = _lattices(prepared, ruled)
        placing = _Placing(frame.left, frame.top, frame.width / prepared.grey.shape[1])
        self._left -= _EFFORT_OF_PAGE
        tables: list[Table] = []
        for lattice in found:
            texts, effort = written(prepared, ruled.ink, lattice.cells)
            self._left -= effort
            tables.append(placing.table(lattice, Table(lattice, texts)))
        around = [
            (cut_out(prepared.grey, box), placing.glyph(box))
            for box in _line_boxes(prepared, ruled.ink, [lattice.box for lattice in found])
        ]
        ordered = tuple(sorted(tables, key=lambda table: table.lattice.box.top))
        return Sketch(Page(number, frame, ordered, (), DOUBT), around)


def _lattices(prepared: Inked, ruled: Strokes) -> list[Lattice]:
    return lattices(ruled.rulings, max(prepared.em * _SLACK_EMS, 3))[0]


class _Placing(msgspec.Struct, frozen=True):
    """From pixels to points of the page."""

    left: float
    top: float
    unit: float

    def glyph(self, box: Piece) -> Glyph:
        """The place of a line of writing."""
        baseline = self._down(box.bottom - 0.12 * box.height)
        return Glyph("", self._across(box.left), self._across(box.right), baseline, max(box.height, 1) * self.unit)

    def table(self, lattice: Lattice, table: Table) -> Table:
        """The table on the page."""
        placed = msgspec.structs.replace(
            lattice,
            across=tuple(map(self._down, lattice.across)),
            down=tuple(map(self._across, lattice.down)),
            cells=tuple(msgspec.structs.replace(cell, box=self._box(cell.box)) for cell in lattice.cells),
        )
        return Table(placed, table.texts, DOUBT)

    def _box(self, box: Box) -> Box:
        return Box(self._across(box.left), self._down(box.top), self._across(box.right), self._down(box.bottom))

    def _across(self, x: float) -> float:
        return self.left + x * self.unit

    def _down(self, y: float) -> float:
        return self.top + y * self.unit


def _line_boxes(prepared: Inked, of_lines: Mask, tables: Sequence[Box]) -> list[Piece]:
    """The lines of writing outside the tables."""
    free = np.where(of_lines > 0, 0, prepared.ink).astype(np.uint8)
    for box in tables:
        free[max(round(box.top), 0) : round(box.bottom), max(round(box.left), 0) : round(box.right)] = 0
    return line_boxes(free, prepared.em)
