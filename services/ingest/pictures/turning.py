"""Which way up a picture is: the way in which its lines of writing are surely recognised."""

import numpy as np
import numpy.typing as npt

from services.ingest.pictures.ink import Inked, inked
from services.ingest.pictures.lines import Piece, cut_out, line_boxes
from services.ingest.pictures.recogniser import recogniser
from services.ingest.pictures.strokes import Strokes, strokes

_TRIED = 6
_SHORTEST_EMS, _LONGEST_EMS = 3, 16
_CLEAR = 0.5
"""Upright writing scores above this, writing on its side or its head far below."""


def upright(picture: npt.NDArray[np.uint8]) -> tuple[Inked, Strokes]:
    """The picture prepared and its lines found, turned by quarters when its writing can only be read that way."""
    best, best_score = _tried(picture)
    for quarters in (1, 3, 2):
        if best_score > _CLEAR:
            break
        turned, score = _tried(np.ascontiguousarray(np.rot90(picture, quarters)))
        if score > best_score + 0.1:
            best, best_score = turned, score
    return best


def _tried(picture: npt.NDArray[np.uint8]) -> tuple[tuple[Inked, Strokes], float]:
    prepared = inked(picture)
    ruled = strokes(prepared)
    return (prepared, ruled), _legibility(prepared, ruled)


def _legibility(prepared: Inked, ruled: Strokes) -> float:
    """How much of what should be characters is surely read as such, in a few lines of the picture."""
    em = prepared.em
    free = np.where(ruled.ink > 0, 0, prepared.ink).astype(np.uint8)
    boxes = [box for box in line_boxes(free, em) if _SHORTEST_EMS * em < box.width < _LONGEST_EMS * em]
    chosen = sorted(boxes, key=lambda box: -box.width)[:_TRIED]
    if not chosen:
        return 1.0
    read = recogniser().read([cut_out(prepared.grey, box) for box in chosen])
    wanted = sum(_characters(box, em) for box in chosen)
    found = sum(min(len(one.text), _characters(box, em)) * one.sureness for box, one in zip(chosen, read, strict=True))
    return found / wanted


def _characters(box: Piece, em: float) -> float:
    return box.width / em
