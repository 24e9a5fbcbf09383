"""What a page paints, in painting order: strokes, filled areas, pictures, and how each piece of writing is painted."""

import ctypes
from collections.abc import Iterator
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from services.ingest.layout.box import Box
from services.ingest.layout.rulings import Ruling
from services.ingest.pdf.paths import strokes_and_fills
from services.ingest.pdf.transform import Matrix, quarters
from services.ingest.reasons import unreadable

MAX_OBJECTS = 50_000
"""On one page; a page of tables has a thousand."""
MAX_FORM_DEPTH = 8
_WHITE = 250
_CLEAR = 10
_INVISIBLE = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_STROKED_ONLY = {pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP}


class Fill(msgspec.Struct, frozen=True, eq=False):
    """A painted area or picture and its turn in painting."""

    box: Box
    order: int
    is_white: bool = False


class Writing(msgspec.Struct, frozen=True, eq=False):
    """How a text object is painted. `turns` is its direction in quarters clockwise, None when aslant."""

    order: int
    turns: int | None
    size: float
    is_white: bool
    is_invisible: bool
    clip: Box | None


class Painting(msgspec.Struct, frozen=True, eq=False):
    """Everything a page paints; writing by the address of its text object."""

    rulings: list[Ruling] = msgspec.field(default_factory=list)
    fills: list[Fill] = msgspec.field(default_factory=list)
    pictures: list[Fill] = msgspec.field(default_factory=list)
    writing: dict[int, Writing] = msgspec.field(default_factory=dict)
    curves: list[int] = msgspec.field(default_factory=lambda: [0])


def painting(page: pypdfium2.PdfPage, seen: Matrix) -> Painting:
    """Walk the page's objects, those inside form objects included."""
    found = Painting()
    for order, (item, kind, outer) in enumerate(objects(page, seen)):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.writing[ctypes.addressof(item.contents)] = _writing(item, outer, order)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _paint_path(item, outer, order, found)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := _bounds(item, outer)) is not None:
            found.pictures.append(Fill(box, order))
    return found


def objects(page: pypdfium2.PdfPage, seen: Matrix) -> Iterator[tuple[Any, int, Matrix]]:
    """Every object that is no form, with the map from its surroundings to the page as seen.

    Raises:
        UnreadableFileError: more objects than any report page has.
    """
    open_forms: list[tuple[Any, int, int, Matrix]] = [(None, 0, pdfium.FPDFPage_CountObjects(page), seen)]
    for _ in range(MAX_OBJECTS):
        if not open_forms:
            return
        form, place, count, outer = open_forms.pop()
        if place >= count:
            continue
        open_forms.append((form, place + 1, count, outer))
        item = pdfium.FPDFPage_GetObject(page, place) if form is None else pdfium.FPDFFormObj_GetObject(form, place)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, kind, outer
        elif len(open_forms) <= MAX_FORM_DEPTH:
            inner = _matrix(item).then(outer)
            open_forms.append((item, 0, pdfium.FPDFFormObj_CountObjects(item), inner))
    raise unreadable("file.too_large_document", what=f"> {MAX_OBJECTS} objects")


def _matrix(item: Any) -> Matrix:  # noqa: ANN401 - pdfium's handles have no types
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, raw)
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _bounds(item: Any, outer: Matrix) -> Box | None:  # noqa: ANN401
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return outer.box(left.value, bottom.value, right.value, top.value)


def _colour(item: Any, *, of_stroke: bool) -> tuple[bool, bool]:  # noqa: ANN401
    """Whether the paint is white, and whether it is so clear that nothing is seen."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask = pdfium.FPDFPageObj_GetStrokeColor if of_stroke else pdfium.FPDFPageObj_GetFillColor
    if not ask(item, red, green, blue, alpha):
        return False, False
    return min(red.value, green.value, blue.value) >= _WHITE, alpha.value < _CLEAR


def _writing(item: Any, outer: Matrix, order: int) -> Writing:  # noqa: ANN401
    whole = _matrix(item).then(outer)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    is_white, is_clear = _colour(item, of_stroke=mode in _STROKED_ONLY)
    return Writing(
        order,
        quarters(whole.heading),
        abs(size.value) * whole.scale,
        is_white,
        mode in _INVISIBLE or is_clear,
        _clip(item, outer),
    )


def _clip(item: Any, outer: Matrix) -> Box | None:  # noqa: ANN401
    """The box outside which the object is cut off."""
    path = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    clip: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        points: list[tuple[float, float]] = []
        for place in range(pdfium.FPDFClipPath_CountPathSegments(path, number)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, number, place)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(outer.point(x.value, y.value))
        if points:
            across, down = zip(*points, strict=True)
            box = Box(min(across), min(down), max(across), max(down))
            clip = box if clip is None else clip.meets(box)
    return clip


def _paint_path(item: Any, outer: Matrix, order: int, found: Painting) -> None:  # noqa: ANN401
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill_mode, stroked)
    if not fill_mode.value and not stroked.value:
        return
    clip = _clip(item, outer)
    if clip is not None and (clip.width < 0 or clip.height < 0):
        return
    drawn = strokes_and_fills(item, _matrix(item).then(outer), is_stroked=bool(stroked.value), clip=clip)
    found.curves[0] += drawn.curves
    stroke_is_white, stroke_is_clear = _colour(item, of_stroke=True)
    fill_is_white, fill_is_clear = _colour(item, of_stroke=False)
    if stroked.value and not stroke_is_white and not stroke_is_clear:
        found.rulings.extend(drawn.strokes)
    if fill_mode.value and not fill_is_clear:
        if not fill_is_white:
            found.rulings.extend(drawn.thin_fills)
        found.fills.extend(Fill(box, order, is_white=fill_is_white) for box in drawn.wide_fills)
