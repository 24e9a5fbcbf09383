"""The shapes in which sites and browsers leave a table when a page is copied as text."""

import re
from collections.abc import Callable, Sequence
from html import unescape

from services.ingest.spans import SlotBudget, SourceCell, SourceRow, expand

Cells = Sequence[tuple[str, int, int]]
"""Text, colspan and rowspan of each cell of a row."""
Shape = Callable[[Sequence[Cells]], str]

_BLOCK = re.compile(r"<p>(.*?)</p>|<table>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r'<td(?: colspan="(\d+)")?(?: rowspan="(\d+)")?>(.*?)</td>', re.DOTALL)


def dump(page: str, shape: Shape) -> str:
    """A rendered page as text, its tables in the given shape."""
    return "\n".join(
        unescape(paragraph) if not table else shape(_rows(table)) for paragraph, table in _BLOCK.findall(page)
    )


def spanless_page(page: str, *, keep_slots: bool) -> str:
    """A page whose cells have lost their spans, with or without empty cells in their place."""
    for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
        page = page.replace(table, f"<table>{_spanless(_rows(table), keep_slots=keep_slots)}</table>")
    return page


def _spanless(rows: Sequence[Cells], *, keep_slots: bool) -> str:
    lines = _slots(rows) if keep_slots else [[text for text, _, _ in row] for row in rows]
    return "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in lines)


def _rows(table: str) -> list[Cells]:
    return [
        [(unescape(text), int(columns or 1), int(rows or 1)) for columns, rows, text in _CELL.findall(row)]
        for row in _ROW.findall(table)
    ]


def _slots(rows: Sequence[Cells], *, repeat: bool = False) -> list[list[str]]:
    """Every slot of the grid; a span's text in its first slot, or in all."""
    source = [SourceRow(tuple(SourceCell(text, "", *spans) for text, *spans in row)) for row in rows]
    return [
        [
            cell.text if repeat or (cell.row == number and place == 0) else ""
            for cell in line
            for place in range(cell.colspan)
        ]
        for number, line in enumerate(expand(source, SlotBudget(10_000)))
    ]


def _pads(rows: Sequence[Cells], row: Cells) -> str:
    width = max(sum(columns for _, columns, _ in other) for other in rows)
    return "|" * (width - len(row))


def lines_with_pads(rows: Sequence[Cells]) -> str:
    return "\n".join(" | ".join(text for text, _, _ in row) + " | " + _pads(rows, row) for row in rows)


def lines_without_pads(rows: Sequence[Cells]) -> str:
    return "\n".join(" | ".join(text for text, _, _ in row) + " |" for row in rows)


def lines_with_tabs(rows: Sequence[Cells]) -> str:
    return "\n".join("\t".join(text for text, _, _ in row) for row in rows)


def cell_a_line_pads_apart(rows: Sequence[Cells]) -> str:
    return "\n".join(line for row in rows for line in [*(f"{text} |" for text, _, _ in row), _pads(rows, row)] if line)


def cell_a_line_pads_behind(rows: Sequence[Cells]) -> str:
    return "\n".join(" |\n".join(text for text, _, _ in row) + " | " + _pads(rows, row) for row in rows)


def cell_a_line_without_pads(rows: Sequence[Cells]) -> str:
    return "\n".join(f"{text} |" for row in rows for text, _, _ in row)


def cell_a_line_bar_before_row(rows: Sequence[Cells]) -> str:
    return "\n".join("|\n" + " |\n".join(text for text, _, _ in row) + " | " + _pads(rows, row) for row in rows)


def bar_a_line(rows: Sequence[Cells]) -> str:
    return "\n".join(line for row in rows for text, _, _ in row for line in (text, "|") if line)


def bar_first(rows: Sequence[Cells]) -> str:
    return "\n| ".join(text for row in rows for text, _, _ in row) + "\n|"


def slots_repeated(rows: Sequence[Cells]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in _slots(rows, repeat=True))


def slots_blank(rows: Sequence[Cells]) -> str:
    return "\n".join(" | ".join(line) + " |" for line in _slots(rows))


SHAPES: tuple[Shape, ...] = (
    lines_with_pads,
    lines_without_pads,
    lines_with_tabs,
    cell_a_line_pads_apart,
    cell_a_line_pads_behind,
    cell_a_line_without_pads,
    cell_a_line_bar_before_row,
    bar_a_line,
    bar_first,
    slots_repeated,
    slots_blank,
)
