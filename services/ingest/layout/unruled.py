"""Tables without ruling lines: rows of figures that stand clearly under one another, so that blanks keep their place.

Only rows of several figures make such a table, and only when every figure falls into one column; anything else stays
lines of writing.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from services.ingest.document import MARK
from services.ingest.layout.box import Box, Glyph
from services.ingest.layout.lattice import Cell, Lattice
from services.ingest.layout.writing import CellText, TextLine, joined_lines
from services.ingest.values import is_value

_WORD_GAP = 0.8
_COLUMN_GAP = 0.4
_FEWEST_FIGURES, _FEWEST_ROWS = 4, 3
_FURTHEST_LABEL = 2.2
_CLEARLY_NEARER = 0.8


class _Word(msgspec.Struct, frozen=True, eq=False):
    line: TextLine
    box: Box
    text: str

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2


class _Row(msgspec.Struct, eq=False):
    figures: list[_Word]
    words: list[_Word]
    labels: list[_Word]

    @property
    def middle(self) -> float:
        return self.figures[0].middle


class Unruled(msgspec.Struct, frozen=True, eq=False):
    """A table found without lines: its lattice, what the cells say, and the lines of writing it takes up."""

    lattice: Lattice
    texts: tuple[CellText, ...]
    lines: tuple[TextLine, ...]


def unruled(lines: Sequence[TextLine]) -> Unruled | None:
    """The table that lines of one page make, if they clearly make one."""
    words = [word for line in lines for word in _words(line)]
    found = [row for line in lines if (row := _row(words, line)) is not None]
    sure = [row for row in found if len(row.figures) >= _FEWEST_FIGURES]
    if len(sure) < _FEWEST_ROWS:
        return None
    columns = _columns(sure)
    if columns is None:
        return None
    rows = [row for row in found if sure[0].middle <= row.middle <= sure[-1].middle and _fits(row, columns)]
    _give_labels(rows, [word for word in words if word.box.right < columns[0].left])
    first, last = rows[0].middle, rows[-1].middle
    taken = {id(word.line) for row in rows for word in (*row.figures, *row.labels)}
    kept = tuple(line for line in lines if id(line) in taken)
    if any(first < line.box.top < last and id(line) not in taken and _is_among(line, columns) for line in lines):
        return None
    return _table(rows, columns, kept)


def _words(line: TextLine) -> Iterator[_Word]:
    group: list[Glyph] = []
    for glyph in line.glyphs:
        if group and glyph.left - group[-1].right > _WORD_GAP * line.size:
            yield _word(line, group)
            group = []
        group.append(glyph)
    yield _word(line, group)


def _word(line: TextLine, glyphs: Sequence[Glyph]) -> _Word:
    part = TextLine(tuple(glyphs))
    return _Word(line, part.box, part.text)


def _row(words: Sequence[_Word], line: TextLine) -> _Row | None:
    """The figures of a line that ends in some."""
    own = [word for word in words if word.line is line]
    place = len(own)
    while place and is_value(own[place - 1].text):
        place -= 1
    figures = own[place:]
    return _Row(figures, own[:place], []) if figures else None


def _columns(rows: Sequence[_Row]) -> list[Box] | None:
    """The columns into which all figures fall; None where they run into one another."""
    columns: list[Box] = []
    for word in sorted((word for row in rows for word in row.figures), key=lambda word: word.box.left):
        if columns and word.box.left <= columns[-1].right:
            columns[-1] = Box.around([columns[-1], word.box])
        else:
            columns.append(word.box)
    size = rows[0].figures[0].line.size
    apart = all(after.left - before.right >= _COLUMN_GAP * size for before, after in pairwise(columns))
    return columns if apart and all(_fits(row, columns) for row in rows) else None


def _fits(row: _Row, columns: Sequence[Box]) -> bool:
    """Whether every figure of a row stands in a column of its own."""
    places = [_place(columns, word) for word in row.figures]
    inside = all(
        place < len(columns) and _overlap(columns[place], word.box)
        for place, word in zip(places, row.figures, strict=True)
    )
    return inside and len(set(places)) == len(places)


def _place(columns: Sequence[Box], word: _Word) -> int:
    return bisect_left([column.right for column in columns], word.box.left)


def _is_among(line: TextLine, columns: Sequence[Box]) -> bool:
    """Whether a line that is no row has writing where the figures stand."""
    return line.right > columns[0].left and line.left < columns[-1].right


def _give_labels(rows: Sequence[_Row], words: Sequence[_Word]) -> None:
    """Give each word to the left of the figures to the row it stands beside, when that is clear."""
    for word in words:
        near = sorted(rows, key=lambda row: abs(row.middle - word.middle))[:2]
        distances = [abs(row.middle - word.middle) for row in near]
        if distances[0] <= _FURTHEST_LABEL * word.line.size and distances[0] <= _CLEARLY_NEARER * distances[-1]:
            near[0].labels.append(word)


def _table(rows: Sequence[_Row], columns: Sequence[Box], lines: tuple[TextLine, ...]) -> Unruled:
    stacks = [_stacked(row.labels) for row in rows]
    wide = max(map(len, stacks), default=0)
    left = min(line.left for line in lines)
    step = (columns[0].left - left) / max(wide, 1)
    down = [left + step * place for place in range(wide)] + [column.left for column in columns] + [columns[-1].right]
    tops = [row.figures[0].box.top for row in rows]
    across = (*tops, rows[-1].figures[0].box.bottom)
    cells: list[Cell] = []
    texts: list[CellText] = []
    for number, (row, labels) in enumerate(zip(rows, stacks, strict=True)):
        # A label that reaches into the columns may hide a figure that ran into it.
        mark = MARK if any(word.box.right >= columns[0].left or word.text[-1].isdigit() for word in row.words) else ""
        figures = {_place(columns, word): word.text for word in row.figures}
        printed = (
            [""] * (wide - len(labels)) + labels + [mark + figures.get(place, "") for place in range(len(columns))]
        )
        for place, text in enumerate(printed):
            box = Box(down[place], across[number], down[place + 1], across[number + 1])
            cells.append(Cell(box, number, place, 1, 1, is_broken=False))
            texts.append(CellText(text))
    at = {(cell.row, cell.column): number for number, cell in enumerate(cells)}
    return Unruled(Lattice(across, tuple(down), tuple(cells), at), tuple(texts), lines)


def _stacked(words: Sequence[_Word]) -> list[str]:
    """Labels side by side, each put together from the lines it is broken into."""
    stacks: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: word.box.left):
        over = next((stack for stack in stacks if _overlap(Box.around(one.box for one in stack), word.box)), None)
        if over is None:
            stacks.append([word])
        else:
            over.append(word)
    return [joined_lines([word.text for word in sorted(stack, key=lambda one: one.box.top)]) for stack in stacks]


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right
