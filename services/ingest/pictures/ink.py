"""A picture prepared for reading: shades of grey, upright lines, and where its ink is."""

from typing import TypeAlias

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

Grey: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.uint8]
"""255 where there is ink, else 0."""

MAX_PIXELS = 14_000_000
"""A page of 300 dots an inch has nine millions; more adds nothing but time."""
_SMALL_SIDE = 1500
_LEAST_SLANT = 0.03
"""Degrees; the last step of the search."""
_RED_OVER, _PINK_OVER = 40, 12
_STAMP_IN_RED = 150
_CONTRAST = 12
cv2.setNumThreads(1)  # threads would each reserve address space, which the process has little of

_WINDOW = 41
_SLANTS = ((500, np.arange(-4, 4.01, 0.5)), (800, np.arange(-0.4, 0.41, 0.1)), (1000, np.arange(-0.06, 0.061, 0.03)))
"""At which size of the picture which angles are tried around the best so far."""
_TALLEST = 0.05


class Inked(msgspec.Struct, frozen=True, eq=False):
    """The picture without red stamps, its ink and the red ink, `em` the height of its writing in pixels."""

    grey: Grey
    ink: Mask
    red: Mask
    em: float
    scale: float
    """Pixels of this for each pixel of the picture as it came."""


def inked(picture: npt.NDArray[np.uint8]) -> Inked:
    """Prepare a picture of red, green and blue: scaled to a usual size, its slant taken out."""
    height, width = picture.shape[:2]
    scale = min(1.0, (MAX_PIXELS / (height * width)) ** 0.5)
    if scale == 1.0 and max(height, width) < _SMALL_SIDE:
        scale = 2.0
    if scale != 1.0:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way), dtype=np.uint8)
    grey, red = _without_red(picture)
    angle = _slant(_ink(grey))
    if abs(angle) >= _LEAST_SLANT:
        grey, red = _turned(grey, angle), _turned(red, angle, 0)
    ink = _ink(grey)
    return Inked(grey, ink, red, em_of(ink), scale)


def _without_red(picture: npt.NDArray[np.uint8]) -> tuple[Grey, Mask]:
    """The picture in grey, seen in red light where it is red, in which stamps vanish; and where it is red."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    others = np.maximum(picture[:, :, 1], picture[:, :, 2])
    over = cv2.subtract(picture[:, :, 0], others)
    seen = np.where(picture[:, :, 0] > _STAMP_IN_RED, np.uint8(255), picture[:, :, 0])  # black under red stays dark
    return np.where(over > _PINK_OVER, seen, grey).astype(np.uint8), (over > _RED_OVER).astype(np.uint8) * 255


def _ink(grey: Grey) -> Mask:
    """What is darker than its surroundings, so that faint writing counts and shaded paper does not."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    found = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _WINDOW, _CONTRAST)
    return np.asarray(found, dtype=np.uint8)


def _slant(ink: Mask) -> float:
    """By how many degrees lines must be turned to lie level: then rows are fullest and emptiest."""
    best = 0.0
    for side, steps in _SLANTS:
        factor = min(side / max(ink.shape), 1)
        small = np.asarray(cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        angles = [best + step for step in steps]
        best = float(max(angles, key=lambda angle: (_levelness(_turned(small, angle, 0)), -abs(angle))))
    return best


def _levelness(ink: Mask) -> float:
    rows = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turned(picture: Grey, angle: float, paper: int = 255) -> Grey:
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    flat = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return np.asarray(flat, dtype=np.uint8)


def em_of(ink: Mask) -> float:
    """The height of full characters: the taller of those pieces of ink that are no lines and no pictures."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights, widths = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    fits = (heights > 5) & (heights < _TALLEST * max(ink.shape)) & (widths < 2 * heights) & (heights < 3 * widths)  # noqa: PLR2004
    return float(np.percentile(heights[fits], 80)) if fits.any() else 24.0
