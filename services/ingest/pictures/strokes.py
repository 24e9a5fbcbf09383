"""Ruling lines in a picture: long straight runs of ink, which no stroke of writing is."""

import cv2
import msgspec
import numpy as np

from services.ingest.layout.rulings import Ruling
from services.ingest.pictures.ink import Inked, Mask

_ACROSS_EMS = 2.6
_DOWN_EMS = 1.5
_THICKEST = 0.45
_GAP_EMS, _STAMP_EMS = 0.12, 1.2


class Strokes(msgspec.Struct, frozen=True, eq=False):
    """The ruling lines, and the ink that belongs to them."""

    rulings: list[Ruling]
    ink: Mask


def strokes(picture: Inked) -> Strokes:
    """Find the lines of tables, all in pixels. Under a stamp a line goes on that is seen on both sides of it."""
    ink, em = picture.ink, picture.em
    stamped = cv2.dilate(picture.red, np.ones((5, 5), np.uint8)) if picture.red.any() else None
    of_lines = np.zeros_like(ink)
    rulings: list[Ruling] = []
    for is_across, length in ((True, _ACROSS_EMS * em), (False, _DOWN_EMS * em)):
        whole = _bridged(ink, max(round(em * _GAP_EMS), 3), is_across=is_across)
        if stamped is not None:
            whole |= _bridged(ink, round(em * _STAMP_EMS), is_across=is_across) & stamped
        run = max(round(length), 12)
        shape = (1, run) if is_across else (run, 1)
        runs = np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), dtype=np.uint8)
        rulings.extend(_rulings(runs, of_lines, em, is_across=is_across))
    return Strokes(rulings, of_lines)


def _bridged(ink: Mask, gap: int, *, is_across: bool) -> Mask:
    """The ink with gaps up to so many pixels closed in one direction."""
    shape = (1, gap) if is_across else (gap, 1)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(shape, np.uint8)), dtype=np.uint8)


def _rulings(runs: Mask, of_lines: Mask, em: float, *, is_across: bool) -> list[Ruling]:
    """The runs as lines; what is as thick as writing is a picture or a shaded field."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found: list[Ruling] = []
    for left, top, width, height, area in stats[1:].tolist():
        if area / (width if is_across else height) > _THICKEST * em:
            continue
        part = slice(top, top + height), slice(left, left + width)
        of_lines[part] |= runs[part]
        if is_across:
            found.append(Ruling(is_across=True, at=top + height / 2, start=left, end=left + width))
        else:
            found.append(Ruling(is_across=False, at=left + width / 2, start=top, end=top + height))
    return found
