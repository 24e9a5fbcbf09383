"""One slip that touches more than one cell, undone: shifted, swapped and split figures, rows and columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from services.validate.diagnosis.sheet import Sheet
from shared.report.diagnosis import Slip

_MOST_SPLIT = 99
"""Digits of a number are split over two cells in small numbers; joining larger ones is no slip of a pen."""


@dataclass(frozen=True)
class Move:
    """Changes by cell that undo one slip, and what slip it was."""

    kind: Slip
    changes: tuple[tuple[str, int], ...]

    @cached_property
    def as_mapping(self) -> dict[str, int]:
        """The changes by cell."""
        return dict(self.changes)


def compound_moves(sheet: Sheet, figures: Mapping[str, int]) -> Iterator[Move]:
    """Every slip over several cells that the printed figures allow. Cells without a known figure take no part."""
    for first, second in sheet.neighbours():
        if first in figures and second in figures:
            yield from _between(first, second, figures)
    for row in sheet.rows:
        for first, second in pairwise(row):
            if first in figures and second in figures:
                yield from _split(first, second, figures)
        yield from _row_shifted([cell for cell in row if cell not in sheet.totals], figures)
    for kind, lines in ((Slip.ROWS_SWAPPED, sheet.rows), (Slip.COLUMNS_SWAPPED, sheet.columns)):
        for one, other in pairwise(lines):
            yield from _swapped(kind, one, other, figures)


def _between(first: str, second: str, figures: Mapping[str, int]) -> Iterator[Move]:
    left, right = figures[first], figures[second]
    if left == right:
        return
    kind = Slip.SWAPPED if left and right else Slip.SHIFTED
    yield Move(kind, ((first, right - left), (second, left - right)))


def _split(first: str, second: str, figures: Mapping[str, int]) -> Iterator[Move]:
    head, tail = figures[first], figures[second]
    if not 0 < head <= _MOST_SPLIT or not 0 <= tail <= _MOST_SPLIT:
        return
    joined = int(f"{head}{tail}")
    yield Move(Slip.SPLIT, _nonzero((first, joined - head), (second, -tail)))
    yield Move(Slip.SPLIT, _nonzero((first, -head), (second, joined - tail)))


def _row_shifted(cells: Sequence[str], figures: Mapping[str, int]) -> Iterator[Move]:
    if any(cell not in figures for cell in cells) or sum(figures[cell] > 0 for cell in cells) < 2:  # noqa: PLR2004
        return
    printed = [figures[cell] for cell in cells]
    for lost, moved in ((0, [*printed[1:], 0]), (-1, [0, *printed[:-1]])):
        if printed[lost] == 0:
            changes = _nonzero(*((cell, new - old) for cell, old, new in zip(cells, printed, moved, strict=True)))
            if len(changes) > 2:  # noqa: PLR2004 - two changed cells are a figure that stands one cell off
                yield Move(Slip.ROW_SHIFTED, changes)


def _swapped(kind: Slip, one: Sequence[str], other: Sequence[str], figures: Mapping[str, int]) -> Iterator[Move]:
    pairs = list(zip(one, other, strict=True))
    if any(cell not in figures for pair in pairs for cell in pair):
        return
    changes = [(a, figures[b] - figures[a]) for a, b in pairs] + [(b, figures[a] - figures[b]) for a, b in pairs]
    found = _nonzero(*changes)
    if len(found) > 2:  # noqa: PLR2004 - the same
        yield Move(kind, found)


def _nonzero(*changes: tuple[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((cell, change) for cell, change in changes if change)
