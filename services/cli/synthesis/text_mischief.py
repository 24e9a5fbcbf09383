"""What copying does to the text of tables: the cells of a row run together, lines joined, pads lost."""

import re

from services.cli.synthesis.chance import Chance, happens, pick
from shared.layout.printed_report import PrintedLine, PrintedReport, PrintedTable

_SPACED_BARS = re.compile(r" \| ")


def fused_digits(draw: Chance, report: PrintedReport) -> str:
    """Tables as running text in which nothing stands between the figures of a row (一、本年新收…713000074)."""
    between = pick(draw, ("\n", " ", ""))
    spaced = happens(draw, 0.5)
    return "\n".join(
        block.text if isinstance(block, PrintedLine) else between.join(_fused(block, spaced=spaced))
        for block in report.blocks
    )


def _fused(table: PrintedTable, *, spaced: bool) -> list[str]:
    pieces = []
    for row in table.rows:
        labels = [cell.text for cell in row if cell.scope is not None and cell.text]
        figures = "".join(cell.text for cell in row if cell.scope is None)
        pieces.append((" " if spaced else "").join([*labels, figures] if figures else labels))
    return pieces


def pads_lost(draw: Chance, text: str) -> str:
    """Separators at the ends of lines are gone."""
    del draw
    return "\n".join(line.rstrip(" |") if " | " in line else line for line in text.split("\n"))


def framed(draw: Chance, text: str) -> str:
    """A bar before and behind every row."""
    del draw
    return "\n".join(f"| {line} |" if " | " in line else line for line in text.split("\n"))


def other_bars(draw: Chance, text: str) -> str:
    """Separators that only look like bars, without spaces or with."""
    bar = pick(draw, ("｜", "│", "|", " ¦ "))
    return _SPACED_BARS.sub(bar, text)


def dos_lines(draw: Chance, text: str) -> str:
    """Line ends of another system, and blank lines between."""
    return text.replace("\n", "\r\n\r\n" if happens(draw, 0.5) else "\r\n")
