"""Excel workbooks (xlsx, xlsm, xltx), transitional or strict, read part by part: values as their cells show them."""

import re
from collections.abc import Iterator

import msgspec

from services.ingest.document import MARK, Document
from services.ingest.markup import Element, is_on, whole
from services.ingest.office_package import Parts
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.workbook.number_format import BUILT_IN, shown
from services.ingest.workbook.sheet import Merge, Sheet, cell_name, document

_NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SAME = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _NAMESPACE),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_S = f"{{{_NAMESPACE.decode()}}}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CELL, _FORMULA, _VALUE, _INLINE = _S + "c", _S + "f", _S + "v", _S + "is"
_TEXT, _RUN, _PHONETIC = _S + "t", _S + "r", _S + "rPh"
_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_RANGE = re.compile(rf"{_NAME.pattern}:{_NAME.pattern}")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[Ee][+-]?[0-9]{1,4})?")
_SURROGATES = range(0xD800, 0xE000)
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384


class _Look(msgspec.Struct, frozen=True):
    """How a cell is set, as far as it changes what is read."""

    code: str = "General"
    is_struck: bool = False


class _Book(msgspec.Struct, frozen=True):
    """What all sheets of a workbook share."""

    strings: tuple[str, ...]
    looks: tuple[_Look, ...]
    since_1904: bool
    recalculates: bool
    """Whether results of formulas are to be computed anew, because the program that wrote the file could not."""


def read(source: Source) -> Document:
    """The document a workbook makes.

    Raises:
        UnreadableFileError: it is damaged, or has more in it than any report.
    """
    parts = Parts(source.data)
    name = parts.main("xl/workbook.xml")
    root = parts.tree(name, _SAME)
    if root is None or root.tag != _S + "workbook":
        raise unreadable("file.damaged", what=name)
    related = parts.related(name)
    book = _book(parts, root, dict(related.values()))
    sheets = []
    for entry in root.iter(_S + "sheet"):
        kind, part = related.get(str(entry.get(_RELATION)), ("", ""))
        if kind == "worksheet":
            sheets.append(_sheet(parts, part, entry, book))
    title = parts.title()
    return document("xlsx", sheets, {"title": title} if title else {}, source.notes)


def _book(parts: Parts, root: Element, kinds: dict[str, str]) -> _Book:
    strings = parts.tree(kinds["sharedStrings"], _SAME) if "sharedStrings" in kinds else None
    styles = parts.tree(kinds["styles"], _SAME) if "styles" in kinds else None
    properties, calculation = root.find(_S + "workbookPr"), root.find(_S + "calcPr")
    return _Book(
        strings=_strings(strings, kinds["sharedStrings"]) if strings is not None else (),
        looks=tuple(_looks(styles)) if styles is not None else (),
        since_1904=properties is not None and bool(is_on(properties, "date1904")) and "date1904" in properties.attrib,
        recalculates=calculation is not None and calculation.get("fullCalcOnLoad") in {"1", "true"},
    )


def _strings(table: Element, part: str) -> tuple[str, ...]:
    """The texts that cells name by their number: with one lost or added, every cell behind it would show another's."""
    found = tuple(_rich(item) for item in table.iterchildren(_S + "si"))
    if (stated := table.get("uniqueCount")) is not None and stated != str(len(found)):
        raise unreadable("file.damaged", what=part)
    return found


def _looks(styles: Element) -> Iterator[_Look]:
    codes = {whole(one.get("numFmtId")): str(one.get("formatCode", "")) for one in styles.iter(_S + "numFmt")}
    fonts = [is_on(font.find(_S + "strike"), "val") for font in styles.iterfind(f"{_S}fonts/{_S}font")]
    for look in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number, font = whole(look.get("numFmtId")), whole(look.get("fontId"))
        is_struck = 0 <= font < len(fonts) and bool(fonts[font])
        yield _Look(codes.get(number) or BUILT_IN.get(number, "General"), is_struck)


def _sheet(parts: Parts, part: str, entry: Element, book: _Book) -> Sheet:
    root = parts.tree(part, _SAME)
    if root is None:
        raise unreadable("file.damaged", what=part)
    sheet = Sheet(str(entry.get("name", "")), is_hidden=entry.get("state", "visible") != "visible")
    sheet.hidden_columns = [
        (whole(columns.get("min"), 1) - 1, whole(columns.get("max"), 1) - 1)
        for columns in root.iterfind(f"{_S}cols/{_S}col")
        if columns.get("hidden") in {"1", "true"} or columns.get("width") == "0"
    ]
    defaults = root.find(_S + "sheetFormatPr")
    hides_rows = defaults is not None and defaults.get("zeroHeight") in {"1", "true"}
    row = -1
    for line in root.iterfind(f"{_S}sheetData/{_S}row"):
        row = whole(line.get("r"), row + 2) - 1
        if not 0 <= row < _MAX_ROW:
            raise unreadable("file.damaged", what=f"{part}: row {row + 1}")
        if line.get("hidden") in {"1", "true"} or line.get("ht") == "0" or (hides_rows and line.get("hidden") is None):
            sheet.hidden_rows.add(row)
        _cells(line, row, sheet, book)
    sheet.merges = [
        Merge(top, left, bottom, right)
        for one in root.iter(_S + "mergeCell")
        if (found := _RANGE.fullmatch(str(one.get("ref", "")))) is not None
        for left, top in [_place(found[1], found[2])]
        for right, bottom in [_place(found[3], found[4])]
    ]
    sheet.writing = list(_text_boxes(parts, part))
    return sheet


def _cells(line: Element, row: int, sheet: Sheet, book: _Book) -> None:
    column = -1
    for cell in line.iterchildren(_CELL):
        name = _NAME.fullmatch(str(cell.get("r", "")))
        column = _place(name[1], name[2])[0] if name is not None else column + 1
        if column >= _MAX_COLUMN or (row, column) in sheet.cells or (name is not None and int(name[2]) != row + 1):
            raise unreadable("file.damaged", what=cell_name(row, column))
        look_id = whole(cell.get("s"))
        look = book.looks[look_id] if 0 <= look_id < len(book.looks) else _Look()
        text = _shown(cell, look, book)
        if text is None:
            sheet.without_value.append(cell_name(row, column))
        written = MARK if text is None else text
        sheet.put(row, column, f"{MARK}{written}{MARK}" if look.is_struck and written.strip() else written)


def _shown(cell: Element, look: _Look, book: _Book) -> str | None:
    """What a cell shows; None for a formula whose result is not known."""
    kind = cell.get("t", "n")
    value = next(cell.iterchildren(_VALUE), None)
    held = str(value.text or "") if value is not None else ""
    formula = next(cell.iterchildren(_FORMULA), None)
    if formula is not None and (book.recalculates or (not held and kind != "str") or value is None):
        return None
    if kind == "inlineStr":
        inline = next(cell.iterchildren(_INLINE), None)
        return _rich(inline) if inline is not None else ""
    return _held(held, kind, look, book) if held.strip() else ""


def _held(held: str, kind: str, look: _Look, book: _Book) -> str:
    """The value of a cell by its type."""
    if kind == "s":
        index = whole(held.strip(), -1)
        return book.strings[index] if 0 <= index < len(book.strings) else MARK
    if kind == "b":
        return "TRUE" if held.strip() == "1" else "FALSE"
    if kind in {"str", "e", "d"}:
        return _unescaped(held)
    if not _NUMBER.fullmatch(held.strip()):
        return f"{MARK}{held}"
    return shown(float(held), look.code, since_1904=book.since_1904)


def _rich(item: Element) -> str:
    """The text of a string, phonetic guides left out, struck-out and raised runs marked."""
    pieces: list[str] = []
    for child in item:
        if child.tag == _TEXT:
            pieces.append(_unescaped(child.text or ""))
        elif child.tag == _RUN:
            text = _unescaped("".join(part.text or "" for part in child.iterchildren(_TEXT)))
            look = child.find(_S + "rPr")
            if look is not None and text.strip():
                text = f"{MARK}{text}{MARK}" if is_on(look.find(_S + "strike"), "val") else text
                raised = look.find(_S + "vertAlign")
                text = f"^{text}" if raised is not None and raised.get("val") in {"superscript", "subscript"} else text
            pieces.append(text)
    return "".join(pieces)


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as `_x000D_`."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "" if code in _SURROGATES else " " if code < ord(" ") and code != ord("\n") else chr(code)


def _text_boxes(parts: Parts, part: str) -> Iterator[str]:
    for kind, target in parts.related(part).values():
        drawing = parts.tree(target, _SAME) if kind == "drawing" else None
        for paragraph in drawing.iter(_DRAWN + "p") if drawing is not None else ():
            yield "".join(text.text or "" for text in paragraph.iter(_DRAWN + "t"))


def _place(letters: str, digits: str) -> tuple[int, int]:
    """Column and row of a cell's name, counted from zero."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(digits) - 1
