"""Excel 2003 XML (`Workbook` in SpreadsheetML 2003): values as their cells show them."""

from services.ingest.document import MARK, Document
from services.ingest.markup import Element, parse, whole
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.workbook.number_format import shown
from services.ingest.workbook.sheet import Merge, Sheet, cell_name, document

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_TITLE = "{urn:schemas-microsoft-com:office:office}Title"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"
_NAMED = {
    "": "General", "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Currency": "#,##0.00", "Euro Currency": "#,##0.00", "Scientific": "0.00E+00", "General Date": "yyyy-m-d",
    "Long Date": "yyyy-m-d", "Medium Date": "yyyy-m-d", "Short Date": "yyyy-m-d", "Long Time": "h:mm",
    "Medium Time": "h:mm", "Short Time": "h:mm",
}  # fmt: skip
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
_Styles = dict[str, tuple[str, bool]]


def read(source: Source) -> Document:
    """The document an Excel 2003 XML file makes.

    Raises:
        UnreadableFileError: it is damaged, or has more in it than any report.
    """
    root = parse(source.text.lstrip("\ufeff").encode(), "Workbook")
    if root.tag != _SS + "Workbook":
        raise unreadable("file.damaged", what="ss:Workbook")
    styles = _styles(root)
    sheets = [_sheet(worksheet, styles) for worksheet in root.iterchildren(_SS + "Worksheet")]
    title = next(root.iter(_TITLE), None)
    hints = {"title": " ".join(title.text.split())} if title is not None and title.text else {}
    return document("spreadsheet2003", sheets, hints, source.notes)


def _styles(root: Element) -> _Styles:
    """Number format, and whether text is struck out, of every style; a style may rest on another."""
    found: _Styles = {}
    for style in root.iter(_SS + "Style"):
        code, is_struck = found.get(str(style.get(_SS + "Parent", "Default")), ("General", False))
        number, font = style.find(_SS + "NumberFormat"), style.find(_SS + "Font")
        if number is not None:
            code = str(number.get(_SS + "Format", ""))
        if font is not None:
            is_struck = font.get(_SS + "StrikeThrough", "0") == "1"
        found[str(style.get(_SS + "ID"))] = (_NAMED.get(code, code), is_struck)
    return found


def _sheet(worksheet: Element, styles: _Styles) -> Sheet:
    visible = next(worksheet.iter(_VISIBLE), None)
    is_hidden = visible is not None and visible.text in {"SheetHidden", "SheetVeryHidden"}
    sheet = Sheet(str(worksheet.get(_SS + "Name", "")), is_hidden=is_hidden)
    column_styles: dict[int, str] = {}
    for table in worksheet.iterchildren(_SS + "Table"):
        column = -1
        for element in table.iterchildren(_SS + "Column"):
            column = _index(element, column, _MAX_COLUMN)
            last = min(column + whole(element.get(_SS + "Span")), _MAX_COLUMN)
            if element.get(_SS + "Hidden") == "1" or element.get(_SS + "Width") == "0":
                sheet.hidden_columns.append((column, last))
            column_styles.update(dict.fromkeys(range(column, last + 1), str(element.get(_SS + "StyleID", ""))))
            column = last
        row = -1
        for element in table.iterchildren(_SS + "Row"):
            row = _index(element, row, _MAX_ROW)
            span = min(whole(element.get(_SS + "Span")), _MAX_ROW - row)
            if element.get(_SS + "Hidden") == "1" or element.get(_SS + "Height") == "0":
                sheet.hidden_rows.update(range(row, row + min(span, len(table)) + 1))
            _cells(element, row, sheet, styles, column_styles)
            row += span
    return sheet


def _index(element: Element, before: int, end: int) -> int:
    index = whole(element.get(_SS + "Index"), before + 2) - 1
    if not before < index < end:
        raise unreadable("file.damaged", what=f"ss:Index {index + 1}")
    return index


def _cells(line: Element, row: int, sheet: Sheet, styles: _Styles, column_styles: dict[int, str]) -> None:
    column = -1
    for cell in line.iterchildren(_SS + "Cell"):
        column = _index(cell, column, _MAX_COLUMN)
        across, down = (max(whole(cell.get(_SS + name)), 0) for name in ("MergeAcross", "MergeDown"))
        if across or down:
            sheet.merges.append(Merge(row, column, min(row + down, _MAX_ROW), min(column + across, _MAX_COLUMN)))
        style = str(cell.get(_SS + "StyleID") or line.get(_SS + "StyleID") or column_styles.get(column) or "Default")
        code, is_struck = styles.get(style, ("General", False))
        text = _shown(cell, code)
        if text is None:
            sheet.without_value.append(cell_name(row, column))
        written = MARK if text is None else text
        sheet.put(row, column, f"{MARK}{written}{MARK}" if is_struck and written.strip() else written)
        column += across


def _shown(cell: Element, code: str) -> str | None:
    """What a cell shows; None for a formula whose result is not known."""
    data = next((child for child in cell if child.tag == _SS + "Data"), None)
    held = "".join(_texts(data)) if data is not None else ""
    kind = data.get(_SS + "Type") if data is not None else None
    if cell.get(_SS + "Formula") is not None and (data is None or (kind != "String" and not held.strip())):
        return None
    if kind == "DateTime":
        return held.partition("T")[0]
    if kind != "Number":
        return {"1": "TRUE", "0": "FALSE"}.get(held, held) if kind == "Boolean" else held
    try:
        number = float(held)
    except ValueError:
        return f"{MARK}{held}"
    return shown(number, code)


def _texts(data: Element) -> list[str]:
    """The text of a value; struck-out and raised parts of it are marked."""
    pieces = [data.text or ""]
    for child in data:
        name = str(child.tag).rpartition("}")[2].lower()
        text = "".join(_texts(child))
        if text.strip() and name in {"s", "del"}:
            text = f"{MARK}{text}{MARK}"
        elif text.strip() and name in {"sup", "sub"}:
            text = f"^{text}"
        pieces += [text, child.tail or ""]
    return pieces
