"""Ruling lines in a picture: long straight runs of ink, which no stroke of writing is."""

import cv2
import msgspec
import numpy as np

from services.ingest.layout.rulings import Ruling
from services.ingest.pictures.ink import Mask

_ACROSS_EMS = 2.6
_DOWN_EMS = 1.5
_THICKEST = 0.45


class Strokes(msgspec.Struct, frozen=True, eq=False):
    """The ruling lines, and the ink that belongs to them."""

    rulings: list[Ruling]
    ink: Mask


def strokes(ink: Mask, em: float) -> Strokes:
    """Find the lines of tables; `em` is the height of the writing, all in pixels."""
    of_lines = np.zeros_like(ink)
    rulings: list[Ruling] = []
    for is_across, length in ((True, _ACROSS_EMS * em), (False, _DOWN_EMS * em)):
        run = max(round(length), 12)
        bridge = max(round(em * 0.12), 3)
        shape, gap = ((run, 1), (bridge, 1)) if is_across else ((1, run), (1, bridge))
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
        runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
        rulings.extend(_rulings(np.asarray(runs, dtype=np.uint8), of_lines, em, is_across=is_across))
    return Strokes(rulings, of_lines)


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
