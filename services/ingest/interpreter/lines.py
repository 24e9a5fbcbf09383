"""What a line of a table is: part of its head, a row of the form, a title, bare figures, or unknown."""

from collections.abc import Sequence
from enum import Enum, auto

import msgspec

from services.ingest.document import GridCell
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary
from services.ingest.labels import label_key, label_keys, split_numbering
from services.ingest.values import is_value, may_be_value

_MANY = 10
"""So many cells that each begin like a figure are figures, whatever unit or remark stands behind every one of them."""


class LineKind(Enum):
    """The kinds of line."""

    HEADER = auto()
    DATA = auto()
    TITLE = auto()
    VALUES = auto()
    OTHER = auto()


class Line(msgspec.Struct, frozen=True, eq=False):
    """A classified line; `row` and `label` (index of the label cell) are set for DATA.

    `is_variant` says that the label is not one the form or its known variants print.
    """

    kind: LineKind
    cells: Sequence[GridCell]
    row: RowRef | None = None
    label: int = -1
    is_variant: bool = False

    @property
    def data(self) -> Sequence[GridCell]:
        """The cells after the label."""
        return self.cells[self.label + 1 :]

    @property
    def has_values(self) -> bool:
        """Whether anything is printed after the label."""
        return any(not cell.is_blank for cell in self.data)


def classify(cells: Sequence[GridCell], words: Vocabulary, before: RowRef | None, group: str | None) -> Line:
    """Say what a line is. `before` is the row read last, `group` the last group label printed above or to the left."""
    for index in range(len(cells) - 1, -1, -1):
        text = cells[index].text
        if not text or is_value(text):
            continue
        row = words.row(text)
        if row is not None and _stands(row, cells[: index + 1], words, before, group):
            return Line(LineKind.DATA, cells, row, index)
        if row is None and (whole := _over_two_cells(cells[: index + 1], words)) is not None:
            return Line(LineKind.DATA, cells, whole, index)
        if words.is_word(text):
            break
    return Line(_kind_without_row(cells, words), cells)


def _over_two_cells(path: Sequence[GridCell], words: Vocabulary) -> RowRef | None:
    """The row whose label is cut into the last two cells of `path`."""
    if not path[:-1] or not path[-2].text or not label_key(path[-1].text):
        return None
    left, right = path[-2:]
    row = words.row(left.text + right.text)
    known = words.is_word(left.text) and words.row(left.text) != row
    return None if row is None or row.ambiguous or known else row


def is_group(text: str, words: Vocabulary) -> bool:
    """Whether the text is a label that spans rows."""
    return label_key(text) in words.row_groups


def _stands(row: RowRef, path: Sequence[GridCell], words: Vocabulary, before: RowRef | None, group: str | None) -> bool:
    """Whether the last cell of `path` names `row`: no head's word to its left, no other group over it."""
    left = [key for cell in path[:-1] if cell.text for key in label_keys(cell.text)]
    if any(_excludes(key, row, words) for key in left):
        return False
    groups = {key for key in left if key in words.row_groups}
    if groups - set(row.groups) and row.groups and row.groups[-1] not in groups:
        return False
    if row.groups and row.groups[-1] in groups:
        return True
    if not row.ambiguous:
        return True
    if len(row.groups) > 1 and group is not None and group != row.groups[-1]:
        return False
    follows = before is not None and before.table == row.table and before.order < row.order
    return follows or bool(split_numbering(path[-1].text)[0])


def _excludes(key: str, row: RowRef, words: Vocabulary) -> bool:
    """Whether a word to the left says that the line is a head, or lists labels."""
    foreign_route = key in words.routes and key not in row.groups
    return foreign_route or key in words.columns or _names_other_row(key, row, words)


def _names_other_row(key: str, row: RowRef, words: Vocabulary) -> bool:
    """Whether a label to the left is that of another row, so that the line lists labels."""
    return key not in words.row_groups and words.rows.get(key, row) != row


def _kind_without_row(cells: Sequence[GridCell], words: Vocabulary) -> LineKind:
    printed = [cell.text for cell in cells if cell.text]
    if any(words.is_header(text) for text in printed):
        return LineKind.HEADER
    if len(printed) == 1 and words.is_title(printed[0]):
        return LineKind.TITLE
    plain = sum(map(is_value, printed))
    if all(may_be_value(text) for text in printed) and (plain * 2 >= len(printed) or len(printed) >= _MANY):
        return LineKind.VALUES
    return LineKind.OTHER
