"""The tables as they lie on paper: which cell is beside, above or below which, and which cells are totals."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from services.validate.filing import Filing
from shared.report.edition import Block

_TABLES = ("requests", "reviews")
"""Only these have sums; 表二 has none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cell addresses of one table, row by row, and those that print a sum."""

    rows: tuple[tuple[str, ...], ...]
    totals: frozenset[str]

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The same cells, column by column."""
        return tuple(zip(*self.rows, strict=True))

    def neighbours(self) -> Iterator[tuple[str, str]]:
        """Every two cells that touch, the left or upper one first."""
        for line in (*self.rows, *self.columns):
            yield from pairwise(line)


def sheets(filing: Filing) -> tuple[Sheet, ...]:
    """The tables that have sums, as this report prints them (with its merged rows)."""
    return tuple(_sheet(filing, table) for table in _TABLES)


def _sheet(filing: Filing, table: str) -> Sheet:
    (block,) = filing.report.form.table(table).blocks
    # What rolls forward is no sum of others: 结转 is counted by itself.
    summed = [equation for equation in filing.report.equations() if len(equation.right) == 1]
    totals = {equation.at for equation in summed}
    cells = {(cell.row, cell.column): address for address, cell in filing.cells(table).items()}
    rows = tuple(_row(cells, block, row.key) for row in block.rows if any(key == row.key for key, _ in cells))
    return Sheet(rows, frozenset(totals))


def _row(cells: dict[tuple[str, str], str], block: Block, row: str) -> tuple[str, ...]:
    return tuple(cells[row, column.key] for column in block.columns)
