"""Legacy Excel workbooks (xls): values by python-calamine, how they are seen by the records of the file."""

import io
from datetime import date, datetime, time, timedelta

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook

from services.ingest.compound import open_compound
from services.ingest.document import MARK, Document
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.workbook.biff import Look, Records, SheetRecords, scan
from services.ingest.workbook.number_format import shown
from services.ingest.workbook.sheet import Merge, Sheet, cell_name, document

Held = int | float | str | bool | time | date | datetime | timedelta


def read(source: Source) -> Document:
    """The document a legacy workbook makes.

    Raises:
        UnreadableFileError: it is damaged, behind a password, or has more in it than any report.
    """
    with open_compound(source.data) as compound:
        stream = compound.stream("Workbook") or compound.stream("Book")
        title = compound.title()
    if stream is None:
        raise unreadable("file.damaged", what="Workbook")
    records = scan(stream)
    sheets = _sheets(source.data, records)
    return document("xls", sheets, {"title": title} if title else {}, source.notes)


def _sheets(data: bytes, records: Records) -> list[Sheet]:
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            sheets = [_sheet(book, number, told, records) for number, told in enumerate(records.sheets)]
            has_more = len(book.sheet_names) != len(sheets)
    except (python_calamine.CalamineError, IndexError):
        raise unreadable("file.damaged", what="xls") from None
    except BaseException as error:
        # The library's own code may panic on damaged bytes; that is no `Exception`, and its class has no public name.
        if type(error).__name__ == "PanicException":
            raise unreadable("file.damaged", what="xls") from None
        raise
    if has_more:
        raise unreadable("file.damaged", what="xls")
    return sheets


def _sheet(book: CalamineWorkbook, number: int, told: SheetRecords, records: Records) -> Sheet:
    sheet = Sheet(
        book.sheet_names[number],
        hidden_rows=told.hidden_rows,
        hidden_columns=told.hidden_columns,
        without_value=[cell_name(*place) for place in sorted(told.without_value)],
        is_hidden=told.is_hidden,
    )
    values = book.get_sheet_by_index(number)
    sheet.cells = _cells(values, told, records)
    sheet.merges = [
        Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in values.merged_cell_ranges or ()
        if left <= right
    ]
    return sheet


def _cells(values: CalamineSheet, told: SheetRecords, records: Records) -> dict[tuple[int, int], str]:
    cells = dict.fromkeys(told.looks, "")
    for row, line in enumerate(values.to_python(skip_empty_area=False)):
        for column, held in enumerate(line):
            place = (row, column)
            if held == "" and place not in told.looks:
                continue
            number = told.looks.get(place, -1)
            look = records.looks[number] if 0 <= number < len(records.looks) else Look()
            text = _text(held, look, since_1904=records.since_1904)
            cells[place] = f"{MARK}{text}{MARK}" if look.is_struck and text.strip() else text
    for place in told.errors | told.without_value:
        cells[place] = MARK
    return cells


def _text(held: Held, look: Look, *, since_1904: bool) -> str:
    if isinstance(held, bool):
        return str(held).upper()
    if isinstance(held, int | float):
        return shown(held, look.code, since_1904=since_1904)
    if isinstance(held, datetime):
        return f"{held:%Y-%m-%d}"
    if isinstance(held, timedelta):
        return f"{MARK}{held}"
    return held if isinstance(held, str) else held.isoformat()
