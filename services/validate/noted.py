"""What the reader noted about the cells and rows of a table, as places of rules about how a table is filled in."""

import re
from collections.abc import Collection

from services.validate.filing import Filing, UnreadableCellError
from shared.report.reading import Confidence, Note

RECOGNISED = "cell.ocr"
_STRUCTURED = frozenset({"html", "docx", "xlsx", "xls", "ods", "odt", "word2003", "spreadsheet2003", "mht", "doc"})
_QUOTED = re.compile(r"“(.*)”", re.DOTALL)


def notes_of(filing: Filing, table: str, codes: Collection[str]) -> dict[str, Note]:
    """The first note of those codes about each place in the table, by place."""
    begins = f"{table}."
    found: dict[str, Note] = {}
    for note in filing.reading.notes:
        if note.code in codes and (note.at == table or note.at.startswith(begins)):
            found.setdefault(note.at, note)
    return found


def places_noted(filing: Filing, table: str, codes: Collection[str]) -> tuple[str, ...]:
    """The places noted that this form prints; the table itself where nothing was noted."""
    form = filing.report.form
    noted = tuple(at for at in notes_of(filing, table, codes) if form.has(at) or form.line_label(at) is not None)
    return noted or (table,)


def require_table(filing: Filing, table: str) -> None:
    """That nothing was noted says something only about a table of which something was read.

    Raises:
        UnreadableCellError: nothing of the table was read.
    """
    if all(filing.reading.confidence(at) is Confidence.UNREADABLE for at in filing.cells(table)):
        raise UnreadableCellError(table)


def require_print(filing: Filing, at: str) -> None:
    """Letters recognised in a picture are no proof of what was printed.

    Raises:
        UnreadableCellError: the table was recognised in a picture.
    """
    table = at.split(".", maxsplit=1)[0]
    if any(note.code == RECOGNISED and note.at.split(".")[0] == table for note in filing.reading.notes):
        raise UnreadableCellError(at)


def is_structured(filing: Filing) -> bool:
    """Whether the file itself says what is a row and what a cell; in dumps and pages drawn that is guessed."""
    return filing.reading.format in _STRUCTURED


def raw_in(note: Note) -> str:
    """What the reader quotes as printed."""
    match = _QUOTED.search(note.text.zh)
    return match[1] if match else note.text.zh
