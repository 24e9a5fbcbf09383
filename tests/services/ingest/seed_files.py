"""One sound report in every format there is a reader for, as bytes: what damage of all kinds is done to."""

import io
import zipfile
from functools import cache
from quopri import encodestring

import msgspec
from odf.opendocument import OpenDocumentText  # type: ignore[import-untyped]
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow  # type: ignore[import-untyped]
from odf.text import P  # type: ignore[import-untyped]

from services.ingest.readers import html as html_reader
from services.ingest.sniff import Source
from shared.layout.canonical import canonical
from shared.layout.docx import docx
from shared.layout.html import html
from shared.layout.printed_report import PrintedLine, PrintedReport, PrintedTable
from shared.layout.text import lines, markdown, tabs
from tests.corpus import shelf
from tests.services.ingest import pdf_files, sheet_files, word97_files, word_files

NAME = "haitang-2022"
EXPECTED = dict(shelf.report(NAME).tables)


@cache
def seeds(blocks: int | None = None) -> dict[str, bytes]:
    """The report, or so many of its first lines and tables, by the name of its format."""
    whole = word_files.report(NAME)
    report = msgspec.structs.replace(whole, blocks=whole.blocks[:blocks])
    page = html(report)
    pages = sheet_files.one_sheet(report)
    document = html_reader.read(Source("html", b"", page.decode()))
    return {
        "canonical": canonical(shelf.report(NAME)),
        "doc": word97_files.word_document(list(word97_files.report_paragraphs(report))),
        "docx": docx(report),
        "flat_opc": word_files.flat(word_files.body(report)),
        "html": page,
        "markdown": markdown(report).encode(),
        "mht": _mht(page),
        "ods": sheet_files.ods(pages),
        "odt": _odt(report),
        "pdf": pdf_files.pdf(document),
        "rtf": _rtf(report),
        "spreadsheet2003": sheet_files.spreadsheet_2003(pages),
        "text": tabs(report).encode("gb18030"),
        "word2003": word_files.word_2003(word_files.body(report)),
        "xls": sheet_files.xls(pages),
        "xlsx": sheet_files.xlsx(pages),
        "zip": zipped({"年报.html": page, "附件.txt": lines(report)[:2000].encode()}),
    }


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _mht(page: bytes) -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    part = 'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return (head + part).encode() + encodestring(page) + b"\r\n--x--\r\n"


def _odt(report: PrintedReport) -> bytes:
    text = OpenDocumentText()
    for number, block in enumerate(report.blocks):
        text.text.addElement(P(text=block.text) if isinstance(block, PrintedLine) else _odt_table(block, number))
    target = io.BytesIO()
    text.write(target)
    return target.getvalue()


def _odt_table(printed: PrintedTable, number: int) -> Table:
    """A table with spans, every slot that a cell covers written as a covered cell."""
    table = Table(name=f"t{number}")
    table.addElement(TableColumn(numbercolumnsrepeated=printed.width))
    covered: set[tuple[int, int]] = set()
    for row_number, printed_row in enumerate(printed.rows):
        row = TableRow()
        waiting = list(printed_row)
        for column in range(printed.width):
            if (row_number, column) in covered:
                row.addElement(CoveredTableCell())
                continue
            cell = waiting.pop(0)
            slots = {(row_number + down, column + right) for down in range(cell.down) for right in range(cell.right)}
            covered |= slots - {(row_number, column)}
            element = TableCell(numbercolumnsspanned=cell.right, numberrowsspanned=cell.down, valuetype="string")
            element.addElement(P(text=cell.text))
            row.addElement(element)
        table.addElement(row)
    return table


def _rtf(report: PrintedReport) -> bytes:
    """Tables whose cells have edges by their columns, merged cells as Word writes them."""
    pieces = (
        _letters(block.text) + r"\par " if isinstance(block, PrintedLine) else _rtf_table(block)
        for block in report.blocks
    )
    return (r"{\rtf1\ansi\ansicpg936\uc0 " + "".join(pieces) + "}").encode("ascii")


def _rtf_table(printed: PrintedTable) -> str:
    rows: list[str] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for printed_row in printed.rows:
        waiting, column = list(printed_row), 0
        edges, texts = "", ""
        while waiting or column in open_cells:
            if column in open_cells:
                right, left = open_cells.pop(column)
                edges, text = edges + r"\clvmrg", ""
            else:
                cell = waiting.pop(0)
                right, left, text = cell.right, cell.down, cell.text
                edges += r"\clvmgf" if cell.down > 1 else ""
            if left > 1:
                open_cells[-column - 1] = (right, left - 1)
            column += right
            edges += rf"\cellx{column * 900}"
            texts += rf"\pard\intbl {_letters(text)}\cell "
        open_cells = {-place - 1: rest for place, rest in open_cells.items()}
        rows.append(rf"\trowd {edges} {texts}\row ")
    return "".join(rows) + r"\pard "


def _letters(text: str) -> str:
    escaped = (
        f"\\u{ord(letter) - (65536 if ord(letter) > 32767 else 0)} " if ord(letter) > 127 else letter for letter in text
    )
    return "".join(escaped)
