"""What happens to the shape of tables on their way: split over pages, heads with placeholders, spans lost."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from services.cli.synthesis.cell_mischief import in_cells
from services.cli.synthesis.chance import Chance, happens, pick
from shared.layout.printed_report import PrintedCell, PrintedLine, PrintedReport, PrintedRow, PrintedTable

_LEAST_ROWS = 6
"""Shorter tables fit on their page."""

Block = PrintedLine | PrintedTable


def split_in_two(draw: Chance, report: PrintedReport) -> PrintedReport:
    """A page break cuts the long table."""
    return _split(report, lambda table: [int(draw.integers(table.head + 2, len(table.rows) - 1))], draw)


def split_in_many(draw: Chance, report: PrintedReport) -> PrintedReport:
    """The long table falls into many, down to one for each row."""
    every = pick(draw, (1, 2, 3, 5))
    return _split(report, lambda table: list(range(table.head + every, len(table.rows), every)), draw)


def spans_lost(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Every cell is one slot, as when a page is saved by a program that knows no merged cells."""
    del draw
    return in_cells(report, lambda cell: replace(cell, down=1, right=1))


def placeholders(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Heads that reach down stand in one line, and empty cells stand below them."""
    del draw
    return _in_tables(report, lambda table: (_with_placeholders(table),))


def _in_tables(report: PrintedReport, change: Callable[[PrintedTable], tuple[Block, ...]]) -> PrintedReport:
    blocks = (
        part for block in report.blocks for part in (change(block) if isinstance(block, PrintedTable) else (block,))
    )
    return replace(report, blocks=tuple(blocks))


def _split(report: PrintedReport, cuts: Callable[[PrintedTable], list[int]], draw: Chance) -> PrintedReport:
    again, numbered, label = happens(draw, 0.4), happens(draw, 0.5), happens(draw, 0.3)

    def parts(table: PrintedTable) -> tuple[Block, ...]:
        if len(table.rows) < _LEAST_ROWS or table.labels <= 1:
            return (table,)
        pieces = list(_pieces(table, cuts(table), repeat_label=label))
        blocks: list[Block] = []
        for number, rows in enumerate(pieces):
            head = table.rows[: table.head] if number and again else ()
            if number and numbered:
                blocks.append(PrintedLine(f"— {number + 1} —"))
            blocks.append(replace(table, rows=(*head, *rows), head=table.head if head or not number else 0))
        return tuple(blocks)

    return _in_tables(report, parts)


def _pieces(table: PrintedTable, cuts: list[int], *, repeat_label: bool) -> Iterator[tuple[PrintedRow, ...]]:
    """The rows between the cuts; a label that reaches over a cut goes on in a cell that is empty or says it again."""
    placed = list(table.placed())
    for start, end in zip([0, *cuts], [*cuts, len(placed)], strict=True):
        rows = [
            [(column, replace(cell, down=min(cell.down, end - row))) for column, cell in placed[row]]
            for row in range(start, end)
        ]
        going = [
            (column, replace(cell, down=min(row + cell.down, end) - start, text=cell.text if repeat_label else ""))
            for row in range(start)
            for column, cell in placed[row]
            if row + cell.down > start
        ]
        rows[0] = sorted([*going, *rows[0]], key=lambda pair: pair[0])
        yield tuple(tuple(cell for _, cell in row) for row in rows)


def _with_placeholders(table: PrintedTable) -> PrintedTable:
    placed = list(table.placed())
    first = placed[0][0][1] if table.labels > 1 else None
    rows: list[PrintedRow] = []
    waiting: list[tuple[int, int, PrintedCell]] = []
    for number, cells in enumerate(placed):
        going = [(column, PrintedCell(right=cell.right, scope="col")) for end, column, cell in waiting if number < end]
        kept = []
        for column, cell in cells:
            reaches = number < table.head and cell.down > 1 and cell is not first
            kept.append((column, replace(cell, down=1) if reaches else cell))
            if reaches:
                waiting.append((number + cell.down, column, cell))
        rows.append(tuple(cell for _, cell in sorted([*kept, *going], key=lambda pair: pair[0])))
    return replace(table, rows=tuple(rows))
