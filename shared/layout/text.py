"""A report as plain text, the ways sites and clerks copy it out: with bars, with tabs, one cell per line, Markdown."""

from collections.abc import Callable, Iterator

from shared.layout.printed_report import HEADING, PART, TITLE, PrintedLine, PrintedReport, PrintedRow, PrintedTable

Draw = Callable[[PrintedTable], str]

_MARKS = {TITLE: "# ", PART: "## ", HEADING: "### ", None: ""}


def bars(report: PrintedReport, separator: str = " | ") -> str:
    """Rows with separators. A spanning label is one piece, and the room it took follows as blanks at the end."""
    return _text(report, lambda table: "\n".join(separator.join(_padded(row, table)) for row in table.rows))


def tabs(report: PrintedReport) -> str:
    """Rows as a spreadsheet gives them to the clipboard: every column has its tab, and spans leave blanks behind."""
    return _text(report, lambda table: "\n".join("\t".join(line) for line in _unspanned(table)))


def cells(report: PrintedReport) -> str:
    """Every cell on a line of its own with a bar behind it, so that blanks can be seen."""
    return _text(report, lambda table: "\n".join(f"{cell.text} |" for row in table.rows for cell in row))


def lines(report: PrintedReport) -> str:
    """Every cell on a line of its own; a blank leaves nothing, as when a page is copied badly."""
    return _text(report, lambda table: "\n".join(cell.text for row in table.rows for cell in row if cell.text))


def markdown(report: PrintedReport) -> str:
    """Markdown with pipe tables, which know no spans: blanks stand where a label spans."""
    blocks = [
        _MARKS[block.level] + block.text if isinstance(block, PrintedLine) else _markdown_table(block)
        for block in report.blocks
    ]
    return "\n\n".join(blocks) + "\n"


def _text(report: PrintedReport, draw: Draw) -> str:
    blocks = [block.text if isinstance(block, PrintedLine) else draw(block) for block in report.blocks]
    return "\n".join(blocks) + "\n"


def _padded(row: PrintedRow, table: PrintedTable) -> list[str]:
    texts = [cell.text for cell in row]
    return texts + [""] * (table.width - len(texts))


def _markdown_table(table: PrintedTable) -> str:
    rows = [f"| {' | '.join(line)} |" for line in _unspanned(table)]
    return "\n".join([rows[0], f"|{' --- |' * table.width}", *rows[1:]])


def _unspanned(table: PrintedTable) -> Iterator[list[str]]:
    """Every slot of the grid: a spanning cell's text in its first slot, blanks in the others."""
    for cells in table.placed():
        line = [""] * table.width
        for column, cell in cells:
            line[column] = cell.text
        yield line
