"""Which encoding bytes of rich text are in: that of the font they are set in, or the file's own."""

import codecs
import re

SYMBOLS = "symbols"
"""Stands for the encoding of fonts whose letters are pictures."""
_WESTERN = "cp1252"
_CHINESE = "gbk"
_CHARSETS = {
    0: _WESTERN,
    2: SYMBOLS,
    128: "cp932",
    129: "cp949",
    134: _CHINESE,
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    204: "cp1251",
    238: "cp1250",
}
_PAGES = {936: _CHINESE, 54936: "gb18030", 65001: "utf-8"}
_PAIRS = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])+")


class Charsets:
    """The encodings of one file, told in its head and its table of fonts."""

    def __init__(self) -> None:
        self._default = _WESTERN
        self._fonts: dict[int, str | None] = {}

    def set_page(self, page: int) -> None:
        """The code page of the file; one that is not known is passed over."""
        name = _PAGES.get(page, f"cp{page}")
        try:
            codecs.lookup(name)
        except LookupError:
            return
        self._default = name

    def set_font(self, font: int, charset: int) -> None:
        """The character set of a font."""
        self._fonts[font] = _CHARSETS.get(charset)

    def of_font(self, font: int | None) -> str:
        """The encoding of text in a font."""
        return (self._fonts.get(font) if font is not None else None) or self._default

    def decode(self, data: bytes, encoding: str) -> str:
        """The text; bytes that do not fit become U+FFFD."""
        if encoding == _WESTERN and self._default == _CHINESE and _PAIRS.fullmatch(data):
            # Chinese set in a Western font: every byte above ASCII has its partner.
            encoding = _CHINESE
        return data.decode(encoding, "replace")
