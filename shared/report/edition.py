"""An edition of the statutory form, loaded from its data file: what it prints, what its cells hold, what must tie out.

Source of the data: 国办公开办函〔2021〕30号 and 〔2019〕60号. A new edition is a new file in `editions/`.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources

import msgspec

from shared.report.text import Text


class CellKind(StrEnum):
    """What a cell may hold."""

    COUNT = "count"
    """A whole number, zero or more."""
    CHANGE = "change"
    """A whole number with a sign (本年增/减)."""
    AMOUNT = "amount"
    """Money in 万元, zero or more, decimals allowed."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the six statutory parts; `table` names the table it must carry, if any."""

    number: int
    key: str
    zh: str
    en: str
    variants: tuple[str, ...] = ()
    table: str | None = None

    @property
    def title(self) -> Text:
        """The statutory heading without its number."""
        return Text(self.zh, self.en)


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A printed label that spans several rows or columns."""

    zh: str
    en: str
    within: str | None = None


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A printed column; an empty key means the row alone addresses the cell."""

    key: str
    zh: str
    en: str
    kind: CellKind
    variants: tuple[str, ...] = ()
    group: str | None = None


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A printed row; `stands_for` names the rows that some agencies print merged into this one."""

    key: str
    zh: str
    en: str
    variants: tuple[str, ...] = ()
    group: str | None = None
    stands_for: tuple[str, ...] = ()


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A grid inside a table; 表二 has one for each item of article 20, the others have one in all."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    zh: str | None = None
    en: str | None = None
    corner: Text | None = None
    groups: dict[str, Group] = {}

    def group_path(self, key: str | None) -> tuple[Group, ...]:
        """Spanning labels over a row or column, outermost first."""
        path: list[Group] = []
        while key is not None:
            group = self.groups[key]
            path.insert(0, group)
            key = group.within
        return tuple(path)


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statutory table; `across` means that it prints its rows side by side in one line (表四)."""

    key: str
    zh: str
    en: str
    short: Text
    blocks: tuple[Block, ...]
    across: bool = False


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sum the form demands: left cells together equal right cells together, in every column or every row."""

    key: str
    zh: str
    en: str
    table: str
    every: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    def address(self, line: str, key: str) -> str:
        """Address of the cell `key` in one column (or row) of the table."""
        return _address(self.table, key, line) if self.every == "column" else _address(self.table, line, key)


class Cell(msgspec.Struct, frozen=True):
    """One cell of the form: its address, what it may hold, and how people find it on paper."""

    address: str
    table: str
    row: str
    column: str
    kind: CellKind
    label: Text


class Equation(msgspec.Struct, frozen=True):
    """One instance of an identity, as Σ coefficient·cell = 0.

    `at` is the cell where the sum is printed, which is where people look for the fault first. `line` names the column
    or row summed, such as `requests.column.total`.
    """

    identity: str
    line: str
    at: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def terms(self) -> tuple[tuple[str, int], ...]:
        """Cells with coefficient +1 (left) and −1 (right)."""
        return tuple((cell, 1) for cell in self.left) + tuple((cell, -1) for cell in self.right)


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One edition of the form, complete."""

    id: str
    notice: str
    first_year: int
    title: Text
    tokens: tuple[str, ...]
    parts: tuple[Part, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]

    def table(self, key: str) -> Table:
        """The table called `key`."""
        return next(table for table in self.tables if table.key == key)

    def cells(self, merged_rows: frozenset[str] = frozenset()) -> tuple[Cell, ...]:
        """Every cell the form requires, in printed order: 200 in 2021, 198 in 2019.

        `merged_rows` names rows like `other_combined` that this report prints instead of the rows they stand for.
        """
        hidden = {table.key: self._rows_not_printed(table.key, merged_rows) for table in self.tables}
        return tuple(cell for cell in self._every_cell if cell.row not in hidden[cell.table])

    def cell(self, address: str) -> Cell:
        """The cell at `address`, whether or not every report prints it.

        Raises:
            KeyError: the edition has no such cell.
        """
        return self._by_address[address]

    def has(self, address: str) -> bool:
        """Whether the edition knows a cell of this address."""
        return address in self._by_address

    def line_label(self, at: str) -> Text | None:
        """What a whole table (`requests`) or row (`requests.granted`) is called on paper, None for any other place."""
        return self._lines.get(at)

    def equations(self, merged_rows: frozenset[str] = frozenset()) -> tuple[Equation, ...]:
        """Every instance of every identity: 7 + 7 + 25 + 3 in 2021, two rows fewer where （六） is one row."""
        return tuple(self._equations(merged_rows))

    def _equations(self, merged_rows: frozenset[str]) -> Iterator[Equation]:
        for identity in self.identities:
            for block in self.table(identity.table).blocks:
                rows, columns = self._printed(block, identity.table, merged_rows)
                left = _with_merged(identity.left, block, merged_rows)
                for line in columns if identity.every == "column" else rows:
                    yield Equation(
                        identity=identity.key,
                        line=f"{identity.table}.{identity.every}.{line}",
                        at=identity.address(line, identity.right[-1]),
                        left=tuple(identity.address(line, key) for key in left),
                        right=tuple(identity.address(line, key) for key in identity.right),
                    )

    def _printed(self, block: Block, table: str, merged_rows: frozenset[str]) -> tuple[list[str], list[str]]:
        hidden = self._rows_not_printed(table, merged_rows)
        return [row.key for row in block.rows if row.key not in hidden], [column.key for column in block.columns]

    def _rows_not_printed(self, table: str, merged_rows: frozenset[str]) -> frozenset[str]:
        hidden: set[str] = set()
        for block in self.table(table).blocks:
            for row in block.rows:
                if row.stands_for:
                    hidden.update(row.stands_for if row.key in merged_rows else (row.key,))
        return frozenset(hidden)

    @cached_property
    def _every_cell(self) -> tuple[Cell, ...]:
        return tuple(self._build_cells())

    @cached_property
    def _by_address(self) -> dict[str, Cell]:
        return {cell.address: cell for cell in self._every_cell}

    @cached_property
    def _lines(self) -> dict[str, Text]:
        rows = ((table, block, row) for table in self.tables for block in table.blocks for row in block.rows)
        tables = {table.key: table.short for table in self.tables}
        return tables | {f"{table.key}.{row.key}": _label(table, block, row) for table, block, row in rows}

    def _build_cells(self) -> Iterator[Cell]:
        for table in self.tables:
            for block in table.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield Cell(
                            address=_address(table.key, row.key, column.key),
                            table=table.key,
                            row=row.key,
                            column=column.key,
                            kind=column.kind,
                            label=_label(table, block, row, column),
                        )


def _address(table: str, row: str, column: str) -> str:
    return f"{table}.{row}.{column}" if column else f"{table}.{row}"


def _with_merged(keys: tuple[str, ...], block: Block, merged_rows: frozenset[str]) -> tuple[str, ...]:
    replaced = list(keys)
    for row in block.rows:
        if row.stands_for and row.key in merged_rows and row.stands_for[0] in replaced:
            replaced[replaced.index(row.stands_for[0])] = row.key
            replaced = [key for key in replaced if key not in row.stands_for]
    return tuple(replaced)


def _label(table: Table, block: Block, row: Row, column: Column | None = None) -> Text:
    """How a person finds the cell, or the whole row, on paper: 「表三·（三）不予公开·1.属于国家秘密·自然人」."""
    groups = [group for group in block.group_path(row.group) if group.within or table.across]
    path: list[Group | Row | Column] = [*groups, row, *([column] if column is not None and column.key else [])]
    zh = [table.short.zh, *(one.zh for one in path)]
    en = [table.short.en, *(one.en for one in path)]
    return Text("·".join(zh), " · ".join(en))


@cache
def editions() -> dict[str, Edition]:
    """All editions by id, oldest first.

    Raises:
        msgspec.ValidationError: a data file does not have the shape described here.
    """
    folder = resources.files("shared.report") / "editions"
    loaded = [
        msgspec.toml.decode(file.read_bytes(), type=Edition)
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if file.name.endswith(".toml")
    ]
    return {edition.id: edition for edition in loaded}


def edition(edition_id: str) -> Edition:
    """The edition of that id ("2021", "2019").

    Raises:
        KeyError: there is no such edition.
    """
    return editions()[edition_id]


def edition_for(year: int) -> Edition:
    """The edition that a report about `year` must use; years before the first one get the first."""
    fitting = [candidate for candidate in editions().values() if candidate.first_year <= year]
    return fitting[-1] if fitting else next(iter(editions().values()))
