"""Plain text: lines with bars or tabs are rows whose spans are lost, every other line is a paragraph."""

import re
from collections.abc import Iterator

from services.ingest.document import Document, Grid, GridCell, Paragraph
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source

MAX_LINES = 200_000
MAX_PIECES = 500_000

_BARS = str.maketrans({"｜": "|", "│": "|", "┃": "|", "¦": "|"})
_RULE = re.compile(r"[\s|:+=─━┼├┤┌┐└┘┬┴-]*")


def read(source: Source) -> Document:
    """The document a text file makes.

    Raises:
        UnreadableFileError: more lines or pieces than any report has.
    """
    lines = source.text.splitlines()
    if len(lines) > MAX_LINES:
        raise unreadable("file.too_large_document", what=f"{len(lines)} lines")
    return Document("text", tuple(_blocks(lines)), notes=source.notes)


def _blocks(lines: list[str]) -> Iterator[Paragraph | Grid]:
    rows: list[tuple[GridCell, ...]] = []
    first = pieces = 0
    for number, line in enumerate(lines, start=1):
        row = _row(line, number, len(rows))
        pieces += len(row)
        if pieces > MAX_PIECES:
            raise unreadable("file.too_large_document", f"line[{number}]", f"{pieces} cells")
        if row:
            first = first if rows else number
            rows.append(row)
        elif line.strip() and not _is_rule(line):
            if rows:
                yield Grid(tuple(rows), f"line[{first}]", aligned=False)
                rows = []
            yield Paragraph(" ".join(line.split()), f"line[{number}]")
    if rows:
        yield Grid(tuple(rows), f"line[{first}]", aligned=False)


def _row(line: str, number: int, row: int) -> tuple[GridCell, ...]:
    """The pieces of a line between its separators; none when it has no separator."""
    line = line.translate(_BARS).strip("\r\n")
    if "|" in line and not _is_rule(line):
        pieces = line.strip().split("|")
        if pieces[0] == "":
            # A bar in front frames the row, and then so does the one behind.
            pieces = pieces[1:-1] if pieces[-1] == "" else pieces[1:]
    elif "\t" in line and line.strip():
        pieces = line.split("\t")
    else:
        return ()
    return tuple(
        GridCell(" ".join(piece.split()), f"line[{number}].cell[{place + 1}]", row, place)
        for place, piece in enumerate(pieces)
    )


def _is_rule(line: str) -> bool:
    """A drawn line (`|---|---|`) and not a row; bars without dashes are a row of blanks."""
    return bool(_RULE.fullmatch(line)) and not set(line) <= set(" |\t\r")
