"""The readings of a group of rows that break the fewest sums, searched column by column."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from services.ingest.interpreter.splits import Printed, Steps, TooManyError
from services.ingest.interpreter.sums import ColumnSum, Option

MARGIN = 1
"""How many sums more than the best a reading may break and still count."""
_MAX_READINGS = 200

Choice = dict[str, Option]
Weighed = list[tuple[int, Choice]]
"""Readings of a group, each with the number of sums it breaks."""


class Row(msgspec.Struct, frozen=True):
    """A row to be read: what may be printed there, and the likely cuts (those that foot, or all where none does).

    `ways` counts all cuts; with `blanks`, cells may be blank too. A `doubtful` row can be cut without blanks, but foots
    only with some.
    """

    printed: Sequence[Printed]
    likely: Sequence[Option]
    ways: int = 1
    blanks: bool = False
    doubtful: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether there is only one way to read the row."""
        return len(self.likely) == 1 and self.ways == 1 and not self.blanks and not self.likely[0].breaks


def _reach(one: ColumnSum, rows: Mapping[str, Row], names: Iterable[str]) -> tuple[int, int]:
    """The least and the most that the rows can add to a sum."""
    low = high = 0
    for name in names:
        shares = [one.share(name, chosen) for chosen in rows[name].likely]
        low, high = low + min(shares), high + max(shares)
    return low, high


def may_hold(one: ColumnSum, rows: Mapping[str, Row]) -> bool:
    """Whether any reading of the rows mends a sum."""
    low, high = _reach(one, rows, one.signs)
    return low <= 0 <= high


class _Domain:
    """The options a row still has, with what they can add in each column."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        self.breaks = min(one.breaks for one in options)
        self._ranges: dict[int, tuple[int, int]] = {}
        self._parts: dict[int, dict[int, _Domain]] = {}

    def range(self, column: int) -> tuple[int, int]:
        """The least and the greatest figure in a column."""
        if column not in self._ranges:
            figures = [one.values[column] for one in self.options]
            self._ranges[column] = min(figures), max(figures)
        return self._ranges[column]

    def by_figure(self, column: int) -> "dict[int, _Domain]":
        """The options parted by their figure in a column."""
        if column not in self._parts:
            parts: dict[int, list[Option]] = {}
            for one in self.options:
                parts.setdefault(one.values[column], []).append(one)
            self._parts[column] = {figure: _Domain(options) for figure, options in parts.items()}
        return self._parts[column]


class Search:
    """Branch and bound over the readings of a group of rows, column by column: each column must add up by itself."""

    def __init__(self, group: Sequence[str], rows: Mapping[str, Row], sums: Sequence[ColumnSum], steps: Steps) -> None:
        self._steps = steps
        self._names = sorted(group, key=lambda name: len(rows[name].likely))
        self._domains = [_Domain(rows[name].likely) for name in self._names]
        width = len(rows[group[0]].likely[0].values)
        # The total has the fewest ways to be read; what it leaves open the widest column settles best.
        self._order = [width - 1, *range(width - 1)]
        self._sums: list[list[tuple[list[int], int]]] = [[] for _ in range(width)]
        # With sums that no reading can mend, one that a reading mends by accident tells nothing.
        self._is_sound = True
        for one in sums:
            signs = [one.signs.get(name, 0) for name in self._names]
            if any(signs) and not may_hold(one, rows):
                self._is_sound = False
            elif any(signs):
                # Rows of other groups can be read in one way only as far as this sum goes.
                rest = sum(one.share(name, rows[name].likely[0]) for name in one.signs if name not in group)
                self._sums[one.column].append((signs, rest))
        self._limit = 0
        self._found: Weighed = []

    def run(self) -> Weighed:
        """All readings within the margin of the best, best first."""
        most = len(self._names) + sum(map(len, self._sums))
        for limit in range(0 if self._is_sound else MARGIN, most + MARGIN + 1):
            self._limit, self._found = limit, []
            self._column(0, self._domains, 0)
            best = min((cost for cost, _ in self._found), default=None)
            if best is not None and (limit == best + MARGIN or (limit == best == 0)):
                return sorted(self._found, key=lambda pair: pair[0])
        raise TooManyError

    def _column(self, place: int, domains: list[_Domain], broken: int) -> None:
        """Choose the figures of the column at `place` of the order."""
        if place == len(self._order):
            cost = broken + sum(domain.breaks for domain in domains)
            self._found.append((cost, dict(zip(self._names, (one.options[0] for one in domains), strict=True))))
            if len(self._found) > _MAX_READINGS:
                raise TooManyError
            return
        ranges = [domain.range(self._order[place]) for domain in domains]
        reach = [
            [
                rest + sum(min(s * low, s * high) for s, (low, high) in zip(signs, ranges, strict=True)),
                rest + sum(max(s * low, s * high) for s, (low, high) in zip(signs, ranges, strict=True)),
            ]
            for signs, rest in self._sums[self._order[place]]
        ]
        self._row(place, 0, domains, reach, broken)

    def _row(self, place: int, row: int, domains: list[_Domain], reach: list[list[int]], broken: int) -> None:
        """Choose the figure of one row; `reach` is the least and the most each sum of the column can still be."""
        self._steps.take()
        out = sum(not low <= 0 <= high for low, high in reach)
        if broken + out + sum(domain.breaks for domain in domains) > self._limit:
            return
        if row == len(domains):
            self._column(place + 1, domains, broken + out)
            return
        at = self._order[place]
        least, most = domains[row].range(at)
        signs = [signs[row] for signs, _ in self._sums[at]]
        for figure, part in domains[row].by_figure(at).items():
            further = [
                [
                    low + sign * figure - min(sign * least, sign * most),
                    high + sign * figure - max(sign * least, sign * most),
                ]
                for sign, (low, high) in zip(signs, reach, strict=True)
            ]
            self._row(place, row + 1, [*domains[:row], part, *domains[row + 1 :]], further, broken)
