"""A legacy Excel workbook as sheets: values, looks, merged and hidden cells, from the records of the file."""

import struct
from collections.abc import Iterator, Sequence

import msgspec

from services.ingest.document import MARK
from services.ingest.reasons import unreadable
from services.ingest.workbook.biff_records import BOF, Record, Strings, Text, records, table
from services.ingest.workbook.number_format import BUILT_IN, shown
from services.ingest.workbook.sheet import Merge, Sheet, cell_name

_BOUNDSHEET, _PASSWORD, _DATE_MODE, _CODE_PAGE, _STRINGS = 0x0085, 0x002F, 0x0022, 0x0042, 0x00FC
_FONT, _FORMAT, _XF = 0x0031, 0x041E, 0x00E0
_ROW, _COLUMNS, _DEFAULT_ROW, _MERGES = 0x0208, 0x007D, 0x0225, 0x00E5
_NUMBER, _RK, _BLANK, _SHARED, _LABEL, _RICH_LABEL = 0x0203, 0x027E, 0x0201, 0x00FD, 0x0204, 0x00D6
_FORMULA, _RESULT, _BOOL_OR_ERROR, _MANY_NUMBERS, _MANY_BLANKS = 0x0006, 0x0207, 0x0205, 0x00BD, 0x00BE
_SINGLE = frozenset({_NUMBER, _RK, _BLANK, _SHARED, _LABEL, _RICH_LABEL, _FORMULA, _BOOL_OR_ERROR})
"""Records of one cell: row, column and look first, whatever follows."""
_BOF_BYTES = BOF.to_bytes(2, "little")
_BIFF8 = 0x0600
_NO_FONT_4 = 4
_STRUCK, _ROW_HIDDEN, _DEFAULT_HIDDEN, _WORKSHEET = 0x0008, 0x0020, 0x0002, 0
_IS_TEXT, _IS_BOOL, _IS_ERROR, _IS_BLANK = range(4)
_CODE_PAGES = {950: "cp950", 1252: "cp1252", 65001: "utf-8"}


class Font(msgspec.Struct, frozen=True):
    """A font, as far as it changes what is read."""

    is_struck: bool = False
    is_raised: bool = False


class Look(msgspec.Struct, frozen=True):
    """How a cell is set."""

    font: Font = Font()
    code: str = "General"


class Book(msgspec.Struct):
    """What all sheets share."""

    version: int = _BIFF8
    encoding: str = "gb18030"
    since_1904: bool = False
    fonts: list[Font] = []
    looks: list[Look] = []
    strings: Sequence[Text] = ()
    sheets: list[tuple[int, bool, str]] = []
    """Where each worksheet starts, whether it is hidden, its name."""

    def font(self, number: int) -> Font:
        """The font of that number; there is none with number four."""
        place = number - 1 if number > _NO_FONT_4 else number
        return self.fonts[place] if place < len(self.fonts) else Font()

    def look(self, number: int) -> Look:
        """The look of that number."""
        return self.looks[number] if number < len(self.looks) else Look()

    def marked(self, text: Text) -> str:
        """A string with marks where its parts are struck out or raised."""
        bounds = [run.start for run in text.runs] + [len(text.text)]
        pieces = [text.text[: bounds[0]]]
        for run, end in zip(text.runs, bounds[1:], strict=True):
            pieces.append(_as_set(text.text[run.start : end], self.font(run.font)))
        return "".join(pieces)


def sheets_of(stream: bytes) -> list[Sheet]:
    """The worksheets of a workbook stream.

    Raises:
        UnreadableFileError: a password, damage, or more in it than any report.
    """
    try:
        book = _book(stream)
        return [_sheet(stream, book, *place) for place in book.sheets]
    except (struct.error, IndexError, OverflowError):
        raise unreadable("file.damaged", what="xls") from None


def _book(stream: bytes) -> Book:
    book = Book()
    formats = dict(BUILT_IN)
    looks: list[tuple[int, ...]] = []
    for record in records(stream, 0):
        if record.kind == BOF:
            book.version = record.numbers("H")[0]
        elif record.kind == _FORMAT:
            short = book.version < _BIFF8
            formats[record.numbers("H")[0]] = Strings(record, 2, book.version, book.encoding).next(short=short).text
        elif record.kind == _XF:
            looks.append(record.numbers("HH"))
        else:
            _share(record, book)
    book.looks = [Look(book.font(font), formats.get(number, "General")) for font, number in looks]
    return book


def _share(record: Record, book: Book) -> None:
    """Records that say something about the whole workbook."""
    if record.kind == _PASSWORD:
        raise unreadable("file.password")
    if record.kind == _DATE_MODE:
        book.since_1904 = bool(record.numbers("H")[0])
    elif record.kind == _CODE_PAGE:
        book.encoding = _CODE_PAGES.get(record.numbers("H")[0], "gb18030")
    elif record.kind == _FONT:
        flags, _, _, script = record.numbers("4H", 2)
        book.fonts.append(Font(bool(flags & _STRUCK), bool(script)))
    elif record.kind == _STRINGS:
        book.strings = tuple(table(record, book.version, book.encoding))
    elif record.kind == _BOUNDSHEET:
        start, state, kind = record.numbers("IBB")
        if kind == _WORKSHEET:
            name = Strings(record, 6, book.version, book.encoding).next(short=True).text
            book.sheets.append((start, bool(state & 3), name))


def _sheet(stream: bytes, book: Book, start: int, is_hidden: bool, name: str) -> Sheet:  # noqa: FBT001 - a row of Book.sheets
    sheet = Sheet(name, is_hidden=is_hidden)
    told_rows: set[int] = set()
    hides_rows = False
    cells = _Cells(book, sheet)
    if stream[start : start + 2] != _BOF_BYTES:
        raise unreadable("file.damaged", what=name)
    for record in records(stream, start):
        if record.kind == _ROW:
            row, flags = record.numbers("H10xH")
            told_rows.add(row)
            if flags & _ROW_HIDDEN:
                sheet.hidden_rows.add(row)
        elif record.kind == _COLUMNS:
            first, last, width, _, flags = record.numbers("5H")
            if flags & 1 or not width:
                sheet.hidden_columns.append((first, last))
        elif record.kind == _DEFAULT_ROW:
            hides_rows = bool(record.numbers("H")[0] & _DEFAULT_HIDDEN)
        elif record.kind == _MERGES:
            sheet.merges.extend(_merges(record))
        else:
            cells.read(record)
    if hides_rows:
        sheet.hidden_rows |= {row for row, _ in sheet.cells} - told_rows
    return sheet


def _merges(record: Record) -> Iterator[Merge]:
    for place in range(record.numbers("H")[0]):
        top, bottom, left, right = record.numbers("4H", 2 + 8 * place)
        yield Merge(top, left, bottom, right)


class _Cells:
    """Reads the records that hold cells."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._waiting: tuple[int, int, Look] | None = None

    def read(self, record: Record) -> None:
        """Put the cells of a record, if it holds any, into the sheet."""
        if record.kind == _RESULT and self._waiting is not None:
            row, column, look = self._waiting
            self._put(row, column, look, self._string(record, 0))
        elif record.kind in {_MANY_NUMBERS, _MANY_BLANKS}:
            self._many(record)
        elif record.kind in _SINGLE:
            row, column, number = record.numbers("3H")
            look = self._book.look(number)
            self._waiting = None
            self._put(row, column, look, self._text(record, look))
            if record.kind == _FORMULA:
                self._result(record, row, column, look)

    def _text(self, record: Record, look: Look) -> str:
        kind, text = record.kind, ""
        if kind == _NUMBER:
            text = self._number(record, look)
        elif kind == _RK:
            text = self._rk(record.numbers("I", 6)[0], look)
        elif kind == _SHARED:
            text = self._book.marked(self._book.strings[record.numbers("I", 6)[0]])
        elif kind in {_LABEL, _RICH_LABEL}:
            text = self._string(record, 6)
        elif kind == _FORMULA:
            text = self._formula(record, look)
        elif kind == _BOOL_OR_ERROR:
            text = MARK if record.data[7] else "TRUE" if record.data[6] else "FALSE"
        return text

    def _put(self, row: int, column: int, look: Look, text: str) -> None:
        self._sheet.put(row, column, _as_set(text, look.font))

    def _many(self, record: Record) -> None:
        row, column = record.numbers("HH")
        size = 6 if record.kind == _MANY_NUMBERS else 2
        for place in range((len(record.data) - 6) // size):
            look = self._book.look(record.numbers("H", 4 + place * size)[0])
            text = self._rk(record.numbers("I", 6 + place * size)[0], look) if record.kind == _MANY_NUMBERS else ""
            self._put(row, column + place, look, text)

    def _result(self, record: Record, row: int, column: int, look: Look) -> None:
        """Notes a formula without result, and one whose result is a string in a later record."""
        if record.data[12:14] == b"\xff\xff" and record.data[6] == _IS_BLANK:
            self._sheet.without_value.append(cell_name(row, column))
        elif record.data[12:14] == b"\xff\xff" and record.data[6] == _IS_TEXT:
            self._waiting = (row, column, look)

    def _number(self, record: Record, look: Look) -> str:
        return shown(struct.unpack_from("<d", record.data, 6)[0], look.code, since_1904=self._book.since_1904)

    def _rk(self, packed: int, look: Look) -> str:
        """A number in four bytes: a whole one or the upper half of a fraction, perhaps in hundredths."""
        number: float
        if packed & 2:
            number = (packed >> 2) - (1 << 30 if packed & 1 << 31 else 0)
        else:
            number = struct.unpack("<d", struct.pack("<II", 0, packed & ~3))[0]
        return shown(number / 100 if packed & 1 else number, look.code, since_1904=self._book.since_1904)

    def _formula(self, record: Record, look: Look) -> str:
        if record.data[12:14] != b"\xff\xff":
            return self._number(record, look)
        if record.data[6] == _IS_BOOL:
            return "TRUE" if record.data[8] else "FALSE"
        return MARK

    def _string(self, record: Record, at: int) -> str:
        return self._book.marked(Strings(record, at, self._book.version, self._book.encoding).next())


def _as_set(text: str, font: Font) -> str:
    if not text.strip():
        return text
    text = f"^{text}" if font.is_raised else text
    return f"{MARK}{text}{MARK}" if font.is_struck else text
