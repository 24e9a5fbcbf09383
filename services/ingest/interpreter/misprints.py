"""Rows whose label is misprinted, recognised when wording and neighbours point to one row of the form and no other."""

from collections.abc import Iterable, Sequence

import msgspec

from services.ingest.interpreter.lines import Line, LineKind
from services.ingest.interpreter.similarity import ALIKE, likeness
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary
from services.ingest.labels import label_key
from services.ingest.values import is_value

MARGIN = 0.1
"""By how much the likest row must be liker than the next."""


def recover(lines: Sequence[Line], words: Vocabulary) -> list[Line]:
    """The lines, with unknown ones turned into rows of the form where nothing else can be meant."""
    below = list(_nearest(reversed(lines)))[::-1]
    above: RowRef | None = None
    found: list[Line] = []
    for line, next_row in zip(lines, below, strict=True):
        recovered = _recovered(line, above, next_row, words) if line.kind is LineKind.OTHER else line
        above = recovered.row or above
        found.append(recovered)
    return found


def _nearest(lines: Iterable[Line]) -> Iterable[RowRef | None]:
    row: RowRef | None = None
    for line in lines:
        yield row
        row = line.row or row


def _recovered(line: Line, above: RowRef | None, below: RowRef | None, words: Vocabulary) -> Line:
    gap = _missing_between(above, below, words)
    for index, cell in enumerate(line.cells if gap else ()):
        if not cell.text or is_value(cell.text):
            continue
        row = _meant(cell.text, gap, words)
        if row is not None and any(words.row(left.text) not in {None, row} for left in line.cells[:index]):
            return line
        if row is not None and all(not after.text or is_value(after.text) for after in line.cells[index + 1 :]):
            return msgspec.structs.replace(line, kind=LineKind.DATA, row=row, label=index, is_variant=True)
    return line


def _missing_between(above: RowRef | None, below: RowRef | None, words: Vocabulary) -> list[RowRef]:
    """The rows of the form that belong between two rows."""
    known = above or below
    if known is None or (above and below and above.table != below.table):
        return []
    rows = words.rows_of(known.table)
    return rows[above.order + 1 if above else 0 : below.order if below else len(rows)]


def _meant(text: str, gap: Sequence[RowRef], words: Vocabulary) -> RowRef | None:
    """The one row of the gap that the printed label is clearly like."""
    key = label_key(text)
    if any(character.isdigit() for character in key):
        return None  # a figure has run into the label, and what stands after it may be anything
    ranked = sorted(
        ((max(likeness(key, known) for known in words.keys_of(row)), row.order) for row in gap), reverse=True
    )
    if ranked[0][0] < ALIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
        return None
    return next(row for row in gap if row.order == ranked[0][1])
