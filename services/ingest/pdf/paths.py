"""A path as straight strokes and filled areas; bars too thin to be an area are strokes as well."""

import ctypes
from collections.abc import Iterator
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from services.ingest.layout.box import Box
from services.ingest.layout.rulings import Ruling
from services.ingest.pdf.transform import Matrix

THICKEST = 3.2
"""A bar up to this many points is a line; table borders are a fifth of it."""
MAX_SEGMENTS = 50_000
_STRAIGHT = 0.6


class Drawn(msgspec.Struct, frozen=True, eq=False):
    """What one path draws."""

    strokes: list[Ruling]
    thin_fills: list[Ruling]
    wide_fills: list[Box]
    curves: int


class _Figure(msgspec.Struct, eq=False):
    """A figure drawn without lifting the pen: its points, its straight sides, and how many are curved."""

    points: list[tuple[float, float]] = msgspec.field(default_factory=list)
    sides: list[Box] = msgspec.field(default_factory=list)
    curves: int = 0

    def side(self, to: tuple[float, float]) -> None:
        """Add a straight side."""
        (x0, y0), (x1, y1) = self.points[-1], to
        self.sides.append(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    @property
    def box(self) -> Box:
        """The box around all points."""
        across, down = [x for x, _ in self.points], [y for _, y in self.points]
        return Box(min(across), min(down), max(across), max(down))


def strokes_and_fills(path: Any, to_page: Matrix, *, is_stroked: bool, clip: Box | None) -> Drawn:  # noqa: ANN401
    """Take a path apart; what its clip hides is left out."""
    drawn = Drawn([], [], [], 0)
    limit = None if clip is None else Box(clip.left - 1, clip.top - 1, clip.right + 1, clip.bottom + 1)
    curves = 0
    for figure in _figures(path, to_page):
        curves += figure.curves
        if is_stroked:
            for side in figure.sides:
                drawn.strokes.extend(_ruling(side, limit, _STRAIGHT))
        box = figure.box if limit is None else figure.box.meets(limit)
        if min(box.width, box.height) > THICKEST:
            drawn.wide_fills.append(box)
        else:
            drawn.thin_fills.extend(_ruling(box, None, THICKEST))
    return msgspec.structs.replace(drawn, curves=curves)


def _ruling(box: Box, limit: Box | None, thickest: float) -> Iterator[Ruling]:
    """The line that a thin box is, cut to the limit; a dot may be part of a line either way."""
    box = box if limit is None else box.meets(limit)
    if box.width < 0 or box.height < 0:
        return
    x, y = box.centre
    if box.height <= thickest and box.width > 0:
        yield Ruling(is_across=True, at=y, start=box.left, end=box.right)
    if box.width <= thickest and box.height > 0:
        yield Ruling(is_across=False, at=x, start=box.top, end=box.bottom)


def _figures(path: Any, to_page: Matrix) -> Iterator[_Figure]:  # noqa: ANN401
    x, y = ctypes.c_float(), ctypes.c_float()
    figure = _Figure()
    for place in range(min(pdfium.FPDFPath_CountSegments(path), MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = to_page.point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and figure.points:
            yield figure
            figure = _Figure()
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            figure.curves += 1
        elif figure.points:
            figure.side(point)
        figure.points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            figure.side(figure.points[0])
    if figure.points:
        yield figure
