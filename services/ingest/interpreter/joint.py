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

from msgspec.structs import replace

from services.ingest.interpreter.column_search import MARGIN, Choice, Row, Search, Weighed, may_hold
from services.ingest.interpreter.splits import Steps, TooManyError, affordable
from services.ingest.interpreter.sums import ColumnSum, Option, option

FEW = 30
_WIDELY = 3
_MAX_TRIED = 30
_ROUNDS = 4

_CUT_STEPS = 6_000


class UnclearError(Exception):
    """Some rows have more readings than the work allowed can weigh."""

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = frozenset(rows)


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
        return Search(group, rows, sums, steps).run()
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
        if not tied or not may_hold(one, rows):
            continue
        merged = list(dict.fromkeys(member for name in tied for member in group_of[name]))
        group_of |= dict.fromkeys(merged, merged)
    return list({id(group): group for group in group_of.values()}.values())


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
