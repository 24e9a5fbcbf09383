"""Rows that a page break has cut in two, put together again; where that is uncertain their figures are marked."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from services.ingest.document import MARK, Grid, GridCell
from services.ingest.interpreter.vocabulary import Vocabulary
from services.ingest.labels import label_key, split_numbering
from services.ingest.values import is_value

MAX_REPEATED_HEAD = 4
"""Lines of a head that a later page may repeat before the cut row goes on."""

Row = Sequence[GridCell]


class _Half(NamedTuple):
    """What a cut leaves of a row: its label, the groups to the left of it, and its figures."""

    row: Row
    label: GridCell | None
    groups: Row
    figures: Row

    @property
    def is_blank(self) -> bool:
        """Whether no figure stands in it."""
        return all(cell.is_blank for cell in self.figures)


def mended(grid: Grid, words: Vocabulary) -> Grid:
    """The grid with every row whole that a page break had cut."""
    for place in sorted(grid.breaks, reverse=True):
        if not 0 < place < len(grid.rows):
            continue
        if _is_head(grid.rows[place - 1], words):
            grid = _head_mended(grid, place, words)
        elif (below := _after_head(grid, place, words)) is not None:
            grid = _row_mended(grid, place - 1, below, words)
    return grid


def _is_head(row: Row, words: Vocabulary) -> bool:
    """Whether a row is part of a head: words of the head in it and no figures."""
    texts = [cell.text for cell in row if cell.text]
    heads = any(words.is_header(text) and not split_numbering(text)[0] for text in texts)
    return heads and not any(is_value(text) for text in texts)


def _after_head(grid: Grid, place: int, words: Vocabulary) -> int | None:
    """The first row of the page behind a repeated head."""
    rows = range(place, min(place + MAX_REPEATED_HEAD, len(grid.rows)))
    return next((row for row in rows if not _is_head(grid.rows[row], words)), None)


def _head_mended(grid: Grid, place: int, words: Vocabulary) -> Grid:
    upper, lower = grid.rows[place - 1], grid.rows[place]
    if _is_cut_head(upper, lower, words) and (whole := _joined(upper, lower)) is not None:
        return _with_whole_row(grid, place - 1, place, whole)
    return _changed(grid, _heads_carried(upper, lower, words))


def _row_mended(grid: Grid, above: int, below: int, words: Vocabulary) -> Grid:
    upper, lower = _half(grid.rows[above], words), _half(grid.rows[below], words)
    if _is_cut(upper, lower, words):
        if (whole := _joined(upper.row, lower.row)) is not None:
            return _with_whole_row(grid, above, below, whole)
        return _changed(grid, _marks(upper, lower))
    changes = _groups_carried(upper, lower, words)
    for half, other in ((upper, lower), (lower, upper)):
        if half.is_blank and half.label is not None and (_is_unknown(half, words) or _is_unknown(other, words)):
            changes |= _marks(half)
    return _changed(grid, changes)


def _half(row: Row, words: Vocabulary) -> _Half:
    labels = [
        place for place, cell in enumerate(row) if cell.text and not is_value(cell.text) and MARK not in cell.text
    ]
    if not labels:
        return _Half(row, None, (), tuple(row))
    last = labels[-1]
    groups, figures = tuple(row[:last]), tuple(row[last + 1 :])
    if label_key(row[last].text) in words.row_groups and words.row(row[last].text) is None:
        return _Half(row, None, (*groups, row[last]), figures)
    return _Half(row, row[last], groups, figures)


def _is_unknown(half: _Half, words: Vocabulary) -> bool:
    """Whether the half names no row of the form, and is no other line of it either."""
    if half.label is None:
        return not half.is_blank
    return (
        words.row(half.label.text) is None
        and not words.is_word(half.label.text)
        and not words.is_title(half.label.text)
    )


def _pairs(upper: Row, lower: Row) -> list[tuple[GridCell, GridCell]]:
    """Cells that lie over one another and are equally wide."""
    above = {(cell.column, cell.end): cell for cell in upper}
    return [(above[cell.column, cell.end], cell) for cell in lower if (cell.column, cell.end) in above]


def _is_cut_head(upper: Row, lower: Row, words: Vocabulary) -> bool:
    """Whether words of a head are cut in two, which makes the lower halves no words of the form."""
    pairs = [(above.text, below.text) for above, below in _pairs(upper, lower)]
    whole = any(words.is_header(above) and words.is_header(below) for above, below in pairs)
    cut = any(words.is_header(above + below) for above, below in pairs if below and not words.is_header(below))
    return cut and not whole and not any(is_value(cell.text) for cell in lower)


def _heads_carried(upper: Row, lower: Row, words: Vocabulary) -> dict[int, str]:
    """The heads that reach down from the upper page where the lower begins with the rest of the head."""
    printed = [cell.text for cell in lower if cell.text]
    if any(is_value(text) for text in printed) or not any(words.is_header(text) for text in printed):
        return {}
    changes: dict[int, str] = {}
    for above, below in _pairs(upper, lower):
        together = above.text + below.text
        if words.is_header(together) and not words.is_header(below.text):
            changes |= {id(above): together, id(below): together}
    return changes


def _is_cut(upper: _Half, lower: _Half, words: Vocabulary) -> bool:
    """Whether both are halves of one row: together they name a row of the form, or one has the label alone."""
    if lower.label is None and lower.is_blank and upper.label is not None:
        return words.row(upper.label.text) is not None and not words.is_header(upper.label.text)
    if upper.label is not None and lower.label is not None:
        together = words.row(upper.label.text + lower.label.text)
        apart = [words.row(half.label.text) for half in (upper, lower) if half.label is not None]
        return together is not None and None in apart
    if upper.label is None and lower.label is None:
        return False
    named, other = (upper, lower) if upper.label is not None else (lower, upper)
    return named.is_blank and not other.is_blank and named.label is not None and words.row(named.label.text) is not None


def _joined(upper: Row, lower: Row) -> tuple[GridCell, ...] | None:
    """The whole row, when both halves have the same columns."""
    if [(cell.column, cell.end) for cell in upper] != [(cell.column, cell.end) for cell in lower]:
        return None
    whole: list[GridCell] = []
    for above, below in zip(upper, lower, strict=True):
        if above.is_blank or below.is_blank:
            whole.append(replace(above, text=above.text or below.text, at=below.at if above.is_blank else above.at))
        else:
            figures = is_value(above.text) or is_value(below.text)
            whole.append(replace(above, text=f"{above.text}\n{below.text}" if figures else above.text + below.text))
    return tuple(whole)


def _groups_carried(upper: _Half, lower: _Half, words: Vocabulary) -> dict[int, str]:
    """New texts for spanning labels at the break: a label cut in two is whole on both sides, a blank goes on."""
    changes: dict[int, str] = {}
    for below in lower.groups:
        above = next((one for one in upper.groups if (one.column, one.end) == (below.column, below.end)), None)
        if above is None or above.is_blank:
            continue
        together = above.text + below.text
        if below.is_blank or (
            label_key(together) in words.row_groups and label_key(below.text) not in words.row_groups
        ):
            changes |= {id(above): together, id(below): together}
    return changes


def _marks(*halves: _Half) -> dict[int, str]:
    return {id(cell): f"{MARK}{cell.text}" for half in halves if half.label is not None for cell in half.figures}


def _changed(grid: Grid, texts: Mapping[int, str]) -> Grid:
    if not texts:
        return grid
    return _mapped(grid, lambda cell: replace(cell, text=texts[id(cell)]) if id(cell) in texts else cell)


def _with_whole_row(grid: Grid, above: int, below: int, whole: tuple[GridCell, ...]) -> Grid:
    """The grid with the whole row in place of both halves; the rows below move up."""
    texts = {id(old): new for old, new in zip(grid.rows[above], whole, strict=True)}
    rows = tuple(row for number, row in enumerate(grid.rows) if number != below)
    shorter = replace(grid, rows=rows, breaks=tuple(place for place in grid.breaks if place <= above))

    def moved(cell: GridCell) -> GridCell:
        cell = texts.get(id(cell), cell)
        return replace(cell, row=cell.row - 1) if cell.row > below else cell

    return _mapped(shorter, moved)


def _mapped(grid: Grid, change: Callable[[GridCell], GridCell]) -> Grid:
    """The grid with every cell changed, one that covers several rows in all of them."""
    done: dict[int, GridCell] = {}
    for row in grid.rows:
        for cell in row:
            if id(cell) not in done:
                done[id(cell)] = change(cell)
    return replace(grid, rows=tuple(tuple(done[id(cell)] for cell in row) for row in grid.rows))
