"""The writing in the cells of a table, recognised line by line; ink that is not surely read leaves a mark."""

import re
from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from services.ingest.document import MARK
from services.ingest.layout.box import Box
from services.ingest.layout.lattice import Cell
from services.ingest.layout.writing import CellText, joined_lines
from services.ingest.pictures.ink import Inked, Mask
from services.ingest.pictures.lines import Piece, cut_out, pieces, stacked
from services.ingest.pictures.recogniser import Recognised, recogniser, width_of

_SURE_OF_FIGURE = 0.8
_SURE_OF_WORDS = 0.35
_TALL = 0.7
_DIGITS = frozenset("0123456789")
_NUMBERED, _BRACKETED = re.compile(r"^[C(（\[【〔]([一二三四五六七八九十])[)）\]】〕]"), r"（\1）"


class _Line(msgspec.Struct, frozen=True, eq=False):
    cell: int
    pieces: list[Piece]
    box: Piece


def written(picture: Inked, of_lines: Mask, cells: Sequence[Cell]) -> tuple[tuple[CellText, ...], int]:
    """What each cell says, its box given in pixels, and the effort it took; torn cells are not relied on."""
    hidden = np.asarray(cv2.dilate(of_lines, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    free = np.where(hidden > 0, 0, picture.ink).astype(np.uint8)
    lines: list[_Line] = []
    marked = {number for number, cell in enumerate(cells) if cell.is_broken}
    stamped = {number for number, cell in enumerate(cells) if pieces(_part(picture.red, cell.box), picture.em)}
    for number, cell in enumerate(cells):
        found = _lines(number, cell.box, free, picture.em)
        lines.extend(found)
        if not found and number in stamped:
            marked.add(number)  # under a stamp nothing is seen, but something may be printed
    cut = [cut_out(picture.grey, line.box, hidden) for line in lines]
    read = recogniser().read(cut)
    texts: list[list[str]] = [[] for _ in cells]
    for line, recognised in zip(lines, read, strict=True):
        hides = line.cell in stamped and recognised.is_figure  # a digit of the number may be under the stamp
        texts[line.cell].append(f"{recognised.text}{MARK}" if hides else _trusted(line, recognised))
    said = tuple(
        CellText(f"{MARK if number in marked else ''}{_NUMBERED.sub(_BRACKETED, joined_lines(lines_of_cell))}")
        for number, lines_of_cell in enumerate(texts)
    )
    return said, sum(width_of(line) for line in cut)


def _part(mask: Mask, box: Box) -> Mask:
    left, top, right, bottom = (max(round(side), 0) for side in (box.left, box.top, box.right, box.bottom))
    return mask[top:bottom, left:right]


def _lines(number: int, box: Box, free: Mask, em: float) -> list[_Line]:
    inside = _part(free, box)
    height, width = inside.shape
    left, top = max(round(box.left), 0), max(round(box.top), 0)
    found = [
        Piece(left + one.left, top + one.top, left + one.right, top + one.bottom)
        for one in pieces(inside, em)
        if not _is_rest_of_border(one, width, height, em)
    ]
    return [_Line(number, line, Piece.around(line)) for line in stacked(found, em)]


def _is_rest_of_border(piece: Piece, width: int, height: int, em: float) -> bool:
    """Whether ink lies along the edge of the cell, thin as what is left of a ruling line."""
    thin = 0.2 * em
    like_a_digit = 0.45 * em < piece.height < 1.1 * em
    beside = not like_a_digit and piece.width <= thin and (piece.left <= thin or piece.right >= width - thin)
    below = piece.height <= thin and (piece.top <= thin or piece.bottom >= height - thin)
    return beside or below


def _trusted(line: _Line, read: Recognised) -> str:
    """The text where it can be relied on, else a mark with it."""
    if not read.text:
        return MARK
    if not read.is_figure:
        sure = read.sureness >= _SURE_OF_WORDS or not any(map(str.isdigit, read.text))
        return read.text if sure else f"{read.text}{MARK}"
    digits = sum(character in _DIGITS for character in read.text)
    tallest = max(piece.height for piece in line.pieces)
    tall = sum(piece.height >= _TALL * tallest for piece in line.pieces)
    # A digit that was passed over leaves more pieces of ink than there are digits; touching ones leave fewer.
    passed_over = digits and tall > digits
    return f"{read.text}{MARK}" if passed_over or read.sureness < _SURE_OF_FIGURE else read.text
