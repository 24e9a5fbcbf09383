"""Plain text: lines with bars or tabs are rows whose spans are lost, every other line is a paragraph."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import msgspec

from services.ingest.document import MARK, Document, Grid, GridCell, Paragraph
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.values import is_value

MAX_LINES = 50_000
MAX_PIECES = 100_000

_BARS = str.maketrans({"｜": "|", "│": "|", "┃": "|", "║": "|", "¦": "|"})
_RULE = re.compile(r"[\s|:+=─━═┼┿╂╋╬├┝┠┣╠┤┥┨┫╣┌┏╔┐┓╗└┗╚┘┛╝┬┯┰┳╦┴┷┸┻╩-]*")
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|amp|lt|gt|quot|middot|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_BOXES = 4
"""A table drawn with a rule under every row has at least this many boxes one below the other."""
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff（）()、，]")


class _Line(msgspec.Struct, frozen=True):
    """A line of a table; `box` counts the rules drawn above it."""

    number: int
    text: str
    box: int


def read(source: Source) -> Document:
    """The document a text file makes.

    Raises:
        UnreadableFileError: more lines or pieces than any report has.
    """
    return Document("text", tuple(blocks(source.text)), notes=source.notes)


def blocks(text: str, first_line: int = 1) -> Iterator[Paragraph | Grid]:
    """The paragraphs and tables of a text whose first line has that number.

    Raises:
        UnreadableFileError: more lines or pieces than any report has.
    """
    lines = _marked_where_cut(_ENTITY.sub(lambda entity: unescape(entity[0]), text)).splitlines()
    if len(lines) > MAX_LINES:
        raise unreadable("file.too_large_document", what=f"{len(lines)} lines")
    rows: list[_Line] = []
    pieces = box = 0
    for number, line in enumerate(lines, start=first_line):
        pieces += line.count("|") + line.count("\t")
        if pieces > MAX_PIECES:
            raise unreadable("file.too_large_document", f"line[{number}]", f"> {MAX_PIECES} cells")
        straight = line.translate(_BARS)
        if _is_rule(straight) or not line.strip():
            box += bool(line.strip())
            continue
        # A bare figure below a row may be the end of that row, broken off; as part of the table it can be seen there.
        if "|" in straight or "\t" in straight or (rows and is_value(line)):
            rows.append(_Line(number, straight, box))
            continue
        if rows:
            yield _grid(rows)
            rows = []
        yield Paragraph(" ".join(line.split()), f"line[{number}]")
    if rows:
        yield _grid(rows)


def _marked_where_cut(text: str) -> str:
    """The text, with a mark where its last figure may have lost its end: a file cut off there looks like that."""
    last = text.translate(_BARS)[text.rfind("\n") + 1 :]
    open_end = last and (last[-1].isdigit() or "|" in last or "\t" in last)
    return f"{text}{MARK}" if open_end else text


def _grid(lines: list[_Line]) -> Grid:
    framed = all(line.text.strip().startswith("|") and line.text.strip().endswith("|") for line in lines)
    rows = [(line, _pieces(line.text, framed=framed)) for line in lines]
    if framed:
        rows = list(_unbroken(rows))
    cells = tuple(
        tuple(
            GridCell(piece, f"line[{line.number}].cell[{place + 1}]", row, place) for place, piece in enumerate(pieces)
        )
        for row, (line, pieces) in enumerate(rows)
    )
    return Grid(cells, f"line[{lines[0].number}]", aligned=False)


def _pieces(line: str, *, framed: bool) -> list[str]:
    """The pieces of a line between its separators; bars that frame every line are none."""
    inner = line.strip()[1:-1] if framed else line
    pieces = inner.split("|") if framed or "|" in line else line.split("\t")
    return [" ".join(piece.split()) for piece in pieces]


def _unbroken(rows: Sequence[tuple[_Line, list[str]]]) -> Iterator[tuple[_Line, list[str]]]:
    """Where a rule is drawn under every row, all lines between two rules are one row whose writing was broken."""
    boxes: dict[int, list[tuple[_Line, list[str]]]] = {}
    for line, pieces in rows:
        boxes.setdefault(line.box, []).append((line, pieces))
    for box in boxes.values():
        if len(boxes) >= _BOXES and len({len(pieces) for _, pieces in box}) == 1:
            yield box[0][0], [_joined(column) for column in zip(*(pieces for _, pieces in box), strict=True)]
        else:
            yield from box


def _joined(broken: Sequence[str]) -> str:
    """Broken Chinese writing closes up; between figures stays a space, so that they are never taken for one."""
    whole = ""
    for piece in filter(None, broken):
        closes = not whole or (_IDEOGRAPH.match(whole[-1]) and _IDEOGRAPH.match(piece[0]))
        whole += piece if closes else f" {piece}"
    return whole


def _is_rule(line: str) -> bool:
    """A drawn line (`|---|---|`) and not a row; bars without dashes are a row of blanks."""
    return bool(_RULE.fullmatch(line)) and not set(line) <= set(" |\t\r")
