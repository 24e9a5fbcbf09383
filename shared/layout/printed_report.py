"""A report as it is printed: title, preamble, six parts with their prose, tables with every figure in its place."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

import msgspec

from shared.layout.form_tables import Box, FormTable, form_tables
from shared.report.annual_report import AnnualReport, Period, Section
from shared.report.edition import Edition, Part, edition
from shared.report.figures import Figures

TITLE, PART, HEADING = 0, 1, 2
"""Levels of a line that is not prose: the report's title, the title of a part, a heading inside a part."""

_ORDINALS = "一二三四五六七八九十"
_HEADING = re.compile(r"（[一二三四五六七八九十]{1,2}）[^。；：]{2,30}")
_PREAMBLE = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《中华人民共和国政府信息公开工作年度报告格式》"
    "（{notice}）的规定，编制本报告。{period}"
)
_PERIOD = (
    "本报告所列数据的统计期限自{start.year}年{start.month}月{start.day}日起至{end.year}年{end.month}月{end.day}日止。"
)


class PrintedCell(msgspec.Struct, frozen=True):
    """One cell where it begins; `address` names the cell of the form that it holds, `scope` what a label is over.

    A cell with a `note` is marked, and the note stands by its figure.
    """

    text: str = ""
    down: int = 1
    right: int = 1
    address: str | None = None
    scope: str | None = None
    note: str = ""


PrintedRow = tuple[PrintedCell, ...]


class PrintedTable(msgspec.Struct, frozen=True):
    """A table: its first `head` rows are repeated where a page breaks, its first `labels` columns are labels."""

    key: str
    width: int
    rows: tuple[PrintedRow, ...]
    head: int = 0
    labels: int = 0

    def placed(self) -> Iterator[list[tuple[int, PrintedCell]]]:
        """Every row's own cells, each with the column it begins at."""
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(self.rows):
            column = 0
            cells = []
            for cell in line:
                while (row, column) in taken:
                    column += 1
                cells.append((column, cell))
                if cell.down > 1:
                    taken.update((row + down, column + i) for down in range(1, cell.down) for i in range(cell.right))
                column += cell.right
            yield cells


class PrintedLine(msgspec.Struct, frozen=True):
    """A line of writing; `level` is one of TITLE, PART, HEADING, or None for prose."""

    text: str
    level: int | None = None


class PrintedReport(msgspec.Struct, frozen=True):
    """The whole report in reading order; the title is its first line too."""

    title: str
    blocks: tuple[PrintedLine | PrintedTable, ...]

    @property
    def tables(self) -> tuple[PrintedTable, ...]:
        """The tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, PrintedTable))


def printed_report(report: AnnualReport, preamble: str | None = None) -> PrintedReport:
    """Lay a report out; a part that the report lacks is printed with its statutory heading and nothing under it.

    `preamble` replaces that of the report; where neither has one, the usual sentence about legal basis and statistical
    period stands there.
    """
    title = report.title or title_of(report.agency, report.year)
    told = report.preamble or usual_preamble(report.form, report.period)
    opening = told if preamble is None else preamble
    blocks = [PrintedLine(title, TITLE), *(PrintedLine(line) for line in opening.split("\n") if line)]
    tables = {table.key: table for table in printed_tables(report.form, report.tables, report.merged_rows)}
    return PrintedReport(title, (*blocks, *_parts(report, tables)))


def blank_report(form: Edition, agency: str | None = None, year: int | None = None) -> PrintedReport:
    """The form to be filled in."""
    period = Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    return printed_report(AnnualReport(agency=agency, year=year, edition=form.id, period=period, tables=Figures()))


def printed_tables(
    form: Edition,
    figures: Figures,
    merged_rows: tuple[str, ...] = (),
    notes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[PrintedTable, ...]:
    """The tables of a form with these figures; a cell that has none is blank. `notes` go with cells, by address."""
    return tuple(
        msgspec.structs.replace(table, rows=tuple(_filled(row, figures, notes) for row in table.rows))
        for table in _blank_tables(form.id, merged_rows)
    )


def figure(value: int | Decimal | None) -> str:
    """A figure as it is printed."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def title_of(agency: str | None, year: int | None) -> str:
    """The usual title of a report."""
    return f"{agency or ''}{f'{year}年' if year else ''}政府信息公开工作年度报告"


def part_title(part: Part) -> str:
    """The statutory heading of a part with its number."""
    return f"{_ORDINALS[part.number - 1]}、{part.zh}"


def usual_preamble(form: Edition, period: Period | None) -> str:
    """The sentence every report opens with."""
    stated = _PERIOD.format(start=period.start, end=period.end) if period else ""
    return _PREAMBLE.format(notice=form.notice, period=stated)


def _parts(report: AnnualReport, tables: dict[str, PrintedTable]) -> Iterator[PrintedLine | PrintedTable]:
    parts = {part.number: part for part in report.form.parts}
    for section in _in_order(report.sections, parts):
        yield PrintedLine(section.title, PART)
        yield from (PrintedLine(line, _level(line)) for line in section.text.split("\n") if line)
        part = parts.get(section.number or 0)
        if part is not None and part.table in tables:
            yield tables.pop(part.table)


def _in_order(sections: tuple[Section, ...], parts: dict[int, Part]) -> Iterator[Section]:
    """The sections as given, and the parts missing among them where they belong."""
    missing = [number for number in parts if number not in {section.number for section in sections}]
    for section in sections:
        while missing and section.number is not None and missing[0] < section.number:
            yield _empty(parts[missing.pop(0)])
        yield section
    yield from (_empty(parts[number]) for number in missing)


def _empty(part: Part) -> Section:
    return Section(part.number, part_title(part), "", "")


def _level(line: str) -> int | None:
    return HEADING if _HEADING.fullmatch(line) else None


def _filled(row: PrintedRow, figures: Figures, notes: Mapping[str, str]) -> PrintedRow:
    return tuple(
        cell
        if cell.address is None
        else PrintedCell(
            figure(figures.get(cell.address)), cell.down, cell.right, cell.address, note=notes.get(cell.address, "")
        )
        for cell in row
    )


@lru_cache(maxsize=32)
def _blank_tables(edition_id: str, merged_rows: tuple[str, ...]) -> tuple[PrintedTable, ...]:
    return tuple(_blank(table) for table in form_tables(edition(edition_id), merged_rows))


def _blank(table: FormTable) -> PrintedTable:
    rows = [line for panel in table.panels for line in (*panel.head, *panel.body)]
    first = table.panels[0]
    return PrintedTable(
        table.key,
        table.width,
        tuple(tuple(_cell(box) for box in row) for row in rows),
        head=len(first.head) if len(table.panels) == 1 else 0,
        labels=max((box.right for line in first.head for box in line if box.kind == "corner"), default=0),
    )


def _cell(box: Box) -> PrintedCell:
    if box.address is not None:
        return PrintedCell("", box.down, box.right, box.address)
    return PrintedCell(box.text.zh if box.text else "", box.down, box.right, scope=box.scope)
