"""The words an edition prints in its tables, indexed by label key, so that a printed word says what it may be."""

from collections.abc import Iterator
from functools import cache

import msgspec

from services.ingest.labels import LONGEST_LABEL, label_key, label_keys
from shared.report.edition import Block, Edition, Row, Table, edition

_LONGEST_FRAGMENT = 40


class RowRef(msgspec.Struct, frozen=True):
    """One row of the form; `order` is its statutory place within its table, counted from zero."""

    table: str
    key: str
    order: int
    groups: tuple[str, ...]
    """Label keys of the spanning labels over the row, outermost first."""
    ambiguous: bool
    """Whether a column of the table bears the same word (其他, 总计), so that only numbering or context tells."""

    @property
    def at(self) -> str:
        """Address of the row."""
        return f"{self.table}.{self.key}"


class Vocabulary:
    """All words of one edition."""

    def __init__(self, form: Edition) -> None:
        self.form = form
        self.rows: dict[str, RowRef] = {}
        self.labels: dict[str, str] = {}
        self.row_groups: set[str] = set()
        self.columns: set[str] = set()
        self.routes: set[str] = set()
        self.titles: set[str] = set()
        self.leaf_columns: set[str] = set()
        self.grouped_columns: set[str] = set()
        self.column_groups: set[str] = set()
        self._blocks: dict[str, Block] = {}
        self._parts = tuple({key for part in form.parts for key in _keys(part.zh, part.variants)})
        for table in form.tables:
            self._add(table)
        self.leaf_columns -= self.rows.keys() | self.row_groups
        self.grouped_columns &= self.leaf_columns
        self.across_columns = sum(len(b.rows) * len(b.columns) for t in form.tables if t.across for b in t.blocks)
        self._run_together = "|".join(sorted(self.rows.keys() | self.row_groups | self.columns | self.routes))
        self.headers = frozenset(self.columns | self.routes)
        self.words = frozenset(self.rows) | self.row_groups | self.headers | self.titles

    def row(self, text: str) -> RowRef | None:
        """The row that a printed label names, if any."""
        return next((self.rows[key] for key in label_keys(text) if key in self.rows), None)

    def block(self, row: RowRef) -> Block:
        """The grid of the form the row belongs to."""
        return self._blocks[row.at]

    def is_header(self, text: str) -> bool:
        """Whether the text is a word of some table's head."""
        return any(key in self.headers for key in label_keys(text))

    def is_word(self, text: str) -> bool:
        """Whether the text is any word the form prints in its tables."""
        return any(key in self.words for key in label_keys(text))

    def is_title(self, text: str) -> bool:
        """Whether the text heads a block or a part (第二十条第（五）项)."""
        return label_key(text[:LONGEST_LABEL]).startswith(tuple(self.titles))

    def is_fragment(self, text: str) -> bool:
        """Whether the text is a piece of a label that a copy has broken over lines."""
        key = label_key(text) if len(text) <= _LONGEST_FRAGMENT else ""
        return len(key) > 1 and key in self._run_together

    def is_part_heading(self, text: str) -> bool:
        """Whether the text begins with the title of one of the six parts."""
        key = label_key(text[:LONGEST_LABEL])
        return key.startswith(self._parts)

    def keys_of(self, row: RowRef) -> list[str]:
        """All label keys of a row."""
        return [key for key, ref in self.rows.items() if ref == row]

    def rows_of(self, table: str) -> list[RowRef]:
        """The rows of a table in statutory order."""
        return sorted({row for row in self.rows.values() if row.table == table}, key=lambda row: row.order)

    def _add(self, table: Table) -> None:
        order = 0
        for block in table.blocks:
            column_words = set(_column_words(block))
            self.columns |= column_words
            self.leaf_columns |= column_keys(block).keys()
            self.grouped_columns |= {
                key for column in block.columns if column.group for key in _keys(column.zh, column.variants)
            }
            self.column_groups |= {label_key(group.zh) for key, group in block.groups.items() if _spans(block, key)}
            if block.zh and block.zh.startswith("第"):
                self.titles.add(label_key(block.zh))
            for row in block.rows:
                self._add_row(table, block, row, order, column_words)
                order += 1
            groups = {label_key(group.zh) for group in block.groups.values()} - column_words
            self.row_groups |= groups
            if table.across:
                self.routes |= groups | {key for row in block.rows for key in _keys(row.zh, row.variants)}

    def _add_row(self, table: Table, block: Block, row: Row, order: int, column_words: set[str]) -> None:
        keys = _keys(row.zh, row.variants)
        ref = RowRef(
            table=table.key,
            key=row.key,
            order=order,
            groups=tuple(label_key(group.zh) for group in block.group_path(row.group)),
            ambiguous=bool(keys & column_words),
        )
        self._blocks[ref.at] = block
        self.labels[ref.at] = row.zh
        for key in keys:
            self.rows[key] = ref


def column_keys(block: Block) -> dict[str, str]:
    """Column keys of a block by label key."""
    return {key: column.key for column in block.columns for key in _keys(column.zh, column.variants)}


def column_of(text: str, keys: dict[str, str]) -> str | None:
    """The column a printed head names."""
    return next((keys[key] for key in label_keys(text) if key in keys), None)


def _column_words(block: Block) -> Iterator[str]:
    yield from column_keys(block)
    for column in block.columns:
        yield from (label_key(group.zh) for group in block.group_path(column.group))
    if block.corner:
        yield label_key(block.corner.zh)
        yield label_key(block.corner.zh.replace("勾稽", "钩稽"))
    if block.zh and not block.zh.startswith("第"):
        yield label_key(block.zh)


def _spans(block: Block, group: str) -> bool:
    return sum(column.group == group for column in block.columns) > 1


def _keys(label: str, variants: tuple[str, ...]) -> set[str]:
    return {key for text in (label, *variants) for key in label_keys(text)}


@cache
def vocabulary(edition_id: str) -> Vocabulary:
    """The words of the edition of that id."""
    return Vocabulary(edition(edition_id))
