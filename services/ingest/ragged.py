"""Rows whose spans were lost in text: figures are counted after the label, blanks only where widths prove them."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from services.ingest.candidates import Placed
from services.ingest.columns import Assignment
from services.ingest.document import GridCell
from services.ingest.vocabulary import column_keys, column_of
from shared.report.edition import Block


class Layout(msgspec.Struct, frozen=True):
    """What the full rows of a table show about all of them: pieces in a line, pads before and after the figures."""

    width: int
    before: bool
    after: int


def is_full(data: Sequence[GridCell], columns: int) -> bool:
    """Whether exactly as many pieces as columns are printed, side by side."""
    printed = [place for place, cell in enumerate(data) if not cell.is_blank]
    return len(printed) == columns and printed[-1] - printed[0] == columns - 1


def layout_of(rows: Sequence[tuple[Sequence[GridCell], Sequence[GridCell], int]]) -> Layout | None:
    """The layout that full rows agree on. Each row is its whole line, its data cells, and its number of columns."""
    widths: Counter[int] = Counter()
    before = after = 0
    for line, data, columns in rows:
        if not is_full(data, columns):
            continue
        first = next(place for place, cell in enumerate(data) if not cell.is_blank)
        widths[len(line)] += 1
        before = max(before, first)
        after = max(after, len(data) - first - columns)
    if not widths:
        return None
    width, times = widths.most_common(1)[0]
    # Pads on both sides, or rows of several widths, prove nothing about where a blank belongs.
    if times * 2 <= widths.total() or (before and after > 1):
        return None
    return Layout(width, bool(before), after)


def assign(
    line: Sequence[GridCell],
    data: Sequence[GridCell],
    columns: Sequence[str],
    layout: Layout | None,
    *,
    doubt: str | None,
    unit: str,
) -> Assignment:
    """Place the figures of a row by their order."""
    if is_full(data, len(columns)):
        chosen = [cell for cell in data if not cell.is_blank]
    elif layout is None or len(line) != layout.width:
        return Assignment(failure="row.cell_count")
    else:
        start = max(len(data) - layout.after - len(columns), 0) if layout.before else 0
        chosen = list(data[start : start + len(columns)])
        rest = [*data[:start], *data[start + len(columns) :]]
        if len(chosen) != len(columns) or any(not cell.is_blank for cell in rest):
            return Assignment(failure="row.cell_count")
    return Assignment({key: Placed(cell.text, cell.at, doubt, unit) for key, cell in zip(columns, chosen, strict=True)})


def column_order(head: Sequence[Sequence[str]], block: Block) -> tuple[list[str], str | None] | None:
    """The order of the columns by the texts of a head, line by line, and the doubt that remains.

    None when the head names columns in an order that only lost spans could explain.
    """
    keys = column_keys(block)
    lines = [_named(line, keys) for line in head]
    lines = [line for line in lines if line]
    statutory = [column.key for column in block.columns]
    if not lines:
        return statutory, "row.no_header"
    if len(lines) == 1 and sorted(lines[0]) == sorted(statutory):
        return lines[0], None
    # A column that spans lines of the head (自然人, 总计) is named above, ahead of those it follows on paper.
    low = max(lines, key=len)
    named = [key for line in lines for key in line]
    if len(set(named)) != len(named) or low != [key for key in statutory if key in low]:
        return None
    return statutory, None if set(named) == set(statutory) else "row.header_incomplete"


def stream_order(head: Sequence[str], block: Block) -> tuple[list[str], str | None] | None:
    """The order of the columns by the words of a head whose lines are lost too; as `column_order`."""
    keys = column_keys(block)
    named = _named(head, keys)
    statutory = [column.key for column in block.columns]
    grouped = {column.key for column in block.columns if column.group}
    if not named:
        return statutory, "row.no_header"
    for part in (grouped, set(statutory) - grouped):
        if [key for key in named if key in part] != [key for key in statutory if key in part and key in named]:
            return None
    return statutory, None if set(named) == set(statutory) else "row.header_incomplete"


def _named(texts: Sequence[str], keys: dict[str, str]) -> list[str]:
    """The columns a line names; an empty key is a column too, that of a block with no columns to tell apart."""
    return [column for text in texts if (column := column_of(text, keys)) is not None]
