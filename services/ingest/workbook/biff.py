"""The records of a legacy Excel workbook (BIFF5, BIFF8) as far as they say where cells are and how they are seen."""

import struct
from collections.abc import Iterator

import msgspec

from services.ingest.reasons import unreadable
from services.ingest.workbook.number_format import BUILT_IN

MAX_RECORDS = 1_000_000
MAX_AREA = 500_000
"""Slots between the first cell and the last; what reads the values holds every one of them in memory."""

_BOF, _EOF, _BOUNDSHEET, _PASSWORD, _DATE_MODE = 0x0809, 0x000A, 0x0085, 0x002F, 0x0022
_FONT, _FORMAT, _XF, _ROW, _COLUMNS, _DEFAULT_ROW = 0x0031, 0x041E, 0x00E0, 0x0208, 0x007D, 0x0225
_FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS, _MANY_BLANKS = 0x0006, 0x0205, 0x00BD, 0x00BE
_SINGLE = frozenset({0x0203, 0x027E, 0x0201, 0x00FD, 0x0204, 0x00D6, _FORMULA, _BOOL_OR_ERROR})
"""Records of one cell: row, column and look first, whatever follows."""
_CELLS = _SINGLE | {_MANY_NUMBERS, _MANY_BLANKS}
_BIFF8 = 0x0600
_NO_FONT_4 = 4
_STRUCK, _ROW_HIDDEN, _DEFAULT_HIDDEN = 0x0008, 0x0020, 0x0002
_ERROR, _BLANK = 2, 3


class Look(msgspec.Struct, frozen=True):
    """How a cell is set."""

    code: str = "General"
    is_struck: bool = False


class SheetRecords(msgspec.Struct):
    """What the records of a sheet say beside its values."""

    is_hidden: bool = False
    looks: dict[tuple[int, int], int] = {}
    """The look of every cell that has a record, by its number."""
    hidden_rows: set[int] = set()
    hidden_columns: list[tuple[int, int]] = []
    errors: set[tuple[int, int]] = set()
    without_value: set[tuple[int, int]] = set()


class Records(msgspec.Struct):
    """What the records of a workbook say: looks by number, and its sheets in order."""

    looks: list[Look] = []
    sheets: list[SheetRecords] = []
    since_1904: bool = False


def scan(stream: bytes) -> Records:
    """Go through all records.

    Raises:
        UnreadableFileError: a password, damage, or more records or a wider area than any report.
    """
    try:
        return _scan(stream)
    except (struct.error, IndexError):
        raise unreadable("file.damaged", what="xls") from None


def _scan(stream: bytes) -> Records:
    found = Records()
    formats = dict(BUILT_IN)
    fonts: list[bool] = []
    looks: list[tuple[int, int]] = []
    starts: list[tuple[int, bool]] = []
    version = 0
    for kind, data in _records(stream, 0):
        if kind == _BOF:
            version = version or struct.unpack_from("<H", data)[0]
        elif kind == _PASSWORD:
            raise unreadable("file.password")
        elif kind == _DATE_MODE:
            found.since_1904 = data[:1] == b"\x01"
        elif kind == _FONT:
            fonts.append(bool(struct.unpack_from("<H", data, 2)[0] & _STRUCK))
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", data)[0]] = _format_code(data, version)
        elif kind == _XF:
            looks.append(struct.unpack_from("<HH", data))
        elif kind == _BOUNDSHEET:
            start, state = struct.unpack_from("<IB", data)
            starts.append((start, bool(state & 3)))
    for font, number in looks:
        place = font - 1 if font > _NO_FONT_4 else font
        is_struck = place < len(fonts) and fonts[place]
        found.looks.append(Look(formats.get(number, "General"), is_struck))
    found.sheets = [_sheet(stream, start, is_hidden=is_hidden) for start, is_hidden in starts]
    return found


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream; substreams inside it (charts) are passed over."""
    depth = 0
    for _ in range(MAX_RECORDS):
        if start + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, start)
        start += 4 + length
        if kind == _BOF:
            depth += 1
        if depth <= 1:
            yield kind, stream[start - length : start]
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
    raise unreadable("file.too_large_document", what=f"> {MAX_RECORDS} records")


def _format_code(data: bytes, version: int) -> str:
    if version < _BIFF8:
        return data[3 : 3 + data[2]].decode("gb18030", "replace")
    length, flags = struct.unpack_from("<HB", data, 2)
    return (
        data[5 : 5 + 2 * length].decode("utf-16-le", "replace") if flags & 1 else data[5 : 5 + length].decode("latin-1")
    )


def _sheet(stream: bytes, start: int, *, is_hidden: bool) -> SheetRecords:
    sheet = SheetRecords(is_hidden)
    told_rows: set[int] = set()
    hides_rows = False
    for kind, data in _records(stream, start):
        if kind in _CELLS:
            _cells(kind, data, sheet)
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", data)
            told_rows.add(row)
            if flags & _ROW_HIDDEN:
                sheet.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<HHHHH", data)
            if flags & 1 or not width:
                sheet.hidden_columns.append((first, last))
        elif kind == _DEFAULT_ROW:
            hides_rows = bool(struct.unpack_from("<H", data)[0] & _DEFAULT_HIDDEN)
    if hides_rows:
        sheet.hidden_rows |= {row for row, _ in sheet.looks} - told_rows
    area = (max((row for row, _ in sheet.looks), default=0) + 1) * (max((c for _, c in sheet.looks), default=0) + 1)
    if area > MAX_AREA:
        raise unreadable("file.too_large_document", what=f"{area} > {MAX_AREA} cells")
    return sheet


def _cells(kind: int, data: bytes, sheet: SheetRecords) -> None:
    row, column = struct.unpack_from("<HH", data)
    if kind in _SINGLE:
        sheet.looks[row, column] = struct.unpack_from("<H", data, 4)[0]
        _result(kind, data, (row, column), sheet)
        return
    size = 6 if kind == _MANY_NUMBERS else 2
    for place in range((len(data) - 6) // size):
        sheet.looks[row, column + place] = struct.unpack_from("<H", data, 4 + place * size)[0]


def _result(kind: int, data: bytes, place: tuple[int, int], sheet: SheetRecords) -> None:
    """Errors, and formulas that the writing program left to be computed."""
    if kind == _BOOL_OR_ERROR and data[7]:
        sheet.errors.add(place)
    elif kind == _FORMULA and data[12:14] == b"\xff\xff":
        if data[6] == _ERROR:
            sheet.errors.add(place)
        elif data[6] == _BLANK:
            sheet.without_value.add(place)
