"""A report as a workbook: one sheet for each part, tables with merged cells, figures as numbers one can add up."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from shared.layout.printed_report import PART, TITLE, PrintedCell, PrintedLine, PrintedReport, PrintedTable

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LABEL_WIDTHS = {3: (11.0, 14.0, 34.0), 1: (24.0,)}
_FIGURE_WIDTH, _PROSE_WIDTH = 11.0, 90.0
_A4 = 9
_LINE_POINTS = 18.0


Blocks = list[PrintedLine | PrintedTable]


def xlsx(report: PrintedReport, *, numbers: bool = True) -> bytes:
    """The workbook; the same report always gives the same bytes. Without `numbers`, figures are kept as text."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    book.set_properties({"title": report.title, "created": _LONG_AGO})
    styles = _styles(book)
    names: set[str] = set()
    for blocks in _sheets(report):
        _Drawing(book.add_worksheet(_name(blocks, names)), styles, numbers=numbers).draw(blocks)
    book.close()
    return written.getvalue()


def _styles(book: Workbook) -> dict[str, Format]:
    face = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
    boxed = {**face, "border": 1, "align": "center"}
    return {
        "title": book.add_format({**face, "font_size": 18, "bold": True, "align": "center"}),
        "part": book.add_format({**face, "font_size": 14, "bold": True}),
        "prose": book.add_format(face),
        "label": book.add_format(boxed),
        "row": book.add_format({**boxed, "align": "left"}),
        "noted": book.add_format({**boxed, "bg_color": "#FFF3C4"}),
    }


def _sheets(report: PrintedReport) -> Iterator[Blocks]:
    """The blocks of each part; title and preamble stand on the first sheet, before the first part."""
    blocks: Blocks = []
    begun = False
    for block in report.blocks:
        if isinstance(block, PrintedLine) and block.level == PART:
            if begun:
                yield blocks
                blocks = []
            begun = True
        blocks.append(block)
    yield blocks


def _name(blocks: Blocks, names: set[str]) -> str:
    part = next((block.text for block in blocks if isinstance(block, PrintedLine) and block.level == PART), "")
    name = _NOT_IN_NAMES.sub("", part)[:_LONGEST_NAME] or f"表{len(names) + 1}"
    if name.lower() in names:
        name = f"{name[: _LONGEST_NAME - 4]}（{len(names) + 1}）"
    names.add(name.lower())
    return name


class _Drawing:
    """One sheet being drawn, from the top down."""

    def __init__(self, sheet: Worksheet, styles: dict[str, Format], *, numbers: bool) -> None:
        self._sheet = sheet
        self._styles = styles
        self._numbers = numbers
        self._row = 0

    def draw(self, blocks: Blocks) -> None:
        tables = [block for block in blocks if isinstance(block, PrintedTable)]
        widths = _widths(max(tables, key=lambda table: table.width)) if tables else [_PROSE_WIDTH]
        for column, wide in enumerate(widths):
            self._sheet.set_column(column, column, wide)
        for block in blocks:
            if isinstance(block, PrintedLine):
                self._line(block, widths)
            else:
                if block.head and len(tables) == 1:
                    self._sheet.repeat_rows(self._row, self._row + block.head - 1)
                self._table(block)
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        if len(widths) > 1:
            self._sheet.set_landscape()

    def _line(self, line: PrintedLine, widths: list[float]) -> None:
        style = self._styles["title" if line.level == TITLE else "part" if line.level == PART else "prose"]
        if len(widths) > 1:
            self._sheet.merge_range(self._row, 0, self._row, len(widths) - 1, line.text, style)
        else:
            self._sheet.write_string(self._row, 0, line.text, style)
        # A Chinese character is two of the units that widths are counted in.
        lines = 1 + len(line.text) * 2 // int(sum(widths))
        self._sheet.set_row(self._row, _LINE_POINTS * lines * (2 if line.level == TITLE else 1))
        self._row += 1

    def _table(self, table: PrintedTable) -> None:
        widths = _widths(table)
        for cells in table.placed():
            lines = 1
            for column, cell in cells:
                self._cell(column, cell)
                if cell.down == 1:
                    lines = max(lines, 1 + len(cell.text) * 2 // int(sum(widths[column : column + cell.right])))
            self._sheet.set_row(self._row, _LINE_POINTS * lines)
            self._row += 1

    def _cell(self, column: int, cell: PrintedCell) -> None:
        style = self._styles["noted" if cell.note else "row" if cell.scope == "row" else "label"]
        last = self._row + cell.down - 1, column + cell.right - 1
        if last != (self._row, column):
            self._sheet.merge_range(self._row, column, *last, "", style)
        if self._numbers and cell.address is not None and _NUMBER.fullmatch(cell.text):
            self._sheet.write_number(self._row, column, float(cell.text), style)
        elif cell.text:
            self._sheet.write_string(self._row, column, cell.text, style)
        else:
            self._sheet.write_blank(self._row, column, None, style)
        if cell.note:
            self._sheet.write_comment(self._row, column, cell.note)


def _widths(table: PrintedTable) -> list[float]:
    labels = _LABEL_WIDTHS.get(table.labels, ())
    return [*labels, *[_FIGURE_WIDTH] * (table.width - len(labels))]
