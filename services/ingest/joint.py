"""Which cuts of the rows of a table fit one another: all sums along and down the table are weighed together.

A reading of the table is one cut for each row; its cost is the number of sums it breaks, along rows and down columns.
What can be proved: a wrong cut of one row moves digits between neighbouring cells, so it changes at least two columns.
One misprinted figure breaks at least two sums, that of its row and those of its column, and no others. So where the
report has at most one misprint, a wrong reading of one row breaks at least one sum, and at least as many as the true
reading less one. A cell is therefore taken when all readings that break nothing agree about it; where every reading
breaks something, when all within one broken sum of the best do (`MARGIN`). Then nothing wrong is taken, unless wrong
cuts of several rows make up for each other in every column. A row that foots and can be cut in few ways (`FEW`) needs
less: a misprinted one foots by accident in hardly one of a hundred, so where columns are broken far and wide it is
taken by its own sum. The digits are never in question: sums choose between cuts and correct nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from services.ingest.splits import Printed, Steps, TooManyError, affordable
from services.ingest.sums import ColumnSum, Option, option

MARGIN = 1
FEW = 30
_WIDELY = 3
_MAX_READINGS = 200
_MAX_TRIED = 30
_ROUNDS = 4

_CUT_STEPS = 6_000

Choice = dict[str, Option]
Weighed = list[tuple[int, Choice]]


class UnclearError(Exception):
    """Some rows have more readings than the work allowed can weigh."""

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = frozenset(rows)


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


def weigh(rows: Mapping[str, Row], sums: Sequence[ColumnSum], steps: Steps) -> dict[str, Sequence[Option]]:
    """The readings of each row that come within the margin of the best reading of the whole table.

    A row that does not foot where more than one column is broken too is left out: one misprint does not explain it.

    Raises:
        UnclearError: the work allowed is too little to tell; it names the rows that ask for more.
    """
    rows, more = dict(rows), dict[str, list[Option]]()
    for _ in range(_ROUNDS):
        groups = [_searched(group, rows, sums, steps) for group in _groups(rows, sums)]
        more = _others(rows, groups, sums)
        if not more:
            break
        rows |= {name: replace(rows[name], likely=[*rows[name].likely, *found]) for name, found in more.items()}
    else:
        raise UnclearError(more)
    remaining: dict[str, Sequence[Option]] = {name: row.likely for name, row in rows.items()}
    for near in groups:
        for name in near[0][1]:
            figures = {choice[name].values for _, choice in near}
            remaining[name] = [one for one in rows[name].likely if one.values in figures]
    return {name: _taken(rows[name], options, _broken(name, rows, groups, sums)) for name, options in remaining.items()}


def _searched(group: Sequence[str], rows: Mapping[str, Row], sums: Sequence[ColumnSum], steps: Steps) -> Weighed:
    try:
        return _Search(group, rows, sums, steps).run()
    except TooManyError:
        raise UnclearError(group) from None


def _taken(row: Row, options: Sequence[Option], broken: int) -> Sequence[Option]:
    """The readings that remain in view of how many columns of the row are broken; none, where nothing explains them."""
    foots = [one for one in row.likely if not one.breaks]
    breaks = any(one.breaks for one in options)
    if row.is_certain:
        return options
    if breaks and foots:
        # A row that foots is not read otherwise for the columns' sake; they only make it doubtful.
        return list(dict.fromkeys([*options, *foots]))
    if broken <= 1:
        return options
    # One misprint in a row that does not foot breaks one column. Where columns are broken far and wide, that they hold
    # somewhere may be an accident.
    return () if breaks else options if broken < _WIDELY else foots


def _broken(name: str, rows: Mapping[str, Row], groups: Sequence[Weighed], sums: Sequence[ColumnSum]) -> int:
    """How many columns of a row do not add up in the best reading of the table."""
    best = _best(rows, groups)
    return len({one.column for one in sums if name in one.signs and one.of(best)})


def _best(rows: Mapping[str, Row], groups: Sequence[Weighed]) -> Choice:
    """The best reading of the whole table."""
    best = {name: row.likely[0] for name, row in rows.items()}
    for near in groups:
        best |= near[0][1]
    return best


def _groups(rows: Mapping[str, Row], sums: Sequence[ColumnSum]) -> list[list[str]]:
    """The rows to choose for, in groups that no sum ties to one another."""
    group_of = {name: [name] for name, row in rows.items() if len(row.likely) > 1}
    for one in sums:
        tied = [
            name
            for name in group_of
            if name in one.signs and len({o.values[one.column] for o in rows[name].likely}) > 1
        ]
        if not tied or not _may_hold(one, rows):
            continue
        merged = list(dict.fromkeys(member for name in tied for member in group_of[name]))
        group_of |= dict.fromkeys(merged, merged)
    return list({id(group): group for group in group_of.values()}.values())


def _reach(one: ColumnSum, rows: Mapping[str, Row], names: Iterable[str]) -> tuple[int, int]:
    """The least and the most that the rows can add to a sum."""
    low = high = 0
    for name in names:
        shares = [one.share(name, chosen) for chosen in rows[name].likely]
        low, high = low + min(shares), high + max(shares)
    return low, high


def _may_hold(one: ColumnSum, rows: Mapping[str, Row]) -> bool:
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


class _Search:
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
            if any(signs) and not _may_hold(one, rows):
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


def _others(rows: Mapping[str, Row], groups: Sequence[Weighed], sums: Sequence[ColumnSum]) -> dict[str, list[Option]]:
    """Cuts that do not foot and yet come within the margin, with all other rows as in a reading that is near."""
    base = _best(rows, groups)
    single = [[(0, {name: row.likely[0]})] for name, row in rows.items() if len(row.likely) == 1]
    found: dict[str, list[Option]] = {}
    for near in [*groups, *single]:
        for cost, choice in near[:_MAX_TRIED]:
            for name in choice:
                if rows[name].printed:
                    slack = MARGIN - cost + near[0][0]
                    more = _cheap((name, rows[name]), base | choice, sums, slack)
                    found.setdefault(name, []).extend(more)
    return {name: list(dict.fromkeys(more)) for name, more in found.items() if more}


def _cheap(named: tuple[str, Row], choice: Choice, sums: Sequence[ColumnSum], slack: int) -> list[Option]:
    """The other cuts of one row that cost at most so many broken sums more than the one chosen."""
    name, row = named
    now = choice[name]
    wanted: list[list[int]] = [[] for _ in now.cells]
    for one in sums:
        if sign := one.signs.get(name, 0):
            wanted[one.column].append(now.values[one.column] - sign * one.of(choice))

    def price(column: int, value: int) -> int:
        return sum(value != figure for figure in wanted[column])

    paid = now.breaks + sum(price(column, value) for column, value in enumerate(now.values))
    if paid == 0:
        return []
    broken = sum(any(now.values[column] != figure for figure in figures) for column, figures in enumerate(wanted))
    if row.is_certain:
        # Only a blank could be hidden there; it would have to explain a good deal.
        most = paid - _WIDELY
    else:
        most = paid + slack - (MARGIN if not now.breaks and row.ways <= FEW and broken > _WIDELY else 0)
    steps = Steps(_CUT_STEPS)
    try:
        cuts = [
            option(cells)
            for printed in row.printed
            for cells in affordable(
                printed, len(now.cells), price, most, blanks=row.blanks or row.is_certain, steps=steps
            )
        ]
    except TooManyError:
        raise UnclearError([name]) from None
    known = {one.cells for one in row.likely}
    return [
        one
        for one in cuts
        if one.cells not in known
        and one.breaks + sum(price(column, value) for column, value in enumerate(one.values)) <= most
    ]
