"""The style sheet: what a style adds to the modifiers of its paragraphs and runs, and which styles are headings."""

import msgspec

from services.ingest.reasons import UnreadableFileError
from services.ingest.word97.binary import part, u16
from services.ingest.word97.fib import Stretch

_MAX_STYLES = 4095
_MAX_BASED = 20
_HEADINGS = range(1, 10)
_OF_PARAGRAPHS, _OF_CHARACTERS = 1, 2
_BASE_SIZES = {10, 18}


class Style(msgspec.Struct, frozen=True):
    """Modifiers of a style with those of the styles it is based on before them; `level` is set for headings."""

    paragraph: bytes = b""
    characters: bytes = b""
    level: int | None = None


class _Own(msgspec.Struct, frozen=True):
    based_on: int
    style: Style


class StyleSheet:
    """Styles by their number; an unknown one changes nothing."""

    def __init__(self, styles: dict[int, _Own]) -> None:
        self._own = styles
        self._whole: dict[int, Style] = {}

    def style(self, number: int) -> Style:
        """A style with everything it inherits."""
        if number not in self._whole:
            chain: list[Style] = []
            at = number
            while at in self._own and len(chain) < _MAX_BASED:
                chain.append(self._own[at].style)
                at = self._own[at].based_on
            self._whole[number] = Style(
                b"".join(style.paragraph for style in reversed(chain)),
                b"".join(style.characters for style in reversed(chain)),
                next((style.level for style in chain if style.level is not None), None),
            )
        return self._whole[number]


def read_styles(where: Stretch, table: bytes) -> StyleSheet:
    """Read the style sheet; damage ends it, as text without styles can still be read.

    Raises:
        UnreadableFileError: the sheet is not where the file says.
    """
    data = part(table, where.at, where.size)
    styles: dict[int, _Own] = {}
    if not data:
        return StyleSheet(styles)
    at = 2 + u16(data, 0)
    count, base_size = min(u16(data, 2), _MAX_STYLES), u16(data, 4)
    if base_size not in _BASE_SIZES:
        base_size = max(_BASE_SIZES)
    for number in range(count):
        if at + 2 > len(data):
            break
        size = u16(data, at)
        try:
            if size:
                styles[number] = _style(part(data, at + 2, size), base_size)
        except UnreadableFileError:
            break
        at += 2 + size
    return StyleSheet(styles)


def _style(data: bytes, base_size: int) -> _Own:
    kind_and_base = u16(data, 2)
    kind, based_on = kind_and_base & 0xF, kind_and_base >> 4
    identity = u16(data, 0) & 0xFFF
    at = base_size + 2 + 2 * u16(data, base_size) + 2
    parts: list[bytes] = []
    for _ in range({_OF_PARAGRAPHS: 2, _OF_CHARACTERS: 1}.get(kind, 0)):
        at += at % 2
        size = u16(data, at)
        parts.append(part(data, at + 2, size))
        at += 2 + size
    level = identity if identity in _HEADINGS else None
    if kind == _OF_PARAGRAPHS:
        return _Own(based_on, Style(parts[0][2:], parts[1], level))
    return _Own(based_on, Style(b"", parts[0] if parts else b""))
