"""A table whose row labels are lost, read by the order of its rows when there are just as many as the form prints."""

from collections.abc import Iterator, Sequence

import msgspec

from services.ingest.document import GridCell
from services.ingest.interpreter import ragged
from services.ingest.interpreter.candidates import Candidate, Placed
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary
from shared.report.edition import Table


class BareLine(msgspec.Struct, frozen=True, eq=False):
    """A line of figures without a label, with the head above it."""

    cells: Sequence[GridCell]
    head: Sequence[Sequence[GridCell]]
    at: str


def candidates(lines: Sequence[BareLine], table: Table, words: Vocabulary) -> Iterator[Candidate]:
    """The rows of the table in statutory order; none when their number leaves any doubt."""
    block = table.blocks[0]
    width = len(block.columns)
    figures = [line.cells[-width:] for line in lines]
    if len({(cells[0].column, cells[-1].end) for cells in figures}) > 1:
        return  # a cell more or less in some line
    rows = next((rows for rows in _forms(table, words) if len(rows) == len(lines)), None)
    ordered = ragged.column_order([[cell.text for cell in line if cell.text] for line in lines[0].head], block)
    if rows is None or ordered is None:
        return
    for row, line, cells in zip(rows, lines, figures, strict=True):
        placed = {
            key: Placed(cell.text, cell.at, "row.by_position") for key, cell in zip(ordered[0], cells, strict=True)
        }
        yield Candidate(row, line.at, placed, has_values=any(not cell.is_blank for cell in cells))


def is_bare_row(cells: Sequence[GridCell], table: Table) -> bool:
    """Whether a line may be a row of the table without its label: as many cells as columns, nothing to their left."""
    width = len(table.blocks[0].columns)
    return len(cells) >= width and all(cell.is_blank for cell in cells[:-width])


def _forms(table: Table, words: Vocabulary) -> Iterator[list[RowRef]]:
    """The rows a report may print: with the rows that one may stand for, and with that one instead."""
    stands_for = {row.key: row.stands_for for block in table.blocks for row in block.rows if row.stands_for}
    rows = words.rows_of(table.key)
    yield [row for row in rows if row.key not in stands_for]
    if stands_for:
        replaced = {key for keys in stands_for.values() for key in keys}
        yield [row for row in rows if row.key not in replaced]
