"""Tables drawn with tabs or bars in the running text of a document: their lines become grids whose spans are lost."""

import re
from collections.abc import Iterable, Iterator

from services.ingest.document import Grid, GridCell, Paragraph
from services.ingest.labels import LONGEST_LABEL
from services.ingest.values import is_value

_BARS = str.maketrans({"｜": "|", "│": "|", "┃": "|", "¦": "|"})
_RULE = re.compile(r"[\s|:+=─━┼├┤┌┐└┘┬┴-]*")
_SENTENCE = re.compile(r"[。；！？]")


def gather(blocks: Iterable[Paragraph | Grid]) -> Iterator[Paragraph | Grid]:
    """The blocks with neighbouring paragraphs that are lines of a table as one grid, and white space in order."""
    rows: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if _is_row(block) or (rows and is_value(block.text)):
                rows.append(block)
                continue
            if rows and _is_rule(block.text):
                continue
        yield from _table(rows)
        rows = []
        yield _tidy(block) if isinstance(block, Paragraph) else block
    yield from _table(rows)


def _table(rows: list[Paragraph]) -> Iterator[Paragraph | Grid]:
    """The lines as a grid; one line alone without a figure in it is writing that tabs only space out."""
    if len(rows) == 1 and not any(is_value(piece) for piece in _pieces(rows[0].text) if piece):
        yield _tidy(rows[0])
    elif rows:
        yield _grid(rows)


def _tidy(paragraph: Paragraph) -> Paragraph:
    text = " ".join(paragraph.text.split())
    return paragraph if text == paragraph.text else Paragraph(text, paragraph.at, paragraph.level)


def _is_row(paragraph: Paragraph) -> bool:
    """Whether a line has several short pieces with tabs or bars between them; a tab that only indents makes none."""
    if "\t" not in paragraph.text and "|" not in paragraph.text.translate(_BARS):
        return False
    pieces = _pieces(paragraph.text)
    printed = [piece for piece in pieces if piece]
    if _is_rule(paragraph.text) or not printed:
        return False
    several = len(printed) > 1 or pieces[-1] == ""
    return several and all(len(piece) <= LONGEST_LABEL and not _SENTENCE.search(piece) for piece in printed)


def _is_rule(text: str) -> bool:
    straight = text.translate(_BARS)
    return bool(_RULE.fullmatch(straight)) and not set(straight) <= set(" |\t")


def _pieces(text: str) -> list[str]:
    straight = text.translate(_BARS)
    if "|" not in straight:
        return [" ".join(piece.split()) for piece in straight.split("\t")]
    inner = straight.strip()
    framed = inner.startswith("|") and inner.endswith("|") and len(inner) > 1
    return [" ".join(piece.split()) for piece in (inner[1:-1] if framed else inner).split("|")]


def _grid(rows: list[Paragraph]) -> Grid:
    lines = tuple(
        tuple(
            GridCell(piece, f"{paragraph.at}.cell[{place + 1}]", number, place)
            for place, piece in enumerate(_pieces(paragraph.text))
        )
        for number, paragraph in enumerate(rows)
    )
    return Grid(lines, rows[0].at, aligned=False)
