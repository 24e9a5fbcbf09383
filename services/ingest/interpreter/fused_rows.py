"""Rows whose figures ran together, cut into their cells where the sums of the form leave one way to do it."""

from collections.abc import Mapping, Sequence

import msgspec

from services.ingest.interpreter.column_search import Row
from services.ingest.interpreter.joint import FEW, UnclearError, weigh
from services.ingest.interpreter.splits import Cells, Printed, Steps, TooManyError, count, every, footing
from services.ingest.interpreter.sums import Option, column_sums, option
from shared.report.edition import Block, CellKind, Column, Edition

MAX_LISTED = 6
"""So many possibilities are told; more help nobody."""
_MOST = 300
_MOST_ACROSS = 120
"""Lines that can be cut in more ways foot by accident too often, where a figure of theirs is misprinted."""
_MAX_PATHS = 200
_TABLE_STEPS = 40_000
_ATTEMPTS = 3
_FEW_LEFT = 3
"""Where rows had to be left out, the report is odd enough to have misprints: what is left is believed only so far."""


class Cut(msgspec.Struct, frozen=True):
    """What is known about one row: its certain cells (None elsewhere), and in how many ways the digits can be cut.

    Where not all cells are certain, `possible` holds the readings that remain.
    """

    cells: tuple[str | None, ...]
    ways: int
    possible: Sequence[Cells] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every cell is certain."""
        return None not in self.cells


def alone(printed: Sequence[Printed], columns: Sequence[Column]) -> Cut:
    """A row that no sum binds: certain only where the digits can be cut in one way."""
    kinds = [column.kind for column in columns]
    ways = sum(count(one, kinds) for one in printed)
    if ways > _MOST or any(_may_lack_blanks(one, kinds) for one in printed):
        return Cut((None,) * len(columns), ways)
    return _agreed([cells for one in printed for cells in every(one, kinds, _MOST)], ways, len(columns))


def _may_lack_blanks(printed: Printed, kinds: Sequence[CellKind]) -> bool:
    """Whether each piece can be a cell by itself, so that rather blanks are lost than figures run together."""
    return 1 < len(printed.pieces) < len(kinds) and all(count(Printed((piece,)), kinds[:1]) for piece in printed.pieces)


def across(printed: Printed, block: Block) -> Cut:
    """The rows of a table printed side by side in one line, each of which foots."""
    columns, rows = len(block.columns), len(block.rows)
    kinds = [column.kind for column in block.columns] * rows
    ways = count(printed, kinds)
    if ways == 0 or ways > _MOST_ACROSS:
        return Cut((None,) * len(kinds), ways)
    if ways == 1:
        return _agreed(every(printed, kinds, 1), ways, len(kinds))
    try:
        paths = _paths(printed, columns, rows, Steps())
    except TooManyError:
        return Cut((None,) * len(kinds), ways)
    if not paths:
        possible = every(printed, kinds, MAX_LISTED) if ways <= MAX_LISTED else []
        return Cut((None,) * len(kinds), ways, possible)
    return _agreed(paths, ways, len(kinds))


def _paths(printed: Printed, columns: int, rows: int, steps: Steps) -> list[Cells]:
    length = len(printed.text)
    reached: dict[int, list[Cells]] = {0: [()]}
    for row in range(rows):
        further: dict[int, list[Cells]] = {}
        for start, paths in reached.items():
            for stop in [length] if row == rows - 1 else range(start + columns, length):
                for cells in footing(printed, columns, start=start, stop=stop, steps=steps):
                    further.setdefault(stop, []).extend((*path, *cells) for path in paths)
        if sum(map(len, further.values())) > _MAX_PATHS:
            raise TooManyError
        reached = further
    return reached.get(length, [])


def together(
    printed: Mapping[str, Sequence[Printed]],
    known: Mapping[str, Cells],
    form: Edition,
    merged: frozenset[str],
    table: str,
) -> dict[str, Cut]:
    """The rows of a table whose rows foot and whose columns are bound too; `known` rows have been read otherwise."""
    width = len(form.table(table).blocks[0].columns)
    kinds = [column.kind for column in form.table(table).blocks[0].columns]
    blanks = any(len(one.text) < width for texts in printed.values() for one in texts)
    rows = {row: Row((), [option(cells)]) for row, cells in known.items()}
    ways = {row: sum(count(one, kinds) for one in texts) for row, texts in printed.items()}
    for row, texts in printed.items():
        if read := _row(texts, ways[row], width, blanks=blanks):
            rows[row] = read
    remaining, bound, few = _weighed(rows, form, merged, table)
    cuts: dict[str, Cut] = {}
    for name in printed:
        shown = rows.get(name)
        possible = list(remaining.get(name, ()))
        if shown is not None and shown.doubtful:
            possible = list(dict.fromkeys([*possible, *shown.likely]))
        certain = name in bound or ways[name] <= few
        cuts[name] = _agreed([one.cells for one in possible], ways[name], width, certain=certain)
    return cuts


def _weighed(
    rows: Mapping[str, Row], form: Edition, merged: frozenset[str], table: str
) -> tuple[Mapping[str, Sequence[Option]], set[str], int]:
    """The readings that remain of each row, the rows that columns vouch for, and how many ways to cut others may have.

    Rows that cannot be weighed are left out, and with them the sums down the columns.
    """
    left = dict(rows)
    for attempt in range(_ATTEMPTS):
        sums = column_sums(form, table, merged, left)
        try:
            remaining = weigh(left, sums, Steps(_TABLE_STEPS))
        except UnclearError as unclear:
            left = {name: row for name, row in left.items() if name not in unclear.rows}
            continue
        return remaining, {name for one in sums for name in one.signs}, FEW if attempt == 0 else _FEW_LEFT
    return {name: row.likely for name, row in rows.items() if row.is_certain}, set(), 1


def _row(texts: Sequence[Printed], ways: int, width: int, *, blanks: bool) -> Row | None:
    """A row and its likely cuts; None where there are none, or too many.

    A row that cannot be cut so that it foots may be misprinted, or a cell of it may be blank: its total perhaps, which
    then proves nothing; or another, with which it foots, so that only the columns could tell, if they were not in
    doubt themselves.
    """
    gapped = blanks or any(1 < len(one.pieces) < width for one in texts)
    steps = Steps()
    try:
        solid = [cells for one in texts for cells in footing(one, width, steps=steps)]
        if solid and not gapped:
            return Row(texts, [option(cells) for cells in solid], ways)
        gaps = [cells for one in texts for cells in footing(one, width, blanks=True, steps=steps) if "" in cells]
        if solid:
            return Row(texts, [option(cells) for cells in solid + gaps], ways, blanks=bool(gaps))
        kinds = [CellKind.COUNT] * width
        whole = [cells for one in texts for cells in every(one, kinds, _MOST)]
        untotalled = [(*cells, "") for one in texts for cells in every(one, kinds[1:], _MOST)]
    except TooManyError:
        return None
    likely = [option(cells) for cells in dict.fromkeys(whole + gaps + untotalled)]
    # Where spaces still stand between some figures, a blank is likelier than figures run together.
    doubtful = bool(whole and gaps) and any(len(one.pieces) == 1 for one in texts)
    return Row(texts, likely, ways, blanks=gapped or bool(gaps), doubtful=doubtful) if likely else None


def _agreed(possible: Sequence[Cells], ways: int, width: int, *, certain: bool = True) -> Cut:
    """The cells on which all possibilities agree; a blank is never certain, as nothing is printed to show it."""
    if not possible or not certain:
        return Cut((None,) * width, ways, possible)
    cells = tuple(
        next(iter(told)) or None if len(told := set(column)) == 1 else None for column in zip(*possible, strict=True)
    )
    return Cut(cells, ways, () if None not in cells else possible)
