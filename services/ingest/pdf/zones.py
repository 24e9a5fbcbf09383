"""Which parts of a page are pictures of writing, so that only a recogniser can read them."""

from services.ingest.layout.box import Box
from services.ingest.pdf.page import Sheet

FEW_GLYPHS = 20
"""A scanned page may bear a stamped page number or a header as true writing, and no more."""
_PAGE_SHARE = 0.3
_PICTURE_SHARE = 0.08
_MANY_CURVES = 400
"""Outlined writing has ten curves for each character."""
_MOST_GARBLED = 0.1


def zones(sheet: Sheet) -> list[Box]:
    """The boxes to recognise: the whole page where it has no usable writing, else pictures with none over them."""
    if is_garbled(sheet):
        return [sheet.box]
    pictures = [box for box in sheet.pictures if box.width > 0 and box.height > 0]
    if len(sheet.glyphs) < FEW_GLYPHS:
        painted = sum(box.area for box in pictures)
        if painted >= _PAGE_SHARE * sheet.box.area or sheet.curves >= _MANY_CURVES:
            return [sheet.box]
    large = [box for box in pictures if box.area >= _PICTURE_SHARE * sheet.box.area]
    return [box for box in large if not _is_written_over(box, sheet)]


def is_garbled(sheet: Sheet) -> bool:
    """Whether the page's fonts do not tell what their characters are."""
    garbled = sum(glyph.is_doubtful for glyph in sheet.glyphs)
    return garbled >= FEW_GLYPHS / 2 and garbled >= _MOST_GARBLED * len(sheet.glyphs)


def _is_written_over(box: Box, sheet: Sheet) -> bool:
    """Whether the picture is a background of true writing."""
    return sum(box.holds(glyph.centre, glyph.middle) for glyph in sheet.glyphs) >= FEW_GLYPHS
