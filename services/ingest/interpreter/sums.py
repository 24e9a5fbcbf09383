"""The sums that bind the rows of a table, along them and down its columns, and what a reading of a row adds to them."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from services.ingest.interpreter.splits import Cells, number
from shared.report.edition import Edition


class Option(msgspec.Struct, frozen=True):
    """One way to read a row: its cells, what they count, and what they break along the row.

    That is nothing, the sum (1), or the sum for want of a total (2), which is rarer than a misprint.
    """

    cells: Cells
    values: tuple[int, ...]
    breaks: int


def option(cells: Cells) -> Option:
    """The reading of a row whose last cell should be the sum of the others."""
    values = tuple(number(cell) for cell in cells)
    return Option(cells, values, 2 if not cells[-1] else int(sum(values[:-1]) != values[-1]))


class ColumnSum(msgspec.Struct, frozen=True):
    """A sum down one column: rows with coefficient +1 or −1, together zero."""

    column: int
    signs: Mapping[str, int]

    def share(self, row: str, chosen: Option) -> int:
        """What a row read in that way adds."""
        return self.signs.get(row, 0) * chosen.values[self.column]

    def of(self, chosen: Mapping[str, Option]) -> int:
        """By how much the sum fails."""
        return sum(self.share(row, chosen[row]) for row in self.signs)


def column_sums(form: Edition, table: str, merged: frozenset[str], known: Iterable[str]) -> list[ColumnSum]:
    """The sums down the columns of a table all of whose rows are known."""
    columns: Sequence[str] = [column.key for column in form.table(table).blocks[0].columns]
    down = {identity.key for identity in form.identities if identity.table == table and identity.every == "column"}
    rows = set(known)
    found: list[ColumnSum] = []
    for equation in form.equations(merged):
        if equation.identity not in down:
            continue
        signs: dict[str, int] = {}
        column = ""
        for address, sign in equation.terms:
            _, row, column = address.split(".")
            signs[row] = sign
        if signs.keys() <= rows:
            found.append(ColumnSum(columns.index(column), signs))
    return found
