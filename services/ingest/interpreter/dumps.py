"""Tables copied with one cell in each line, brought back to rows: bars say where cells end, labels where rows begin."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from services.ingest.document import Document, Grid, GridCell, Paragraph
from services.ingest.interpreter.vocabulary import Vocabulary
from services.ingest.labels import LONGEST_LABEL, label_key, narrow, split_numbering
from services.ingest.values import is_value

_FEWEST_ROWS = 4
"""A stretch with fewer lines is no dump of a table."""
_SENTENCE = re.compile(r"[。;；:：!！]\s*$")
_STATEMENT = re.compile(r"[。;；]")
_HEAD_CELLS = 60
"""How far back the head of 表四 may reach."""

Cells = Sequence[GridCell]


def in_rows(document: Document, words: Vocabulary) -> tuple[Paragraph | Grid, ...]:
    """The document's blocks, with every dump of one cell a line turned into a grid of rows."""
    if all(isinstance(block, Paragraph) or block.aligned for block in document.blocks):
        return document.blocks
    blocks: list[Paragraph | Grid] = []
    stretch: list[Paragraph | Grid] = []
    for block in document.blocks:
        if _may_be_dumped(block, words):
            stretch.append(block)
            continue
        blocks.extend(_restored(stretch, words))
        stretch = []
        blocks.append(block)
    blocks.extend(_restored(stretch, words))
    return tuple(blocks)


def _may_be_dumped(block: Paragraph | Grid, words: Vocabulary) -> bool:
    if isinstance(block, Grid):
        return not block.aligned
    return (
        len(block.text) <= LONGEST_LABEL and not _STATEMENT.search(block.text) and not words.is_part_heading(block.text)
    )


def _restored(stretch: list[Paragraph | Grid], words: Vocabulary) -> Iterator[Paragraph | Grid]:
    rows = [row for block in stretch if isinstance(block, Grid) for row in block.rows]
    crowded = sum(sum(not cell.is_blank for cell in row) > 1 for row in rows)
    if len(rows) < _FEWEST_ROWS or crowded * 10 > len(rows):
        yield from stretch
        return
    before, cells, after = _cells(stretch)
    lines = list(_lines(cells, words))
    if not any(words.row(cell.text) for line in lines for cell in line[:4] if cell.text):
        yield from stretch
        return
    yield from before
    yield Grid(tuple(_placed(line, number) for number, line in enumerate(lines)), cells[0].at, aligned=False)
    yield from after


def _cells(stretch: Sequence[Paragraph | Grid]) -> tuple[list[Paragraph], list[GridCell], list[Paragraph]]:
    """The cells between bars, whatever lines they were printed in, and the writing before the first and after the last.

    What stands before a bar is one cell, even over several lines; nothing before it is a blank cell.
    """
    before: list[Paragraph] = []
    cells: list[GridCell] = []
    open_lines: list[Paragraph] = []
    for text, at, ends in _pieces(stretch):
        if text:
            open_lines.append(Paragraph(text, at))
        if not ends:
            continue
        while len(open_lines) > 1 and (not cells or _SENTENCE.search(open_lines[0].text)):
            before.append(open_lines.pop(0))
        joined = " ".join(line.text for line in open_lines)
        cells.append(GridCell(joined, open_lines[0].at if open_lines else at, 0, len(cells)))
        open_lines.clear()
    if open_lines and is_value(open_lines[0].text):
        last = open_lines.pop(0)
        cells.append(GridCell(last.text, last.at, 0, len(cells)))
    return before, cells, open_lines


def _pieces(stretch: Sequence[Paragraph | Grid]) -> Iterator[tuple[str, str, bool]]:
    """Each piece of writing with its place, and whether a bar stands behind it."""
    for block in stretch:
        if isinstance(block, Paragraph):
            yield block.text, block.at, False
            continue
        for row in filter(None, block.rows):
            lone_bar = len(row) == 1 and row[0].is_blank
            for cell in row[:-1]:
                yield cell.text, cell.at, True
            yield row[-1].text, row[-1].at, lone_bar


def _lines(cells: Cells, words: Vocabulary) -> Iterator[Cells]:
    """Rows: the labels of a row and everything up to the next label."""
    starts = [
        place
        for place, cell in enumerate(cells)
        if _is_label(cell, words) and (place == 0 or not _is_label(cells[place - 1], words))
    ]
    # A bar before the first cell of each row too leaves a blank cell there.
    led = int(bool(cells) and cells[0].is_blank)
    head: list[str] = []
    for start, following in pairwise([*starts, len(cells) + led]):
        end = following - led
        labels = next((place for place in range(start, end) if not _is_label(cells[place], words)), end)
        head = [*head, *(label_key(cell.text) for cell in cells[start:labels])][-_HEAD_CELLS:]
        width = words.across_columns if {"行政复议", "行政诉讼"} <= set(head) else None
        yield from _split(cells[start:labels], cells[labels:end], words, width, led)


def _split(labels: Cells, tail: Cells, words: Vocabulary, width: int | None, led: int) -> Iterator[Cells]:
    """A row's own labels apart from those of the head above it, which has no end of its own where pads are lost.

    `width` is that of 表四 under whose head the row stands: its figures have no label.
    """
    if width is not None and len(tail) >= width and any(cell.text for cell in tail):
        pads = len(tail) - width
        rows_fit = (len(labels) + len(tail) + led) % (width + led) == 0
        if not pads or (rows_fit and all(cell.is_blank for cell in tail[:pads])):
            yield [*labels, *tail[:pads]]
            yield tail[pads:]
            return
    own = len(labels) - 1
    while own > 0 and label_key(labels[own - 1].text) in words.row_groups:
        own -= 1
    if any(label_key(cell.text) in words.headers for cell in labels[:own]):
        yield from _head_lines(labels[:own], words)
        yield [*labels[own:], *tail]
    else:
        yield [*labels, *tail]


def _head_lines(head: Cells, words: Vocabulary) -> Iterator[Cells]:
    """A head's upper line, which names the columns that span both too, and its lower one, the columns of a group."""
    lower = next((place for place, cell in enumerate(head) if label_key(cell.text) in words.grouped_columns), 0)
    yield from (line for line in (head[:lower], head[lower:]) if line)


def _is_label(cell: GridCell, words: Vocabulary) -> bool:
    if cell.is_blank or is_value(cell.text):
        return False
    numbering, rest = split_numbering(cell.text)
    return bool(numbering and rest) or words.is_word(cell.text) or not re.match(r"[\d约近]", narrow(cell.text))


def _placed(line: Cells, number: int) -> tuple[GridCell, ...]:
    return tuple(GridCell(cell.text, cell.at, number, place) for place, cell in enumerate(line))
