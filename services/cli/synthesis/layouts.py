"""The arrangements in which agencies print the statutory tables, beside the one the form itself has."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec.structs import replace

from shared.layout.printed_report import PrintedCell, PrintedReport, PrintedRow, PrintedTable


class Layout(StrEnum):
    """How tables are arranged; the last four are ways to write them as plain text."""

    STATUTORY = "statutory"
    """As the form has it; in text, with bars."""
    BLOCKS = "blocks"
    """表二 as four tables, one for each item of article 20."""
    UNMERGED = "unmerged"
    """A label that spans rows is printed in each of them."""
    GROUP_LINES = "group_lines"
    """A label over several rows has a line of its own above them, and there is one column of labels."""
    TABS = "tabs"
    MARKDOWN = "markdown"
    CELLS = "cells"
    """Every cell on a line of its own with a bar behind it."""
    LINES = "lines"
    """Every cell on a line of its own, and blanks leave none."""


TEXT_ONLY = frozenset({Layout.TABS, Layout.MARKDOWN, Layout.CELLS, Layout.LINES})


def arranged(report: PrintedReport, layout: Layout) -> PrintedReport:
    """The report with its tables arranged; layouts of text leave them as they are."""
    arrange = {Layout.BLOCKS: _blocks, Layout.UNMERGED: _unmerged, Layout.GROUP_LINES: _group_lines}.get(layout)
    if arrange is None:
        return report
    blocks = (
        table for block in report.blocks for table in (arrange(block) if isinstance(block, PrintedTable) else (block,))
    )
    return replace(report, blocks=tuple(blocks))


def _blocks(table: PrintedTable) -> Iterator[PrintedTable]:
    starts = [place for place, row in enumerate(table.rows) if len(row) == 1 and row[0].right == table.width]
    if not starts:
        yield table
        return
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        yield replace(table, rows=table.rows[start:end])


def _unmerged(table: PrintedTable) -> Iterator[PrintedTable]:
    rows: list[PrintedRow] = []
    above: list[tuple[int, int, PrintedCell]] = []
    for number, placed in enumerate(table.placed()):
        above = [(end, column, cell) for end, column, cell in above if end > number]
        printed = [*placed, *((column, cell) for _, column, cell in above)]
        above += [
            (number + cell.down, column, cell) for column, cell in placed if cell.down > 1 and number >= table.head
        ]
        spanned = {id(cell) for _, _, cell in above}
        rows.append(
            tuple(
                replace(cell, down=1) if id(cell) in spanned else cell
                for _, cell in sorted(printed, key=lambda pair: pair[0])
            )
        )
    yield replace(table, rows=tuple(rows))


def _group_lines(table: PrintedTable) -> Iterator[PrintedTable]:
    if table.labels <= 1:
        yield table
        return
    rows: list[PrintedRow] = []
    for place, row in enumerate(table.rows):
        if place < table.head:
            rows.append((replace(row[0], right=1), *row[1:]) if place == 0 else row)
            continue
        labels = [cell for cell in row if cell.scope is not None]
        figures = [cell for cell in row if cell.scope is None]
        rows.extend((replace(label, down=1), *(PrintedCell(scope="col") for _ in figures)) for label in labels[:-1])
        rows.append((replace(labels[-1], right=1), *figures))
    yield replace(table, rows=tuple(rows), width=table.width - table.labels + 1, labels=1)
