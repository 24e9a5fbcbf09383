"""The cells that ruling lines enclose: a table's grid with its spans, found from which inner lines are missing."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from services.ingest.layout.box import Box
from services.ingest.layout.rulings import Line, Ruling, joined, nets

MAX_SLOTS = 60_000
"""In one table on one page."""
_RULED = 0.7
_OPEN = 0.3

Slot = tuple[int, int]


class Cell(msgspec.Struct, frozen=True, eq=False):
    """An enclosed cell. `is_broken` says that its lines are torn, so that its extent is uncertain."""

    box: Box
    row: int
    column: int
    rowspan: int
    colspan: int
    is_broken: bool


class Lattice(msgspec.Struct, frozen=True, eq=False):
    """The cells of a table and the lines between them, from left to right and from top to bottom."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    cells: tuple[Cell, ...]
    at: dict[Slot, int]

    @property
    def box(self) -> Box:
        """Its outer lines."""
        return Box(self.down[0], self.across[0], self.down[-1], self.across[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell around a point."""
        return self.at.get((bisect_right(self.across, y) - 1, bisect_right(self.down, x) - 1))


def lattices(rulings: Sequence[Ruling], slack: float) -> tuple[list[Lattice], list[Line]]:
    """The tables of a page, and the lines that belong to none. Lines within `slack` of each other are one."""
    across = joined(rulings, is_across=True, slack=slack)
    down = joined(rulings, is_across=False, slack=slack)
    found = [
        lattice
        for rows, columns in nets(across, down, slack)
        if (lattice := _lattice(rows, columns, slack)) is not None and len(lattice.cells) > 1
    ]
    boxes = [lattice.box for lattice in found]
    loose = [line for line in across if not any(_is_border(line, lattice, slack) for lattice in found)]
    nested = sorted(zip(found, boxes, strict=True), key=lambda pair: pair[1].area)
    return [lattice for lattice, _ in nested], loose


def _is_border(line: Line, lattice: Lattice, slack: float) -> bool:
    """Whether a line across separates rows of the table."""
    return (
        any(abs(line.at - at) <= slack for at in lattice.across)
        and line.start >= lattice.box.left - slack
        and line.end <= lattice.box.right + slack
    )


def _lattice(across: Sequence[Line], down: Sequence[Line], slack: float) -> Lattice | None:
    across = [*across, *_closing(down, [line.at for line in across], is_across=True, slack=slack)]
    down = [*down, *_closing(across, [line.at for line in down], is_across=False, slack=slack)]
    rows, columns = _places(across, slack), _places(down, slack)
    height, width = len(rows) - 1, len(columns) - 1
    if height < 1 or width < 1 or height * width > MAX_SLOTS:
        return None
    edges = _Edges(rows, columns, across, down)
    regions = _rectangles(_regions(edges, height, width))
    return _compressed(rows, columns, regions, edges.torn)


def _closing(lines: Sequence[Line], borders: Sequence[float], *, is_across: bool, slack: float) -> Iterator[Line]:
    """Lines that close a table left open: where two or more lines stick out to the same place beyond the last border.

    A page break cuts tables open at its edge, and some tables are drawn without lines at their sides.
    """
    if not borders:
        return
    for ends, edge, sign in (
        ([line.start for line in lines], min(borders), -1),
        ([line.end for line in lines], max(borders), 1),
    ):
        beyond = sorted((end for end in ends if (end - edge) * sign > slack * 2), key=lambda end: end * -sign)
        level = [end for end in beyond if abs(end - beyond[0]) <= slack]
        if len(level) > 1:
            places = [line.at for line in lines]
            yield Line(is_across, beyond[0], min(places), max(places))


def _places(lines: Sequence[Line], slack: float) -> list[float]:
    """Where lines lie, those within `slack` as one, weighted towards the longer."""
    places: list[float] = []
    bundle: list[Line] = []
    for line in sorted(lines, key=lambda line: line.at):
        if bundle and line.at - bundle[0].at > slack:
            places.append(_mean(bundle))
            bundle = []
        bundle.append(line)
    return [*places, _mean(bundle)] if bundle else places


def _mean(bundle: Sequence[Line]) -> float:
    weights = [max(line.end - line.start, 0.01) for line in bundle]
    return sum(line.at * weight for line, weight in zip(bundle, weights, strict=True)) / sum(weights)


class _Edges:
    """Which sides of the slots are ruled. The outermost always are."""

    def __init__(self, rows: list[float], columns: list[float], across: Sequence[Line], down: Sequence[Line]) -> None:
        self.rows, self.columns = rows, columns
        self.torn: set[Slot] = set()
        self._below = self._by_place(across, rows)
        self._right = self._by_place(down, columns)

    @staticmethod
    def _by_place(lines: Sequence[Line], places: Sequence[float]) -> list[list[Line]]:
        found: list[list[Line]] = [[] for _ in places]
        for line in lines:
            found[min(range(len(places)), key=lambda index: abs(places[index] - line.at))].append(line)
        return found

    def is_ruled_below(self, row: int, column: int) -> bool:
        """Whether a line divides the slot from the one under it."""
        covered = sum(line.cover(self.columns[column], self.columns[column + 1]) for line in self._below[row + 1])
        return self._judge(covered, (row, column), (row + 1, column))

    def is_ruled_right(self, row: int, column: int) -> bool:
        """Whether a line divides the slot from the one to its right."""
        covered = sum(line.cover(self.rows[row], self.rows[row + 1]) for line in self._right[column + 1])
        return self._judge(covered, (row, column), (row, column + 1))

    def _judge(self, covered: float, *slots: Slot) -> bool:
        if _OPEN < covered < _RULED:
            self.torn.update(slots)
        return covered >= (_OPEN + _RULED) / 2


def _regions(edges: _Edges, height: int, width: int) -> list[set[Slot]]:
    """Slots that no line divides."""
    parent: dict[Slot, Slot] = {(row, column): (row, column) for row in range(height) for column in range(width)}

    def root(slot: Slot) -> Slot:
        while parent[slot] != slot:
            parent[slot] = parent[parent[slot]]
            slot = parent[slot]
        return slot

    for row in range(height):
        for column in range(width):
            if row + 1 < height and not edges.is_ruled_below(row, column):
                parent[root((row + 1, column))] = root((row, column))
            if column + 1 < width and not edges.is_ruled_right(row, column):
                parent[root((row, column + 1))] = root((row, column))
    found: dict[Slot, set[Slot]] = {}
    for slot in parent:
        found.setdefault(root(slot), set()).add(slot)
    return list(found.values())


def _rectangles(regions: list[set[Slot]]) -> list[tuple[set[Slot], bool]]:
    """Regions made rectangular: one that is bent takes in what its rectangle covers, and is called broken."""
    owner = {slot: number for number, region in enumerate(regions) for slot in region}
    broken: set[int] = set()
    for number in range(len(regions)):
        while regions[number]:
            wanted = _filled(regions[number])
            if len(wanted) == len(regions[number]):
                break
            broken.add(number)
            for other in {owner[slot] for slot in wanted} - {number}:
                regions[number] |= regions[other]
                for slot in regions[other]:
                    owner[slot] = number
                regions[other] = set()
    return [(region, number in broken) for number, region in enumerate(regions) if region]


def _filled(region: set[Slot]) -> set[Slot]:
    rows, columns = [row for row, _ in region], [column for _, column in region]
    return {
        (row, column) for row in range(min(rows), max(rows) + 1) for column in range(min(columns), max(columns) + 1)
    }


def _compressed(
    rows: list[float], columns: list[float], regions: list[tuple[set[Slot], bool]], torn: set[Slot]
) -> Lattice:
    """The lattice without lines that bound no cell."""
    extents = [
        (
            min(r for r, _ in region),
            min(c for _, c in region),
            max(r for r, _ in region) + 1,
            max(c for _, c in region) + 1,
        )
        for region, _ in regions
    ]
    kept_rows = sorted({place for top, _, bottom, _ in extents for place in (top, bottom)})
    kept_columns = sorted({place for _, left, _, right in extents for place in (left, right)})
    row_of = {place: number for number, place in enumerate(kept_rows)}
    column_of = {place: number for number, place in enumerate(kept_columns)}
    cells = [
        Cell(
            Box(columns[left], rows[top], columns[right], rows[bottom]),
            row_of[top],
            column_of[left],
            row_of[bottom] - row_of[top],
            column_of[right] - column_of[left],
            is_broken or bool(region & torn),
        )
        for (top, left, bottom, right), (region, is_broken) in zip(extents, regions, strict=True)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Lattice(
        tuple(rows[place] for place in kept_rows),
        tuple(columns[place] for place in kept_columns),
        tuple(cells),
        {
            (row, column): number
            for number, cell in enumerate(cells)
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        },
    )
