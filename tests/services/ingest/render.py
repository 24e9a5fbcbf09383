"""A small renderer of statutory reports, for tests that read back what they have written."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from html import escape

from shared.report.edition import Block, Edition, Row, Table

Values = Mapping[str, int | Decimal | None]
Show = Callable[[str], str]


def shown(figures: Values) -> Show:
    """Figures as they are printed; blank where there is none."""

    def show(address: str) -> str:
        value = figures[address]
        return "" if value is None else f"{Decimal(value):f}"

    return show


def address(table: Table, row: Row, column: str) -> str:
    return f"{table.key}.{row.key}.{column}" if column else f"{table.key}.{row.key}"


def printed_rows(block: Block, merged: frozenset[str]) -> list[Row]:
    hidden = {key for row in block.rows if row.key in merged for key in row.stands_for}
    return [row for row in block.rows if row.key not in hidden and not (row.stands_for and row.key not in merged)]


def heading(form: Edition, table: Table) -> str:
    part = next(part for part in form.parts if part.table == table.key)
    return f"{'一二三四五六'[part.number - 1]}、{part.zh}"


def title(form: Edition) -> str:
    return f"东海省青石县财政局{form.first_year}年政府信息公开工作年度报告"


def around(form: Edition, tables: dict[str, str], paragraph: Callable[[str], str]) -> str:
    """The whole report: title, period, six parts, each table in its part."""
    year = form.first_year
    pieces = [
        paragraph(title(form)),
        paragraph(f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"),
    ]
    for part in form.parts:
        pieces.append(paragraph(f"{'一二三四五六'[part.number - 1]}、{part.zh}"))
        pieces.append(tables[part.table] if part.table else paragraph("本年度各项工作平稳有序。"))
    return "\n".join(pieces)


# ------------------------------------------------------------------ web pages
def cell(text: str, colspan: int = 1, rowspan: int = 1) -> str:
    spans = (f' colspan="{colspan}"' if colspan > 1 else "") + (f' rowspan="{rowspan}"' if rowspan > 1 else "")
    return f"<td{spans}>{escape(text)}</td>"


def line(*cells: str) -> str:
    return "<tr>" + "".join(cells) + "</tr>"


def html(form: Edition, figures: Values, merged: frozenset[str] = frozenset()) -> str:
    show = shown(figures)
    tables = {
        table.key: "<table>"
        + "\n".join(
            _html_across(table, show) if table.across else _html_block(table, block, show, merged)
            for block in table.blocks
        )
        + "</table>"
        for table in form.tables
    }
    body = around(form, tables, lambda text: f"<p>{escape(text)}</p>")
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>"


def _html_block(table: Table, block: Block, show: Show, merged: frozenset[str]) -> str:
    if any(row.group for row in block.rows):
        return _html_requests(table, block, show, merged)
    lines = [line(cell(block.zh or "", 4))] if block.zh else []
    wide = 3 // len(block.columns)
    corner = block.corner.zh if block.corner else ""
    lines.append(line(cell(corner), *(cell(column.zh, wide) for column in block.columns)))
    lines.extend(
        line(cell(row.zh), *(cell(show(address(table, row, column.key)), wide) for column in block.columns))
        for row in block.rows
    )
    return "\n".join(lines)


def _html_requests(table: Table, block: Block, show: Show, merged: frozenset[str]) -> str:
    corner = block.corner.zh if block.corner else ""
    natural, *organisations, total = block.columns
    lines = [
        line(cell(corner, 3, 3), cell(block.zh or "", 7)),
        line(cell(natural.zh, 1, 2), cell(block.groups["organisations"].zh, 5), cell(total.zh, 1, 2)),
        line(*(cell(column.zh) for column in organisations)),
    ]
    rows = printed_rows(block, merged)
    spans = {key: sum(any(key == group for group in _groups(block, row)) for row in rows) for key in block.groups}
    opened: set[str] = set()
    for row in rows:
        path = _groups(block, row)
        cells = [cell(block.groups[key].zh, 1, spans[key]) for key in path if key not in opened]
        opened.update(path)
        label = cell(row.zh, 3 - len(path))
        lines.append(line(*cells, label, *(cell(show(address(table, row, c.key))) for c in block.columns)))
    return "\n".join(lines)


def _groups(block: Block, row: Row) -> list[str]:
    path: list[str] = []
    key = row.group
    while key is not None:
        path.insert(0, key)
        key = block.groups[key].within
    return path


def _html_across(table: Table, show: Show) -> str:
    block = table.blocks[0]
    first, *later = block.rows
    count = len(block.columns)
    results = [cell(column.zh) for column in block.columns]
    return "\n".join(
        [
            line(cell(first.zh, count), cell(block.groups["litigation"].zh, count * len(later))),
            line(*(cell(column.zh, 1, 2) for column in block.columns), *(cell(row.zh, count) for row in later)),
            line(*results * len(later)),
            line(*(cell(show(address(table, row, column.key))) for row in block.rows for column in block.columns)),
        ]
    )


# ------------------------------------------------------------------ text
def text(form: Edition, figures: Values, merged: frozenset[str] = frozenset(), bar: str = " | ") -> str:
    """Rows with separators; spanning labels take one piece, and the pads they leave come last, as sites dump them."""
    show = shown(figures)
    tables = {
        table.key: "\n".join(_text_lines(table, block, show, merged, bar) for block in table.blocks)
        for table in form.tables
    }
    return around(form, tables, lambda paragraph: paragraph)


def _text_lines(table: Table, block: Block, show: Show, merged: frozenset[str], bar: str) -> str:
    if table.across:
        rows = _text_across(table, block, show)
        width = len(block.rows) * len(block.columns)
    elif any(row.group for row in block.rows):
        rows = _text_requests(table, block, show, merged)
        width = 3 + len(block.columns)
    else:
        rows = [[block.zh or ""], [block.corner.zh if block.corner else "", *(c.zh for c in block.columns)]]
        rows += [[row.zh, *(show(address(table, row, c.key)) for c in block.columns)] for row in block.rows]
        width = 4
    return "\n".join(bar.join([*row, *[""] * (width - len(row))]) for row in rows)


def _text_requests(table: Table, block: Block, show: Show, merged: frozenset[str]) -> list[list[str]]:
    natural, *organisations, total = block.columns
    rows = [
        [block.corner.zh if block.corner else "", block.zh or ""],
        [natural.zh, block.groups["organisations"].zh, total.zh],
        [column.zh for column in organisations],
    ]
    opened: set[str] = set()
    for row in printed_rows(block, merged):
        path = [key for key in _groups(block, row) if key not in opened]
        opened.update(path)
        labels = [block.groups[key].zh for key in path] + [row.zh]
        rows.append([*labels, *(show(address(table, row, column.key)) for column in block.columns)])
    return rows


def _text_across(table: Table, block: Block, show: Show) -> list[list[str]]:
    first, *later = block.rows
    results = [column.zh for column in block.columns]
    return [
        [first.zh, block.groups["litigation"].zh],
        [*results, *(row.zh for row in later)],
        results * len(later),
        [show(address(table, row, column.key)) for row in block.rows for column in block.columns],
    ]


def one_per_line(form: Edition, figures: Values, merged: frozenset[str] = frozenset()) -> str:
    """Every piece on a line of its own; a blank leaves nothing, as when a page is copied badly."""
    return "\n".join(piece.strip() for row in text(form, figures, merged).splitlines() for piece in row.split(" | "))
