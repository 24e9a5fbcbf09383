"""Pieces of ink put together to lines of writing, each cut out for the recogniser."""

from collections.abc import Iterable, Sequence
from typing import Self

import cv2
import msgspec
import numpy as np

from services.ingest.pictures.ink import Grey, Mask

_SPECK = 0.16
"""Ink smaller than this many times the writing is dust."""
_TALLEST_LINE = 1.3
_MARGIN = 0.25
_LOWEST_EMS, _TALLEST_EMS = 0.4, 3.0
_WORDS_APART = 1.2


class Piece(msgspec.Struct, frozen=True):
    """A box of pixels; right and bottom are the first ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, pieces: Iterable["Piece"]) -> Self:
        """The box that holds all of them."""
        every = list(pieces)
        return cls(
            min(piece.left for piece in every),
            min(piece.top for piece in every),
            max(piece.right for piece in every),
            max(piece.bottom for piece in every),
        )

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns of pixels."""
        return self.right - self.left


def pieces(ink: Mask, em: float) -> list[Piece]:
    """Connected ink, dust left out; places are those of the mask."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = max(em * _SPECK, 2)
    return [
        Piece(int(left), int(top), int(left + width), int(top + height))
        for left, top, width, height, area in stats[1:]
        if max(width, height) >= least and area >= least
    ]


def stacked(found: Sequence[Piece], em: float) -> list[list[Piece]]:
    """The pieces by the line they stand in, from top to bottom, each line from left to right."""
    bands: list[list[Piece]] = []
    for piece in sorted(found, key=lambda one: one.top):
        if bands and piece.top < max(one.bottom for one in bands[-1]):
            bands[-1].append(piece)
        else:
            bands.append([piece])
    lines: list[list[Piece]] = []
    for band in bands:
        # Strokes of one character may lie apart from each other (二, 三, 云), lines never so close.
        if lines and Piece.around([*lines[-1], *band]).height <= _TALLEST_LINE * em:
            lines[-1].extend(band)
        else:
            lines.append(band)
    return [sorted(line, key=lambda one: one.left) for line in lines]


def cut_out(grey: Grey, box: Piece, hidden: Mask | None = None) -> Grey:
    """The picture of a line with some paper around it, the ink of ruling lines taken away."""
    margin = max(round(box.height * _MARGIN), 3)
    height, width = grey.shape
    top, bottom = max(box.top - margin, 0), min(box.bottom + margin, height)
    left, right = max(box.left - margin, 0), min(box.right + margin, width)
    part = grey[top:bottom, left:right]
    if hidden is not None:
        paper = int(np.percentile(part, 90))
        part = np.where(hidden[top:bottom, left:right] > 0, paper, part).astype(np.uint8)
    return part


def line_boxes(free: Mask, em: float) -> list[Piece]:
    """Boxes of words that stand on one line; what is taller than any heading is a stamp or a picture."""
    wide = np.ones((1, max(round(em * _WORDS_APART), 3)), np.uint8)
    smeared = np.asarray(cv2.morphologyEx(free, cv2.MORPH_CLOSE, wide), dtype=np.uint8)
    words = [piece for piece in pieces(smeared, em) if piece.height < _TALLEST_EMS * em]
    boxes = [Piece.around(group) for line in stacked(words, em) for group in _side_by_side(line, em)]
    return [box for box in boxes if box.height >= _LOWEST_EMS * em]


def _side_by_side(line: Sequence[Piece], em: float) -> list[list[Piece]]:
    """Words of a line, those close to one another together."""
    groups: list[list[Piece]] = []
    for piece in line:
        if groups and piece.left - max(one.right for one in groups[-1]) < _WORDS_APART * em:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups
