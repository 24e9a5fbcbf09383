"""Any table of a page to take away: `?format=csv`, `xlsx` or `json`; rows come in chunks and are never all in memory.

A page that shows a table answers `export(request, table)` when `wanted(request)` names a format; `take_away` in
`take_away.html.jinja` draws the links. Chinese headings come first, English ones in the row below.
"""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import xlsxwriter  # type: ignore[import-untyped]
from litestar import Response
from litestar.exceptions import ValidationException
from litestar.response import Stream

from services.portal.languages import Language, language_of
from services.portal.rendering import HEADERS, Asked
from shared.report.codec import encode
from shared.report.submission import CHINA_TIME
from shared.report.text import Text

Cell = str | int | float | Decimal | bool | date | datetime | Text | None
Row = Sequence[Cell]


class Format(StrEnum):
    """The formats a table can be taken away in."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its heading in both languages."""

    key: str
    heading: Text


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table to take away.

    `name` is the file's name without its ending. `rows` are chunks of rows as long as the columns; a `Text` is written
    in the language of the page, a moment by the clock of China. `model`, the page's own model, is what JSON gives
    where rows alone would say less than the page does.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Row]] | AsyncIterable[Sequence[Row]]
    model: object = None


def wanted(request: Asked) -> Format | None:
    """The format an address asks for; None is the page itself.

    Raises:
        ValidationException: there is no such format.
    """
    said = request.query_params.get("format", "").strip()
    if not said:
        return None
    if said not in set(Format):
        raise ValidationException("format")
    return Format(said)


def export(request: Asked, table: ExportTable) -> Response[bytes] | Stream:
    """The table as the file that the address asks for; CSV where it asks for none."""
    kind = wanted(request) or Format.CSV
    language = language_of(request.query_params, request.cookies)
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in table.name)
    headers = HEADERS | {
        "Cache-Control": "private, no-store",
        "Vary": "Cookie",
        "Content-Disposition": f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{quote(table.name)}.{kind}",
    }
    match kind:
        case Format.CSV:
            return Stream(_csv(table, language), media_type="text/csv; charset=utf-8", headers=headers)
        case Format.XLSX:
            return Stream(_xlsx(table, language), media_type=_XLSX, headers=headers)
        case Format.JSON if table.model is not None:
            return Response(encode(table.model), media_type="application/json", headers=headers)
        case Format.JSON:
            return Stream(_json(table, language), media_type="application/json", headers=headers)


def one_chunk(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """The rows of a table that is whole in memory anyway."""
    return (tuple(rows),)


async def _csv(table: ExportTable, language: Language) -> AsyncIterator[str]:
    yield "\ufeff" + _lines([[one.heading.zh for one in table.columns], [one.heading.en for one in table.columns]])
    async for chunk in _chunks(table):
        yield _lines([[_harmless(_plain(cell, language)) for cell in row] for row in chunk])


def _lines(rows: Iterable[Sequence[object]]) -> str:
    paper = io.StringIO()
    csv.writer(paper, lineterminator="\r\n").writerows(rows)
    return paper.getvalue()


async def _xlsx(table: ExportTable, language: Language) -> AsyncIterator[bytes]:
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, _FRUGAL)
        sheet = _Sheet(book, table.columns, language)
        async for chunk in _chunks(table):
            await asyncio.to_thread(sheet.add, chunk)
        await asyncio.to_thread(book.close)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


class _Sheet:
    """A worksheet that is written row after row and holds one at a time."""

    def __init__(self, book: xlsxwriter.Workbook, columns: Sequence[Column], language: Language) -> None:
        self._language = language
        self._sheet = book.add_worksheet()
        bold, self._day, self._moment = (book.add_format(how) for how in _STYLES)
        self._sheet.freeze_panes(2, 0)
        self._sheet.set_column(0, len(columns) - 1, 16)
        for line, headings in enumerate(([one.heading.zh for one in columns], [one.heading.en for one in columns])):
            for number, heading in enumerate(headings):
                self._sheet.write_string(line, number, heading, bold)
        self._lines = 2

    def add(self, rows: Sequence[Row]) -> None:
        for line, row in enumerate(rows, self._lines):
            for number, cell in enumerate(row):
                self._write(line, number, cell)
        self._lines += len(rows)

    def _write(self, line: int, number: int, cell: Cell) -> None:
        match cell:
            case datetime():
                local = cell.astimezone(CHINA_TIME).replace(tzinfo=None)
                self._sheet.write_datetime(line, number, local, self._moment)
            case date():
                midnight = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a sheet's clock has no zone
                self._sheet.write_datetime(line, number, midnight, self._day)
            case _:
                said = _plain(cell, self._language)
                if isinstance(said, str) and said:
                    self._sheet.write_string(line, number, said)
                elif not isinstance(said, str):
                    self._sheet.write_number(line, number, said)


async def _json(table: ExportTable, language: Language) -> AsyncIterator[bytes]:
    headings = [{"key": one.key, "zh": one.heading.zh, "en": one.heading.en} for one in table.columns]
    yield b'{"table":' + encode(table.name) + b',"columns":' + encode(headings) + b',"rows":['
    keys = [one.key for one in table.columns]
    comma = b""
    async for chunk in _chunks(table):
        if chunk:
            lines = [
                encode({key: _for_json(cell, language) for key, cell in zip(keys, row, strict=True)}) for row in chunk
            ]
            yield comma + b",\n".join(lines)
            comma = b",\n"
    yield b"]}\n"


async def _chunks(table: ExportTable) -> AsyncIterator[Sequence[Row]]:
    if isinstance(table.rows, AsyncIterable):
        async for chunk in table.rows:
            yield chunk
    else:
        for chunk in table.rows:
            yield chunk


def _plain(cell: Cell, language: Language) -> str | float | Decimal:
    """A cell as text or number; a blank is an empty text, never zero."""
    match cell:
        case None | False:
            return ""
        case True:
            return _YES[language]
        case Text():
            return language.say(cell)
        case datetime():
            return f"{cell.astimezone(CHINA_TIME):%Y-%m-%d %H:%M:%S}"
        case date():
            return cell.isoformat()
    return str(cell) if isinstance(cell, str) else cell


def _for_json(cell: Cell, language: Language) -> object:
    return language.say(cell) if isinstance(cell, Text) else cell


def _harmless(said: object) -> object:
    """What a spreadsheet would take for a formula, as the text it is."""
    return f"'{said}" if isinstance(said, str) and said.startswith(_FORMULA) else said


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STYLES: tuple[dict[str, Any], ...] = ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm"})
_YES = {Language.ZH: "是", Language.EN: "yes"}
_FRUGAL = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_BLOCK = 1 << 16
