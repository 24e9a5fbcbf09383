"""The writing in the cells of a table, recognised line by line; ink that is not surely read leaves a mark."""

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
from services.ingest.pictures.recogniser import Recognised, recogniser

_SURE_OF_FIGURE = 0.8
_SURE_OF_WORDS = 0.35
_TALL = 0.7
_DIGITS = frozenset("0123456789")
_LIKE_DIGITS = str.maketrans(
    {"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1", "，": ",", "。": "."}
)
_OF_FIGURES = frozenset("0123456789.,-/—–%")


class _Line(msgspec.Struct, frozen=True, eq=False):
    cell: int
    pieces: list[Piece]
    box: Piece


def written(picture: Inked, of_lines: Mask, cells: Sequence[Cell]) -> list[CellText]:
    """What each cell says, its box given in pixels; one whose lines are torn is not relied on."""
    hidden = np.asarray(cv2.dilate(of_lines, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    free = np.where(hidden > 0, 0, picture.ink).astype(np.uint8)
    lines: list[_Line] = []
    for number, cell in enumerate(cells):
        lines.extend(_lines(number, cell.box, free, picture.em))
    found = recogniser().read([cut_out(picture.grey, line.box, hidden) for line in lines])
    texts: list[list[str]] = [[] for _ in cells]
    for line, read in zip(lines, found, strict=True):
        texts[line.cell].append(_trusted(line, read))
    return [
        CellText(f"{MARK if cell.is_broken else ''}{joined_lines(lines_of_cell)}")
        for cell, lines_of_cell in zip(cells, texts, strict=True)
    ]


def _lines(number: int, box: Box, free: Mask, em: float) -> list[_Line]:
    left, top, right, bottom = (max(round(side), 0) for side in (box.left, box.top, box.right, box.bottom))
    found = [
        Piece(left + one.left, top + one.top, left + one.right, top + one.bottom)
        for one in pieces(free[top:bottom, left:right], em)
        if not _is_rest_of_border(one, right - left, bottom - top, em)
    ]
    return [_Line(number, line, Piece.around(line)) for line in stacked(found, em)]


def _is_rest_of_border(piece: Piece, width: int, height: int, em: float) -> bool:
    """Whether ink lies along the edge of the cell, thin as what is left of a ruling line."""
    thin = 0.2 * em
    beside = piece.width <= thin and (piece.left <= thin or piece.right >= width - thin)
    below = piece.height <= thin and (piece.top <= thin or piece.bottom >= height - thin)
    return beside or below


def _trusted(line: _Line, read: Recognised) -> str:
    """The text where it can be relied on, else a mark before it."""
    text = read.text.translate(_LIKE_DIGITS) if _is_figure(read.text) else read.text
    if not text:
        return MARK
    if not _is_figure(text):
        return text if read.sureness >= _SURE_OF_WORDS or not any(map(str.isdigit, text)) else f"{MARK}{text}"
    digits = sum(character in _DIGITS for character in text)
    tallest = max(piece.height for piece in line.pieces)
    tall = sum(piece.height >= _TALL * tallest for piece in line.pieces)
    # A digit that was passed over leaves more pieces of ink than there are digits; touching ones leave fewer.
    passed_over = digits and tall > digits
    return f"{MARK}{text}" if passed_over or read.sureness < _SURE_OF_FIGURE else text


def _is_figure(text: str) -> bool:
    return bool(text) and set(text.translate(_LIKE_DIGITS)) <= _OF_FIGURES
