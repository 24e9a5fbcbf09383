"""The statutory tables as a grid of boxes, laid out from the edition's data exactly as the form prints them."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from shared.report.edition import Block, Edition, Group, Row, Table
from shared.report.text import Text


class BoxKind(StrEnum):
    """What stands in a box of the grid."""

    TITLE = "title"
    """A heading over the whole width or over all columns."""
    CORNER = "corner"
    """The box over the row labels."""
    COLUMN = "column"
    ROW = "row"
    CELL = "cell"


class Box(msgspec.Struct, frozen=True):
    """One box: its printed text (a cell has none), how far it spans, and the cell address it holds, if any.

    `group` is true for a label over several rows or columns.
    """

    kind: BoxKind
    text: Text | None = None
    down: int = 1
    right: int = 1
    group: bool = False
    address: str | None = None

    @property
    def scope(self) -> str:
        """The HTML scope of a heading box."""
        if self.kind is BoxKind.ROW:
            return "rowgroup" if self.group else "row"
        return "colgroup" if self.group or self.kind is BoxKind.TITLE else "col"


Line = tuple[Box, ...]


class Panel(msgspec.Struct, frozen=True):
    """One grid of a table: the lines of its head and the lines of its body."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]


class FormTable(msgspec.Struct, frozen=True):
    """A statutory table ready to draw; every line of every panel adds up to `width` boxes of one."""

    key: str
    short: Text
    title: Text
    width: int
    panels: tuple[Panel, ...]


class _Label(msgspec.Struct, frozen=True):
    """A node of a label tree on its place: where its run starts and how long it is, at which level."""

    text: Text
    level: int
    start: int
    length: int
    stretch: int
    leaf: bool


def form_tables(edition: Edition, merged_rows: Sequence[str] = ()) -> tuple[FormTable, ...]:
    """Every table of the edition; `merged_rows` names rows printed instead of the rows they stand for."""
    printed = {cell.address for cell in edition.cells(frozenset(merged_rows))}
    return tuple(_table(table, printed) for table in edition.tables)


def _table(table: Table, printed: set[str]) -> FormTable:
    if table.across:
        panels = tuple(_panel_across(table, block) for block in table.blocks)
        width = sum(box.right for box in panels[0].body[0])
    else:
        width = max(_label_depth(block) + len(block.columns) for block in table.blocks)
        banner = len(table.blocks) > 1
        panels = tuple(_panel(table, block, printed, width, banner=banner) for block in table.blocks)
    return FormTable(table.key, table.short, Text(table.zh, table.en), width, panels)


def _panel(table: Table, block: Block, printed: set[str], width: int, *, banner: bool) -> Panel:
    """A block with its rows one under another; `banner` puts its title over the whole width."""
    depth = _label_depth(block)
    spare = width - depth - len(block.columns)
    title = Text(block.zh, block.en or block.zh) if block.zh else None
    columns = _labels([(*_names(block, column.group), Text(column.zh, column.en)) for column in block.columns])
    lines = _column_lines(columns, len(block.columns), spare)
    if title and not banner:
        lines.insert(0, [Box(BoxKind.TITLE, title, right=width - depth)])
    lines[0].insert(0, Box(BoxKind.CORNER, block.corner, down=len(lines), right=depth))
    if title and banner:
        lines.insert(0, [Box(BoxKind.TITLE, title, right=width)])
    rows = [row for row in block.rows if _address(table, row, block.columns[0].key) in printed]
    labels = _labels([(*_names(block, row.group), Text(row.zh, row.en)) for row in rows])
    body = [[_row_box(label) for label in labels if label.start == index] for index in range(len(rows))]
    for line, row in zip(body, rows, strict=True):
        line.extend(_cells(table, row, block, spare))
    return Panel(tuple(map(tuple, lines)), tuple(map(tuple, body)))


def _panel_across(table: Table, block: Block) -> Panel:
    """A block that prints its rows side by side: all labels in the head, all cells in one line."""
    paths = [
        (*_names(block, row.group), Text(row.zh, row.en), Text(column.zh, column.en))
        for row in block.rows
        for column in block.columns
    ]
    lines = _column_lines(_labels(paths), len(paths), spare=0)
    cells = [cell for row in block.rows for cell in _cells(table, row, block, spare=0)]
    return Panel(tuple(map(tuple, lines)), (tuple(cells),))


def _cells(table: Table, row: Row, block: Block, spare: int) -> list[Box]:
    last = len(block.columns) - 1
    return [
        Box(BoxKind.CELL, right=1 + (spare if index == last else 0), address=_address(table, row, column.key))
        for index, column in enumerate(block.columns)
    ]


def _column_lines(labels: Sequence[_Label], count: int, spare: int) -> list[list[Box]]:
    """Head lines of a label tree; the last column takes what the table is wider than the block."""
    return [
        [
            Box(
                BoxKind.COLUMN,
                label.text,
                down=label.stretch,
                right=label.length + (spare if label.start + label.length == count else 0),
                group=not label.leaf,
            )
            for label in labels
            if label.level == level
        ]
        for level in range(1 + max(label.level for label in labels))
    ]


def _row_box(label: _Label) -> Box:
    return Box(BoxKind.ROW, label.text, down=label.length, right=label.stretch, group=not label.leaf)


def _labels(paths: Sequence[tuple[Text, ...]]) -> list[_Label]:
    """Neighbours that share the beginning of their path share its labels; a short path's leaf fills the depth.

    In order of place, outer labels before inner ones.
    """
    depth = max(map(len, paths))
    found = []
    for start, path in enumerate(paths):
        for level in range(len(path)):
            leaf = level == len(path) - 1
            prefix = path[: level + 1]
            if not leaf and start and paths[start - 1][: level + 1] == prefix:
                continue
            length = 1 if leaf else _run(paths, start, prefix)
            found.append(_Label(path[level], level, start, length, depth - level if leaf else 1, leaf))
    return found


def _run(paths: Sequence[tuple[Text, ...]], start: int, prefix: tuple[Text, ...]) -> int:
    end = start
    while end < len(paths) and paths[end][: len(prefix)] == prefix:
        end += 1
    return end - start


def _names(block: Block, group: str | None) -> tuple[Text, ...]:
    return tuple(_text(found) for found in block.group_path(group))


def _text(group: Group) -> Text:
    return Text(group.zh, group.en)


def _label_depth(block: Block) -> int:
    return max(len(block.group_path(row.group)) + 1 for row in block.rows)


def _address(table: Table, row: Row, column: str) -> str:
    return f"{table.key}.{row.key}.{column}" if column else f"{table.key}.{row.key}"
