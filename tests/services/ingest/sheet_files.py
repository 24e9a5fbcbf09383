"""Workbooks written for tests by xlsxwriter, xlwt, odfpy and by hand, from the same cells."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
import xlwt  # type: ignore[import-untyped]
from odf import opendocument, table, text  # type: ignore[import-untyped]
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from shared.layout.printed_report import PrintedLine, PrintedReport

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


class Box(msgspec.Struct, frozen=True):
    """A cell where it begins, counted from zero."""

    row: int
    column: int
    text: str
    down: int = 1
    right: int = 1
    is_figure: bool = False

    @property
    def number(self) -> float | None:
        """The figure as a number."""
        return float(self.text) if self.is_figure and _NUMBER.fullmatch(self.text) else None


Page = tuple[str, Sequence[Box]]
"""A sheet: its name and cells."""


def one_sheet(report: PrintedReport, name: str = "Sheet1", gap: int = 1) -> list[Page]:
    """The whole report on one sheet; prose in cells as wide as the widest table."""
    boxes: list[Box] = []
    row = 0
    width = max(printed.width for printed in report.tables)
    for block in report.blocks:
        if isinstance(block, PrintedLine):
            boxes.append(Box(row, 0, block.text, right=width))
            row += 1
            continue
        boxes.extend(_boxes(block.rows, row))
        row += len(block.rows) + gap
    return [(name, boxes)]


def sheets(report: PrintedReport) -> list[Page]:
    """A sheet for each table, and one for what is said before and between."""
    prose = [Box(row, 0, block.text) for row, block in enumerate(report.blocks) if isinstance(block, PrintedLine)]
    return [("说明", prose), *((printed.key, _boxes(printed.rows, 1)) for printed in report.tables)]


def _boxes(rows: Sequence[Sequence[object]], top: int) -> list[Box]:
    boxes: list[Box] = []
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows, start=top):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            down, right = getattr(cell, "down"), getattr(cell, "right")  # noqa: B009
            taken |= {(row + below, column + beside) for below in range(down) for beside in range(right)}
            address = getattr(cell, "address")  # noqa: B009
            boxes.append(Box(row, column, getattr(cell, "text"), down, right, address is not None))  # noqa: B009
    return boxes


Change = Callable[[Workbook], None]


def xlsx(pages: Sequence[Page], number_format: str = "General", *, as_text: bool = False) -> bytes:
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    look = book.add_format({"num_format": number_format, "border": 1})
    for name, boxes in pages:
        sheet = book.add_worksheet(name)
        for box in boxes:
            value = box.text if as_text or box.number is None else box.number
            if box.down > 1 or box.right > 1:
                sheet.merge_range(box.row, box.column, box.row + box.down - 1, box.column + box.right - 1, "", look)
            if value == "":
                sheet.write_blank(box.row, box.column, None, look)
            elif isinstance(value, str):
                sheet.write_string(box.row, box.column, value, look)
            else:
                sheet.write_number(box.row, box.column, value, look)
    book.close()
    return written.getvalue()


def xls(pages: Sequence[Page], number_format: str = "General", *, as_text: bool = False) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    look = xlwt.easyxf("borders: left thin", num_format_str=number_format)
    for name, boxes in pages:
        sheet = book.add_sheet(name)
        for box in boxes:
            value = box.text if as_text or box.number is None else box.number
            bottom, end = box.row + box.down - 1, box.column + box.right - 1
            sheet.write_merge(box.row, bottom, box.column, end, value, look) if (
                box.down > 1 or box.right > 1
            ) else sheet.write(box.row, box.column, value, look)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def ods(pages: Sequence[Page], number_format: str = "General", *, as_text: bool = False) -> bytes:
    assert number_format == "General"
    book = opendocument.OpenDocumentSpreadsheet()
    for name, boxes in pages:
        drawn = table.Table(name=name)
        for row in range(max(box.row + box.down for box in boxes)):
            line = table.TableRow()
            column = 0
            for box in sorted(
                (box for box in boxes if box.row <= row < box.row + box.down), key=lambda box: box.column
            ):
                if box.column > column:
                    line.addElement(table.TableCell(numbercolumnsrepeated=box.column - column))
                line.addElement(_ods_cell(box, as_text=as_text) if box.row == row else table.CoveredTableCell())
                if box.right > 1:
                    line.addElement(table.CoveredTableCell(numbercolumnsrepeated=box.right - 1))
                column = box.column + box.right
            drawn.addElement(line)
        book.spreadsheet.addElement(drawn)
    written = io.BytesIO()
    book.write(written)
    return written.getvalue()


def _ods_cell(box: Box, *, as_text: bool) -> table.TableCell:
    spans = {"numbercolumnsspanned": box.right, "numberrowsspanned": box.down} if box.right > 1 or box.down > 1 else {}
    if box.number is not None and not as_text:
        cell = table.TableCell(valuetype="float", value=box.number, **spans)
    else:
        cell = table.TableCell(valuetype="string", **spans)
    if box.text:
        cell.addElement(text.P(text=box.text))
    return cell


def spreadsheet_2003(pages: Sequence[Page], number_format: str = "General", *, as_text: bool = False) -> bytes:
    worksheets = "".join(
        f'<Worksheet ss:Name="{escape(name)}"><Table>{_rows_2003(boxes, as_text=as_text)}</Table></Worksheet>'
        for name, boxes in pages
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles><Style ss:ID="Default"><NumberFormat ss:Format={quoteattr(number_format)}/></Style></Styles>'
        f"{worksheets}</Workbook>"
    ).encode()


def _rows_2003(boxes: Sequence[Box], *, as_text: bool) -> str:
    rows: list[str] = []
    for row in sorted({box.row for box in boxes}):
        cells = "".join(_cell_2003(box, as_text=as_text) for box in boxes if box.row == row)
        rows.append(f'<Row ss:Index="{row + 1}">{cells}</Row>')
    return "".join(rows)


def _cell_2003(box: Box, *, as_text: bool) -> str:
    kind = "Number" if box.number is not None and not as_text else "String"
    merge = f' ss:MergeAcross="{box.right - 1}" ss:MergeDown="{box.down - 1}"' if box.right > 1 or box.down > 1 else ""
    data = f'<Data ss:Type="{kind}">{escape(box.text)}</Data>' if box.text else ""
    return f'<Cell ss:Index="{box.column + 1}"{merge}>{data}</Cell>'


WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods, "spreadsheet2003": spreadsheet_2003}


def edited(package: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """A zip package with some of its parts rewritten."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, changes[name](content.decode()) if name in changes else content)
    return written.getvalue()
