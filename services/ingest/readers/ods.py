"""OpenDocument spreadsheets (ods): cells as the program that wrote them last showed them."""

from collections.abc import Iterator

from services.ingest.document import MARK, Document
from services.ingest.markup import Element, whole
from services.ingest.office_package import Parts
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.workbook.number_format import shown_and_held
from services.ingest.workbook.sheet import Merge, Sheet, cell_name, document

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CELLS = frozenset({_TABLE + "table-cell", _TABLE + "covered-table-cell"})
_GROUPS = frozenset(
    _TABLE + name
    for name in (
        *("table-rows", "table-row-group", "table-header-rows"),
        *("table-columns", "table-column-group", "table-header-columns"),
    )
)
_HIDING = frozenset({"collapse", "filter"})
_MAX_REPEATED = 1_000
"""A cell or row with something in it that comes more often than this is no part of a report."""
_MAX_BLANKS = 50
_NEAR = 1e-9
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384


def read(source: Source) -> Document:
    """The document an OpenDocument spreadsheet makes.

    Raises:
        UnreadableFileError: it is damaged, or has more in it than any report.
    """
    parts = Parts(source.data)
    root = parts.tree("content.xml")
    if root is None:
        raise unreadable("file.damaged", what="content.xml")
    styles = _Styles(root)
    tables = [table for book in root.iter(_OFFICE + "spreadsheet") for table in book.iterchildren(_TABLE + "table")]
    meta = parts.tree("meta.xml")
    title = next(meta.iter(_DC_TITLE), None) if meta is not None else None
    hints = {"title": " ".join(title.text.split())} if title is not None and title.text else {}
    return document("ods", [_sheet(table, styles) for table in tables], hints, source.notes)


class _Styles:
    """Which styles hide a sheet, strike text out, or raise it."""

    def __init__(self, root: Element) -> None:
        self.hiding: set[str] = set()
        self.striking: set[str] = set()
        self.raising: set[str] = set()
        for style in root.iter(_STYLE + "style"):
            name = str(style.get(_STYLE + "name"))
            for properties in style:
                if properties.get(_TABLE + "display") == "false":
                    self.hiding.add(name)
                if properties.get(_STYLE + "text-line-through-style", "none") != "none":
                    self.striking.add(name)
                if str(properties.get(_STYLE + "text-position", "0")).split(" ")[0] not in {"0", "0%"}:
                    self.raising.add(name)


def _sheet(table: Element, styles: _Styles) -> Sheet:
    sheet = Sheet(str(table.get(_TABLE + "name", "")), is_hidden=str(table.get(_TABLE + "style-name")) in styles.hiding)
    column = 0
    for element in _within(table, _TABLE + "table-column"):
        count = _repeated(element, "columns")
        if element.get(_TABLE + "visibility") in _HIDING:
            sheet.hidden_columns.append((column, column + count - 1))
        column += count
    row = 0
    for line in _within(table, _TABLE + "table-row"):
        count = _repeated(line, "rows")
        cells = list(_cells(line, styles))
        # Rows that only have a look reach down to the end of the sheet; one of them is enough to see that it is blank.
        times = count if any(text for _, text in cells) else min(count, 2)
        if times > _MAX_REPEATED or row + count > _MAX_ROW:
            raise unreadable("file.too_large_document", what=f"{count} rows")
        for again in range(row, row + times):
            if line.get(_TABLE + "visibility") in _HIDING:
                sheet.hidden_rows.add(again)
            _place(cells, again, sheet)
        row += count
    return sheet


def _place(cells: list[tuple[Element, str]], row: int, sheet: Sheet) -> None:
    column = 0
    for cell, text in cells:
        count = _repeated(cell, "columns")
        if column + count > _MAX_COLUMN or (text and count > _MAX_REPEATED):
            raise unreadable("file.too_large_document", what=f"{count} columns")
        if text == _UNKNOWN:
            sheet.without_value.append(cell_name(row, column))
        for again in range(column, column + (count if text or count <= _MAX_BLANKS else 1)):
            sheet.put(row, again, MARK if text == _UNKNOWN else text)
        down, right = (max(whole(cell.get(f"{_TABLE}number-{name}-spanned"), 1), 1) for name in ("rows", "columns"))
        if (down > 1 or right > 1) and cell.tag == _TABLE + "table-cell":
            sheet.merges.append(Merge(row, column, min(row + down, _MAX_ROW) - 1, min(column + right, _MAX_COLUMN) - 1))
        column += count


_UNKNOWN = "\0"
"""Stands for the result of a formula that the file does not hold; no XML text has this character."""


def _cells(line: Element, styles: _Styles) -> Iterator[tuple[Element, str]]:
    for cell in line:
        if cell.tag in _CELLS:
            text = "\n".join("".join(_writing(one, styles)) for one in cell.iterchildren(_TEXT + "p"))
            if not text.strip() and cell.get(_TABLE + "formula") is not None:
                text = "" if cell.get(_OFFICE + "value-type") == "string" else _UNKNOWN
            elif not text.strip():
                text = _bare(cell)
            elif str(cell.get(_TABLE + "style-name")) in styles.striking:
                text = f"{MARK}{text}{MARK}"
            else:
                text = _with_value(text, cell)
            yield cell, text


def _with_value(text: str, cell: Element) -> str:
    """The text, with the number the cell holds where the text is that number rounded."""
    try:
        held, shown = float(str(cell.get(_OFFICE + "value", "nan"))), float(text.replace(",", ""))
    except ValueError:
        return text
    return shown_and_held(text, held) if abs(held - shown) > _NEAR * max(1, abs(held)) else text


def _bare(cell: Element) -> str:
    """The value of a cell whose text a program has left out."""
    return str(
        cell.get(_OFFICE + "value") or cell.get(_OFFICE + "date-value") or cell.get(_OFFICE + "string-value") or ""
    )


def _writing(element: Element, styles: _Styles) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = str(child.tag)
        if name == _TEXT + "s":
            yield " " * min(max(whole(child.get(_TEXT + "c"), 1), 1), 100)
        elif name in {_TEXT + "tab", _TEXT + "line-break"}:
            yield "\n" if name.endswith("break") else "\t"
        elif name != _OFFICE + "annotation":
            text = "".join(_writing(child, styles))
            style = str(child.get(_TEXT + "style-name"))
            if text.strip() and style in styles.striking:
                text = f"{MARK}{text}{MARK}"
            yield f"^{text}" if text.strip() and style in styles.raising else text
        yield child.tail or ""


def _within(table: Element, tag: str) -> Iterator[Element]:
    for child in table:
        if child.tag == tag:
            yield child
        elif child.tag in _GROUPS:
            yield from _within(child, tag)


def _repeated(element: Element, kind: str) -> int:
    return max(whole(element.get(f"{_TABLE}number-{kind}-repeated"), 1), 1)
