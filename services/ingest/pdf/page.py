"""One page as it is seen: upright characters, ruling lines, and the zones that are only pictures."""

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from services.ingest.layout.box import Box, Glyph
from services.ingest.layout.rulings import Ruling
from services.ingest.pdf.objects import Painting, Writing, objects, painting
from services.ingest.pdf.transform import Matrix, turned
from services.ingest.reasons import unreadable

MAX_GLYPHS = 60_000
"""On one page; a page full of small print has six thousand."""
MAX_SIDE = 20_000
"""Points; the format itself ends at 14,400."""


class Sheet(msgspec.Struct, frozen=True, eq=False):
    """A page turned so that its writing is upright. `has_hidden` says that invisible writing was left out."""

    width: float
    height: float
    glyphs: list[Glyph]
    rulings: list[Ruling]
    pictures: list[Box]
    turns: int = 0
    hidden: int = 0
    curves: int = 0

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(0, 0, self.width, self.height)


class _Character(msgspec.Struct, frozen=True, eq=False):
    text: str
    box: Box
    foot: tuple[float, float]
    writing: Writing
    is_garbled: bool


def sheet(page: pypdfium2.PdfPage) -> Sheet:
    """Read a page.

    Raises:
        UnreadableFileError: it has more characters or objects than any report page.
    """
    raw = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, raw)
    seen = Matrix.seen(raw.left, raw.bottom, raw.right, raw.top, pdfium.FPDFPage_GetRotation(page))
    frame = seen.box(raw.left, raw.bottom, raw.right, raw.top)
    if not (0 < frame.width <= MAX_SIDE and 0 < frame.height <= MAX_SIDE):
        raise unreadable("file.too_large_document", what=f"{frame.width:.0f} × {frame.height:.0f} pt")
    painted = painting(page, seen)
    shown, hidden = _shown(list(_characters(page, seen, painted)), painted, frame)
    turns = _turns(shown)
    upright = turned(frame.width, frame.height, turns)
    whole = upright.box(frame.left, frame.top, frame.right, frame.bottom)
    return Sheet(
        whole.width,
        whole.height,
        [glyph for one in shown for glyph in _glyph(one, upright, turns)],
        [_turned(ruling, upright) for ruling in painted.rulings],
        [upright.box(*_corners(fill.box.meets(frame))) for fill in painted.pictures],
        turns,
        hidden,
        painted.curves[0],
    )


def is_plain(page: pypdfium2.PdfPage) -> bool:
    """Whether a quick look shows nothing but writing that fonts explain: no picture, no outlined or garbled writing."""
    if any(kind == pdfium.FPDF_PAGEOBJ_IMAGE for _, kind, _ in objects(page, Matrix())):
        return False
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return False
    try:
        places = range(min(pdfium.FPDFText_CountChars(text), _LOOKED_AT))
        codes = [code for place in places if (code := pdfium.FPDFText_GetUnicode(text, place)) not in _NO_PRINT]
        broken = sum(pdfium.FPDFText_HasUnicodeMapError(text, place) == 1 for place in places)
        return len(codes) >= _ENOUGH and not broken and not any(map(_is_garbled, codes))
    finally:
        pdfium.FPDFText_ClosePage(text)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _characters(page: pypdfium2.PdfPage, seen: Matrix, painted: Painting) -> Iterator[_Character]:
    """Every character that a text object prints; spaces that the library makes up are left out."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_GLYPHS:
            raise unreadable("file.too_large_document", what=f"{count} > {MAX_GLYPHS} characters")
        raw, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for place in range(count):
            code = pdfium.FPDFText_GetUnicode(text, place)
            if code in _NO_PRINT:
                continue
            writing = _writing_of(text, place, painted)
            if writing is None or not pdfium.FPDFText_GetLooseCharBox(text, place, raw):
                continue
            pdfium.FPDFText_GetCharOrigin(text, place, x, y)
            box = seen.box(raw.left, raw.bottom, raw.right, raw.top)
            if max(box.width, box.height) > _WIDEST * max(writing.size, 1):
                box = _inked(text, place, seen)  # of vertical writing the library tells a box twenty times too large
            yield _Character(
                chr(code) if code < _LAST_CODE else "\ufffd",
                box,
                seen.point(x.value, y.value),
                writing,
                _is_garbled(code) or pdfium.FPDFText_HasUnicodeMapError(text, place) == 1,
            )
    finally:
        pdfium.FPDFText_ClosePage(text)


_NO_PRINT = frozenset({0x20, 0x0D, 0x0A, 0x09, 0xA0, 0x3000, 0x02, 0xAD, 0xFEFF, 0xFFFE, 0x200B})
_LAST_CODE = 0x110000
_WIDEST = 2.5
_LOOKED_AT, _ENOUGH = 3000, 60
_PRIVATE = ((0xE000, 0xF900), (0xF0000, _LAST_CODE))


def _is_garbled(code: int) -> bool:
    """A code that stands for no character: control codes, private use, the replacement character."""
    return code < 0x20 or 0x7F <= code < 0xA0 or code == 0xFFFD or any(a <= code < b for a, b in _PRIVATE)  # noqa: PLR2004


def _inked(text: Any, place: int, seen: Matrix) -> Box:  # noqa: ANN401
    """The box around what is printed of a character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    return seen.box(left.value, bottom.value, right.value, top.value)


def _writing_of(text: Any, place: int, painted: Painting) -> Writing | None:  # noqa: ANN401
    item = pdfium.FPDFText_GetTextObject(text, place)
    return painted.writing.get(ctypes.addressof(item.contents)) if item else None


def _shown(characters: Sequence[_Character], painted: Painting, frame: Box) -> tuple[list[_Character], int]:
    """The characters that can be seen on the page, and how many cannot."""
    shown: list[_Character] = []
    hidden = 0
    for one in characters:
        x, y = one.box.centre
        clip = one.writing.clip
        if not frame.holds(x, y):
            continue
        if one.writing.is_invisible or (clip is not None and not clip.holds(x, y, 1)):
            hidden += 1
            continue
        if one.writing.is_white and not _is_on_colour(x, y, one.writing.order, painted):
            hidden += 1
            continue
        covered = any(fill.order > one.writing.order and fill.box.holds(x, y) for fill in painted.fills)
        shown.append(msgspec.structs.replace(one, is_garbled=True) if covered else one)
    return shown, hidden


def _is_on_colour(x: float, y: float, order: int, painted: Painting) -> bool:
    """Whether white writing stands on something painted before it."""
    below = [fill for fill in (*painted.fills, *painted.pictures) if fill.order < order and fill.box.holds(x, y)]
    return bool(below) and not max(below, key=lambda fill: fill.order).is_white


def _turns(characters: Sequence[_Character]) -> int:
    """In which direction most of the writing runs."""
    counts = Counter(one.writing.turns for one in characters if one.writing.turns is not None)
    return counts.most_common(1)[0][0] if counts else 0


def _glyph(one: _Character, upright: Matrix, turns: int) -> Iterator[Glyph]:
    """The character on the upright page. Writing aslant is a watermark and no part of the report."""
    if one.writing.turns is None:
        return
    box = upright.box(*_corners(one.box))
    _, baseline = upright.point(*one.foot)
    is_upright = one.writing.turns == turns
    yield Glyph(
        one.text,
        box.left,
        box.right,
        baseline if is_upright else box.bottom - box.height * 0.2,
        one.writing.size if is_upright else box.height,
        is_doubtful=one.is_garbled or (not is_upright and one.text.isdigit()),
    )


def _turned(ruling: Ruling, upright: Matrix) -> Ruling:
    at, start, end = ruling.at, ruling.start, ruling.end
    box = upright.box(start, at, end, at) if ruling.is_across else upright.box(at, start, at, end)
    if box.width >= box.height:
        return Ruling(is_across=True, at=box.top, start=box.left, end=box.right)
    return Ruling(is_across=False, at=box.left, start=box.top, end=box.bottom)
