"""OLE compound files, the container of old office formats, opened with every size checked before it is believed."""

import io
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager

import olefile

from services.ingest.reasons import unreadable

_ERRORS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, struct.error)
_HEADER = 512
_SECTOR_SHIFTS = {9, 12}
_MINI_SHIFT = 6
_TITLE, _CODE_PAGE = 2, 1
_CHINESE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "cp950", 65001: "utf-8", 1200: "utf-16-le"}


class Compound:
    """An open compound file."""

    def __init__(self, ole: "olefile.OleFileIO[str]", size: int) -> None:
        self._ole = ole
        self._size = size

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream at the root, None where there is none.

        Raises:
            UnreadableFileError: `file.damaged`.
        """
        try:
            if self._ole.get_type(name) != olefile.STGTY_STREAM:
                return None
            # A chain of sectors that leads back into itself would otherwise fill the memory.
            if self._ole.get_size(name) > self._size:
                raise unreadable("file.damaged", what=name)
            return self._ole.openstream(name).read()
        except (*_ERRORS, RecursionError):
            raise unreadable("file.damaged", what=name) from None

    def title(self) -> str:
        """The title its summary states, empty where it has none or cannot be read."""
        name = "\x05SummaryInformation"
        try:
            if self._ole.get_type(name) != olefile.STGTY_STREAM or self._ole.get_size(name) > self._size:
                return ""
            properties = self._ole.getproperties(name)
        except (*_ERRORS, RecursionError):
            return ""
        title, page = properties.get(_TITLE), properties.get(_CODE_PAGE)
        if isinstance(title, bytes):
            encoding = _CHINESE_PAGES.get(page & 0xFFFF, "cp1252") if isinstance(page, int) else "gb18030"
            title = title.decode(encoding, "ignore")
        return " ".join(title.replace("\0", " ").split()) if isinstance(title, str) else ""


@contextmanager
def open_compound(data: bytes) -> Iterator[Compound]:
    """Open a compound file.

    Raises:
        UnreadableFileError: `file.damaged`.
    """
    _check_header(data)
    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
    except (*_ERRORS, RecursionError):
        raise unreadable("file.damaged", what="OLE") from None
    with closing(ole):
        yield Compound(ole, len(data))


def _check_header(data: bytes) -> None:
    """Refuse tables larger than the file they would describe, which the library would follow for hours."""
    if len(data) < 3 * _HEADER or not data.startswith(olefile.MAGIC):
        raise unreadable("file.damaged", what="OLE")
    shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
    tables, _, _, _, _, mini_tables, _, chained = struct.unpack_from("<8I", data, 0x2C)
    if shift not in _SECTOR_SHIFTS or mini_shift != _MINI_SHIFT:
        raise unreadable("file.damaged", what="OLE")
    sectors = len(data) >> shift
    entries = 1 << (shift - 2)
    if max(tables, mini_tables) > sectors // entries + 2 or chained > tables // (entries - 1) + 2:
        raise unreadable("file.damaged", what="OLE")
