"""Characters put together: to lines, to the text of a line, and to the text of a cell of several lines."""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from services.ingest.document import MARK
from services.ingest.layout.box import Box, Glyph

WORD_GAP = 0.22
"""Between digits or letters further apart than this many times their size there is a space."""
_WIDE_GAP = 1.8
_RAISED_SIZE = 0.8
_RAISED_BY = 0.12
_SAME_PLACE = 0.2
_CELL_PADDING = 12.0
"""Points that word processors leave on both sides of a cell together, and a little more."""
_WRAPPED_DIGITS = 3
_NUMERIC = frozenset("0123456789０１２３４５６７８９.,，．%％+-−–—/")
_DIGITS = frozenset("0123456789０１２３４５６７８９")


class TextLine(msgspec.Struct, frozen=True, eq=False):
    """Characters on one line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def box(self) -> Box:
        """The space it takes."""
        return Box.around(glyph.box for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(glyph.right for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @property
    def baseline(self) -> float:
        """What most of its characters stand on."""
        feet = sorted(glyph.baseline for glyph in self.glyphs)
        return feet[len(feet) // 2]

    @property
    def text(self) -> str:
        """Its writing; a space where words are apart, a raised character after `^`, a mark for what is no text."""
        return "".join(_pieces(self.glyphs, self.size, self.baseline))


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines that characters stand in, from top to bottom."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        if lines and _is_on(glyph, lines[-1]):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [TextLine(tuple(_once(sorted(line, key=lambda glyph: (glyph.centre, glyph.baseline))))) for line in lines]


def _is_on(glyph: Glyph, line: Sequence[Glyph]) -> bool:
    first = line[0]
    return glyph.middle - first.middle <= 0.5 * min(max(glyph.size, first.size), 1.6 * min(glyph.size, first.size))


def _once(line: list[Glyph]) -> Iterator[Glyph]:
    """Each character once where it is printed twice to look bold; two different ones in one place are no text."""
    before: Glyph | None = None
    for glyph in line:
        if before is not None:
            reach = min(_SAME_PLACE * before.size, 0.5 * max(before.right - before.left, 0.1))
            if abs(glyph.centre - before.centre) <= reach and abs(glyph.baseline - before.baseline) <= reach:
                same = glyph.text == before.text
                before = before if same else msgspec.structs.replace(before, is_doubtful=True)
                continue
            yield before
        before = glyph
    if before is not None:
        yield before


def _pieces(glyphs: Sequence[Glyph], size: float, baseline: float) -> Iterator[str]:
    before: Glyph | None = None
    raised = False
    for glyph in glyphs:
        gap = glyph.left - before.right if before is not None else 0.0
        if before is not None and gap > _gap_for(before, glyph) * max(before.size, glyph.size):
            yield "  " if gap > _WIDE_GAP * size else " "
        was_raised, raised = raised, _is_raised(glyph, size, baseline)
        if raised and not was_raised and glyph.text.isalnum():
            yield "^"
        if not glyph.is_doubtful:
            yield glyph.text
        elif before is None or not before.is_doubtful:
            yield MARK
        before = glyph


def _is_raised(glyph: Glyph, size: float, baseline: float) -> bool:
    return glyph.size < _RAISED_SIZE * size and baseline - glyph.baseline > _RAISED_BY * size


def _gap_for(before: Glyph, after: Glyph) -> float:
    """The gap that makes a space: small between digits and letters, wide in Chinese, which is set justified."""
    narrow = all(ord(glyph.text[-1]) < 0x2E80 for glyph in (before, after))  # noqa: PLR2004 - before it no Chinese
    return WORD_GAP if narrow else _WIDE_GAP


class CellText(msgspec.Struct, frozen=True):
    """What a cell says; `is_wrapped` that a number too wide for the cell was put together from two lines."""

    text: str
    is_wrapped: bool = False


def cell_text(glyphs: Iterable[Glyph], box: Box) -> CellText:
    """The writing in a cell. Digits on two lines stay apart, unless the cell was too narrow for the number."""
    lines = lines_of(glyphs)
    texts = [line.text for line in lines]
    if len(lines) > 1 and all(_is_number_part(text) for text in texts) and _fills(lines, texts, box):
        return CellText("".join(texts), is_wrapped=True)
    return CellText(joined_lines(texts))


def _is_number_part(text: str) -> bool:
    return bool(text) and all(character in _NUMERIC for character in text)


def _fills(lines: Sequence[TextLine], texts: Sequence[str], box: Box) -> bool:
    """Whether every line but the last is as long as the cell allows."""
    return all(
        len(text) >= _WRAPPED_DIGITS
        and box.width - (line.right - line.left) < _CELL_PADDING + (line.right - line.left) / len(text)
        for line, text in zip(lines[:-1], texts[:-1], strict=True)
    )


def joined_lines(texts: Sequence[str]) -> str:
    """Lines as one text: Chinese without a space, words with one, and numbers never run together."""
    whole = ""
    for text in texts:
        if not text:
            continue
        whole = f"{whole}{_between(whole, text)}{text}" if whole else text
    return whole


def _between(before: str, after: str) -> str:
    last, first = before[-1], after[0]
    if (last in _DIGITS and first in _NUMERIC) or (first in _DIGITS and last in _NUMERIC):
        # `1.` and a remark number are no figures, but two figures glued are worse than a number kept apart.
        return "\n"
    return " " if re.fullmatch(r"[A-Za-z0-9]{2}", last + first) else ""
