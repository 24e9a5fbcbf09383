"""Plain text: lines with bars or tabs are rows whose spans are lost, every other line is a paragraph."""

import re
from collections.abc import Iterator

from services.ingest.document import MARK, Document, Grid, GridCell, Paragraph
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.values import is_value

MAX_LINES = 200_000
MAX_PIECES = 500_000

_BARS = str.maketrans({"｜": "|", "│": "|", "┃": "|", "¦": "|"})
_RULE = re.compile(r"[\s|:+=─━┼├┤┌┐└┘┬┴-]*")


def read(source: Source) -> Document:
    """The document a text file makes.

    Raises:
        UnreadableFileError: more lines or pieces than any report has.
    """
    lines = _marked_where_cut(source.text).splitlines()
    if len(lines) > MAX_LINES:
        raise unreadable("file.too_large_document", what=f"{len(lines)} lines")
    return Document("text", tuple(_blocks(lines)), notes=source.notes)


def _marked_where_cut(text: str) -> str:
    """The text, with a mark where its last figure may have lost its end: a file cut off there looks like that."""
    last = text.translate(_BARS)[text.rfind("\n") + 1 :]
    open_end = last and (last[-1].isdigit() or "|" in last or "\t" in last)
    return f"{text}{MARK}" if open_end else text


def _blocks(lines: list[str]) -> Iterator[Paragraph | Grid]:
    rows: list[tuple[int, str]] = []
    pieces = 0
    for number, line in enumerate(lines, start=1):
        pieces += line.count("|") + line.count("\t")
        if pieces > MAX_PIECES:
            raise unreadable("file.too_large_document", f"line[{number}]", f"> {MAX_PIECES} cells")
        straight = line.translate(_BARS)
        if _is_rule(straight) or not line.strip():
            continue
        # A bare figure below a row may be the end of that row, broken off; as part of the table it can be seen there.
        if "|" in straight or "\t" in straight or (rows and is_value(line)):
            rows.append((number, straight))
            continue
        if rows:
            yield _grid(rows)
            rows = []
        yield Paragraph(" ".join(line.split()), f"line[{number}]")
    if rows:
        yield _grid(rows)


def _grid(rows: list[tuple[int, str]]) -> Grid:
    framed = all(line.strip().startswith("|") and line.strip().endswith("|") for _, line in rows)
    cells = tuple(_row(line, number, row, framed=framed) for row, (number, line) in enumerate(rows))
    return Grid(cells, f"line[{rows[0][0]}]", aligned=False)


def _row(line: str, number: int, row: int, *, framed: bool) -> tuple[GridCell, ...]:
    """The pieces of a line between its separators; bars that frame every line are none."""
    inner = line.strip()[1:-1] if framed else line
    pieces = inner.split("|") if framed or "|" in line else line.split("\t")
    return tuple(
        GridCell(" ".join(piece.split()), f"line[{number}].cell[{place + 1}]", row, place)
        for place, piece in enumerate(pieces)
    )


def _is_rule(line: str) -> bool:
    """A drawn line (`|---|---|`) and not a row; bars without dashes are a row of blanks."""
    return bool(_RULE.fullmatch(line)) and not set(line) <= set(" |\t\r")
