"""The original beside the reading: where each cell stood in the source, what was printed there, what it was read as."""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath

import msgspec

from services.portal.views.places import Place, figure, place
from shared.events.report_validated import ReportValidatedV1
from shared.report.reading import Confidence
from shared.report.submission import Submission
from shared.report.text import Text

_PAGE = re.compile(r"\bpage\[(\d{1,4})\]")
_DRAWN = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif"})
_FRAMED = frozenset({".html", ".htm", ".txt", ".md", ".csv"})
_BY_TYPE = {
    "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif", "image/bmp": ".bmp",
    "image/gif": ".gif", "text/html": ".html", "text/plain": ".txt", "text/markdown": ".md",
}  # fmt: skip


class Shown(StrEnum):
    """How an original can be looked at."""

    DRAWN = "drawn"
    """Page by page, as pictures."""
    FRAMED = "framed"
    """In a frame of its own that may do nothing."""
    TAKEN = "taken"
    """Not in a browser: it is downloaded."""


class CellLine(msgspec.Struct, frozen=True):
    """A cell: where it stood, what was printed there, what it was read as, how surely."""

    place: Place
    source: str
    raw: str
    value: str
    confidence: Confidence


class ReadTable(msgspec.Struct, frozen=True):
    """A table of the form as far as its cells stand on the page looked at."""

    name: Text
    cells: tuple[CellLine, ...]


class OriginalView(msgspec.Struct, frozen=True, kw_only=True):
    """The page looked at out of `pages`, as far as the reading knows them; both 1 where nothing tells of pages."""

    shown: Shown
    number: int
    pages: int
    tables: tuple[ReadTable, ...]


def original_view(submission: Submission, judged: ReportValidatedV1 | None, asked: int | None) -> OriginalView:
    """The view of a page; without one asked for, of the first that has cells."""
    here = {address: _page(cell.at) for address, cell in judged.reading.cells.items()} if judged else {}
    known = [number for number in here.values() if number]
    sections = [_page(section.at) or 1 for section in judged.report.sections] if judged else []
    pages = max([1, *known, *sections])
    shown = _shown(submission)
    number = min(asked or (min(known, default=1)), pages) if shown is Shown.DRAWN else 1
    tables = tuple(_tables(judged, here, number if shown is Shown.DRAWN else None)) if judged else ()
    return OriginalView(shown=shown, number=number, pages=pages, tables=tables)


def _tables(judged: ReportValidatedV1, here: dict[str, int | None], number: int | None) -> Iterator[ReadTable]:
    report, cells = judged.report, judged.reading.cells
    for table in report.form.tables:
        lines = tuple(
            CellLine(
                place(cell.address, report),
                how.at,
                how.raw,
                figure(report.tables.get(cell.address)),
                how.confidence,
            )
            for cell in report.cells()
            if cell.table == table.key
            and (how := cells.get(cell.address)) is not None
            and (number is None or here[cell.address] in {None, number})
        )
        if lines:
            yield ReadTable(Text(f"{table.short.zh} {table.zh}", f"{table.short.en} {table.en}"), lines)


def _page(at: str) -> int | None:
    match = _PAGE.search(at)
    return int(match[1]) if match else None


def _shown(submission: Submission) -> Shown:
    """By what the file is said to be; by its name where nothing is said."""
    essence = submission.media_type.partition(";")[0].strip().lower()
    kind = _BY_TYPE.get(essence) or PurePath(submission.filename).suffix.lower()
    return Shown.DRAWN if kind in _DRAWN else Shown.FRAMED if kind in _FRAMED else Shown.TAKEN
