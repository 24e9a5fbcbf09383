"""Tables whose spans a copy has lost: blank cells or repeated words stand in their place, or nothing does."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from services.ingest.document import Grid, GridCell
from services.ingest.interpreter.vocabulary import Vocabulary
from services.ingest.labels import label_key, label_keys
from services.ingest.values import is_value

Line = Sequence[GridCell]
_SHORTEST_GROUP = 4
_FEWEST_BEYOND = 3
"""A blank cell beyond the edge of one line may be a figure's cell pushed there; in several it is a margin."""


def mended(grid: Grid, words: Vocabulary) -> Grid:
    """The grid with its columns known where copying has kept them, and not taken for known where it has not."""
    if not grid.rows:
        return grid
    widths = {len(line) for line in grid.rows}
    spans = any(cell.colspan > 1 or cell.rowspan > 1 for line in grid.rows for cell in line)
    if grid.aligned and (spans or len(widths) > 1) and _has_lost(grid.rows, words):
        return _with(grid, _counted(grid.rows), aligned=False)
    rows = _without_margin(grid.rows) if grid.aligned else _without_closers(grid.rows)
    if grid.aligned and spans:
        return _with(grid, rows)
    figures = _first_figure(rows, words)
    is_square = len({len(line) for line in rows}) == 1
    if is_square and _repeats(rows, words):
        return _with(grid, tuple(_merged_repeats(rows)), aligned=True)
    if is_square and figures is not None and _kept_columns(rows, figures):
        return _with(grid, tuple(_over_blanks(line, figures) for line in rows), aligned=True)
    return _with(grid, rows)


def _with(grid: Grid, rows: tuple[tuple[GridCell, ...], ...], *, aligned: bool | None = None) -> Grid:
    return replace(grid, rows=rows, aligned=grid.aligned if aligned is None else aligned)


def _without_margin(rows: tuple[tuple[GridCell, ...], ...]) -> tuple[tuple[GridCell, ...], ...]:
    """The lines without the blank cells that word processors leave to the right of everything printed."""
    edge = max((cell.end for line in rows for cell in line if cell.text), default=0)
    if len({id(line[-1]) for line in rows if line and line[-1].column >= edge}) < _FEWEST_BEYOND:
        return rows
    if all(line and line[-1].is_blank for line in rows):
        return tuple(line[:-1] for line in rows)
    inside = [tuple(cell for cell in line if cell.column < edge) for line in rows]
    # Where a figure's cell is missing, the blank behind the row takes its place.
    doubtful = [line for line in inside if line and line[-1].is_blank and any(is_value(cell.text) for cell in line)]
    return tuple(line[:-1] if line in doubtful and len(doubtful) < _FEWEST_BEYOND else line for line in inside)


def _without_closers(rows: Sequence[Line]) -> tuple[tuple[GridCell, ...], ...]:
    """The lines without the empty piece behind a bar that closes every line."""
    widest = max(len(line) for line in rows)
    closed = len(rows) > 1 and all(len(line) > 1 and line[-1].is_blank for line in rows)
    if closed and all(len(line) == widest for line in rows):
        closed = any(not line[-2].is_blank for line in rows)
    return tuple(tuple(line[:-1] if closed else line) for line in rows)


def _first_figure(rows: Sequence[Line], words: Vocabulary) -> int | None:
    """How many columns stand left of the first column of figures, by the words of the head."""
    return min(
        (
            place
            for line in rows
            for place, cell in enumerate(line)
            if cell.text and any(key in words.leaf_columns for key in label_keys(cell.text))
        ),
        default=None,
    )


def _kept_columns(rows: Sequence[Line], figures: int) -> bool:
    """Whether blank cells hold the places of lost spans, so that every figure stands under its head."""
    return figures > 1 and not any(cell.text and is_value(cell.text) for line in rows for cell in line[:figures])


def _over_blanks(line: Line, figures: int) -> tuple[GridCell, ...]:
    """The line with each label over the blank cells behind it; blanks before the first are covered from above."""
    starts = [place for place in range(figures) if line[place].text]
    ends = [*starts[1:], figures]
    labels = [_cell(line[start], start, end) for start, end in zip(starts, ends, strict=True)] if starts else []
    return (*labels, *(_cell(line[place], place, place + 1) for place in range(figures, len(line))))


def _repeats(rows: Sequence[Line], words: Vocabulary) -> bool:
    """Whether words of the form stand twice side by side, as when a span's text is copied into all of its slots."""
    return any(
        left.text and left.text == right.text and not is_value(left.text) and words.is_word(left.text)
        for line in rows
        for left, right in pairwise(line)
    )


def _merged_repeats(rows: Sequence[Line]) -> Iterator[tuple[GridCell, ...]]:
    """Repeated words as one cell; a figure repeated under a repeated word of the head as one figure."""
    extents: dict[int, int] = {}
    for line in rows:
        merged = [
            [cell.column for cell in run]
            for text, run in groupby(line, key=lambda cell: cell.text)
            if text and not is_value(text)
        ]
        labels = {columns[0]: columns[-1] + 1 for columns in merged}
        values = any(cell.text and is_value(cell.text) for cell in line)
        if not values and len(labels) > 1:
            extents = {start: end for start, end in labels.items() if end - start > 1}
        yield tuple(_spanning(line, labels, extents))


def _spanning(line: Line, labels: dict[int, int], extents: dict[int, int]) -> Iterator[GridCell]:
    place = 0
    while place < len(line):
        end = labels.get(place) or extents.get(place, place + 1)
        if len({cell.text for cell in line[place:end]}) > 1:
            end = place + 1
        yield _cell(line[place], place, end)
        place = end


def _has_lost(rows: Sequence[Line], words: Vocabulary) -> bool:
    """Whether some spans of a table are gone while others are left, so that its columns say nothing."""
    narrow_group = any(
        cell.colspan == 1 and cell.text and set(label_keys(cell.text)) & words.column_groups
        for line in rows
        for cell in line
    )
    return narrow_group or _has_moved(rows, words) or _is_cut_short(rows, words)


def _has_moved(rows: Sequence[Line], words: Vocabulary) -> bool:
    """Whether lines have closed up to the left where cells spanned them from above."""
    for line in rows:
        first = label_key(line[0].text) if line else ""
        row = words.row(first) if first else None
        if (row is not None and row.groups and not row.ambiguous and first not in words.routes) or any(
            key in words.grouped_columns for key in label_keys(first)
        ):
            return True
    return False


def _is_cut_short(rows: Sequence[Line], words: Vocabulary) -> bool:
    """Whether a line of nothing but spanning words of 表四 is shorter than others."""
    widest = max(len(line) for line in rows)
    return any(
        0 < len(line) < widest and all(cell.colspan == 1 and set(label_keys(cell.text)) & words.routes for cell in line)
        for line in rows
    )


def _counted(rows: Sequence[Line]) -> tuple[tuple[GridCell, ...], ...]:
    """Each line's own cells, numbered from the left."""
    own: list[list[GridCell]] = []
    above: set[int] = set()
    for line in rows:
        own.append([cell for cell in line if id(cell) not in above])
        above = {id(cell) for cell in line}
    return tuple(tuple(_cell(cell, place, place + 1) for place, cell in enumerate(line)) for line in own)


def _cell(cell: GridCell, start: int, end: int) -> GridCell:
    return GridCell(cell.text, cell.at, cell.row, start, 1, end - start)
