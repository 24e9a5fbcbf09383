"""Rows whose spans were lost in text: figures are counted after the label, blanks only where widths prove them."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from services.ingest.document import GridCell
from services.ingest.interpreter.candidates import Placed
from services.ingest.interpreter.columns import Assignment, is_cut
from services.ingest.interpreter.vocabulary import column_keys, column_of
from shared.report.edition import Block

_TELLING_ROWS = 5
"""So many rows of one length are no accident."""


class Layout(msgspec.Struct, frozen=True):
    """What the rows of a table show about all of them.

    `width` is the number of pieces most lines have, None when there is no such number. Full rows tell whether pads
    stand before the figures (in some rows only: `mixed`), how many stand after them, and whether there are none at all
    (`bare`). `even` says that no line has lost its end: all are full, or all have as many pieces as columns.
    """

    width: int | None
    before: bool
    after: int
    bare: bool
    even: bool
    mixed: bool = False


class TextRow(msgspec.Struct, frozen=True, eq=False):
    """A row in text: its whole line, the pieces after its label, and its number of columns."""

    line: Sequence[GridCell]
    data: Sequence[GridCell]
    columns: int

    @property
    def printed(self) -> list[int]:
        """Places of the pieces that hold something."""
        return [place for place, cell in enumerate(self.data) if not cell.is_blank]

    @property
    def is_full(self) -> bool:
        """Whether exactly as many pieces as columns are printed, side by side."""
        printed = self.printed
        return len(printed) == self.columns and printed[-1] - printed[0] == self.columns - 1


def layout_of(rows: Sequence[TextRow], *, closed_up: bool = False) -> Layout:
    """The layout of a table; `closed_up` says that its lines begin at the left even where cells span them from above.

    Pads can then only stand at the end of a line.
    """
    widths = Counter(len(row.line) for row in rows)
    width, times = widths.most_common(1)[0] if widths else (0, 0)
    full = [row for row in rows if row.is_full]
    usual = [row for row in full if len(row.line) == width] if times * 2 > len(rows) else []
    if closed_up and not usual and len(rows) >= _TELLING_ROWS:
        exact = all(len(row.data) == row.columns for row in rows)
        return Layout(width if times * 2 > len(rows) else None, before=False, after=0, bare=exact, even=exact)
    return Layout(
        width if usual else None,
        before=sum(row.printed[0] > 0 for row in usual) * 2 > len(usual),
        after=max((len(row.data) - 1 - row.printed[-1] for row in usual), default=0),
        bare=bool(full) and all(len(row.data) == row.columns for row in full),
        even=len(full) == len(rows) or all(len(row.data) == row.columns for row in rows),
        mixed=0 < sum(row.printed[0] > 0 for row in usual) < len(usual),
    )


def assign(row: TextRow, columns: Sequence[str], layout: Layout, *, doubt: str | None, unit: str) -> Assignment:
    """Place the figures of a row by their order; blanks only where the width of the table proves their places."""
    chosen = _chosen(row, layout)
    if chosen is None:
        return Assignment(failure="row.cell_count")
    # Where pads fill the lines up, a blank in the last column may be a pad, and the figures a cell too far to the left.
    unanchored = not layout.bare and chosen[-1].is_blank and any(not cell.is_blank for cell in chosen)
    if unanchored or (not layout.even and (layout.bare or len(row.line) != layout.width)):
        doubt = doubt or "row.blanks_lost"
    return Assignment({key: Placed(cell.text, cell.at, doubt, unit) for key, cell in zip(columns, chosen, strict=True)})


def _chosen(row: TextRow, layout: Layout) -> Sequence[GridCell] | None:
    if len(row.data) == row.columns and (row.is_full or layout.bare):
        return row.data
    if layout.width is None or len(row.line) > layout.width:
        return None
    if row.is_full:
        out_of_line = row.printed[0] > 0 and not layout.before
        return None if out_of_line else [row.data[place] for place in row.printed]
    # Pads on both sides prove nothing about where a blank belongs; nor does a line that has lost some of its pieces.
    if len(row.line) != layout.width or layout.mixed or (layout.before and layout.after > 1):
        return None
    start = max(len(row.data) - layout.after - row.columns, 0) if layout.before else 0
    chosen = row.data[start : start + row.columns]
    rest = [*row.data[:start], *row.data[start + row.columns :]]
    return chosen if len(chosen) == row.columns and all(cell.is_blank for cell in rest) else None


def column_order(head: Sequence[Sequence[str]], block: Block) -> tuple[list[str], str | None] | None:
    """The order of the columns by the texts of a head, line by line, and the doubt that remains.

    None when the head names columns in an order that only lost spans could explain.
    """
    keys = column_keys(block)
    lines = [_named(line, keys) for line in head]
    lines = [line for line in lines if line]
    statutory = [column.key for column in block.columns]
    if any(_is_cut_head(line, block) for line in head):
        return statutory, None
    if not lines:
        return statutory, "row.no_header"
    if len(lines) == 1 and sorted(lines[0]) == sorted(statutory):
        # A head whose own lines are lost names a column that spans them (总计) ahead of those it follows on paper.
        merged = lines[0] != statutory and any(column.group for column in block.columns)
        return (statutory, "row.header_incomplete") if merged and _in_parts(lines[0], block) else (lines[0], None)
    if statutory in lines and all(line == [key for key in statutory if key in line] for line in lines):
        return statutory, None
    # A column that spans lines of the head (自然人, 总计) is named above, ahead of those it follows on paper.
    low = max(lines, key=len)
    named = [key for line in lines for key in line]
    if len(set(named)) != len(named) or low != [key for key in statutory if key in low]:
        return None
    return statutory, None if set(named) == set(statutory) else "row.header_incomplete"


def _is_cut_head(line: Sequence[str], block: Block) -> bool:
    """Whether a line prints every column in statutory order, some only by their beginning (本年新, 本年新)."""
    labels = [column.zh for column in block.columns]
    printed = line[-len(labels) :]
    return 1 < len(printed) == len(labels) and all(
        is_cut(text, label) for text, label in zip(printed, labels, strict=True)
    )


def stream_order(head: Sequence[str], block: Block) -> tuple[list[str], str | None] | None:
    """The order of the columns by the words of a head whose lines are lost too; as `column_order`."""
    keys = column_keys(block)
    named = _named(head, keys)
    statutory = [column.key for column in block.columns]
    if not named:
        return statutory, "row.no_header"
    if not _in_parts(named, block):
        return None
    return statutory, None if set(named) == set(statutory) else "row.header_incomplete"


def _in_parts(named: Sequence[str], block: Block) -> bool:
    """Whether the columns of a group, and those outside, are each named in statutory order."""
    statutory = [column.key for column in block.columns]
    grouped = {column.key for column in block.columns if column.group}
    return all(
        [key for key in named if key in part] == [key for key in statutory if key in part and key in named]
        for part in (grouped, set(statutory) - grouped)
    )


def _named(texts: Sequence[str], keys: dict[str, str]) -> list[str]:
    """The columns a line names; an empty key is a column too, that of a block with no columns to tell apart."""
    return [column for text in texts if (column := column_of(text, keys)) is not None]
