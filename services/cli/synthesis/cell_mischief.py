"""What agencies do to figures and labels inside their cells; no figure is another one afterwards."""

import re
from collections.abc import Callable
from functools import cache

from msgspec.structs import replace

from services.cli.synthesis.chance import Chance, happens, pick
from shared.layout.printed_report import PrintedCell, PrintedLine, PrintedReport, PrintedTable
from shared.report.edition import editions

DASHES = ("/", "—", "-", "无")
"""What is printed where there is nothing to report; no reader may take it for zero or for a blank."""
_THOUSANDS = 1000
_WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
_HALF = str.maketrans("（），；：“”", '(),;:""')
_REMARK = re.compile(r"（[^（）]{6,}）$")
_NOTES = ("其中修订{part}件", "含续办{part}件", "其中上年度{part}件", "含联合发文{part}件")

Change = Callable[[PrintedCell], PrintedCell]


def in_cells(report: PrintedReport, change: Change) -> PrintedReport:
    """The report with every cell of every table changed."""
    blocks = (
        replace(block, rows=tuple(tuple(change(cell) for cell in row) for row in block.rows))
        if isinstance(block, PrintedTable)
        else block
        for block in report.blocks
    )
    return replace(report, blocks=tuple(blocks))


def in_texts(report: PrintedReport, change: Callable[[str], str]) -> PrintedReport:
    """The report with every piece of writing changed, in tables and outside."""
    changed = in_cells(report, lambda cell: replace(cell, text=change(cell.text)))
    blocks = (
        replace(block, text=change(block.text)) if isinstance(block, PrintedLine) else block for block in changed.blocks
    )
    return replace(changed, title=change(changed.title), blocks=tuple(blocks))


def _in_figures(report: PrintedReport, change: Callable[[str], str]) -> PrintedReport:
    return in_cells(
        report, lambda cell: replace(cell, text=change(cell.text)) if cell.address is not None and cell.text else cell
    )


def zeros_blank(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Zeros are not printed; some agencies leave out all of them, some only a few."""
    share = pick(draw, (1.0, 1.0, 0.5, 0.1))
    return _in_figures(report, lambda text: "" if text == "0" and draw.random() < share else text)


def zeros_dashed(draw: Chance, report: PrintedReport) -> PrintedReport:
    """A dash stands for zero."""
    dash, share = pick(draw, DASHES), pick(draw, (1.0, 0.3))
    return _in_figures(report, lambda text: dash if text == "0" and draw.random() < share else text)


def full_width(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Digits as wide as characters, everywhere or here and there."""
    share = pick(draw, (1.0, 0.2))
    return _in_figures(report, lambda text: text.translate(_WIDE) if draw.random() < share else text)


def thousands(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Commas in large figures."""
    del draw
    return _in_figures(
        report, lambda text: f"{int(text):,}" if text.isascii() and text.isdigit() and int(text) >= _THOUSANDS else text
    )


def units(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Units behind figures."""
    counter, share = pick(draw, ("件", "项", "次")), pick(draw, (1.0, 0.3))

    def with_unit(cell: PrintedCell) -> PrintedCell:
        if cell.address is None or not cell.text.isdigit() or draw.random() >= share:
            return cell
        is_money = cell.address.endswith((".fees", ".amount"))
        return replace(cell, text=f"{cell.text}{'万元' if is_money else counter}")

    return in_cells(report, with_unit)


def notes(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Remarks in brackets behind figures (22（其中修订16件）)."""

    def with_note(cell: PrintedCell) -> PrintedCell:
        if cell.address is None or not cell.text.isdigit() or not int(cell.text) or draw.random() >= 0.2:  # noqa: PLR2004
            return cell
        remark = pick(draw, _NOTES).format(part=int(draw.integers(1, int(cell.text) + 1)))
        return replace(cell, text=f"{cell.text}（{remark}）")

    return in_cells(report, with_note)


def short_labels(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Other wordings of the form's labels, half-width brackets, remarks left out."""
    half, share = happens(draw, 0.5), pick(draw, (1.0, 0.3))

    def shortened(cell: PrintedCell) -> PrintedCell:
        if cell.scope is None or draw.random() >= share:
            return cell
        variants = _variants().get(cell.text)
        text = pick(draw, variants) if variants else _REMARK.sub("", cell.text) or cell.text
        return replace(cell, text=text.translate(_HALF) if half else text)

    return in_cells(report, shortened)


@cache
def _variants() -> dict[str, tuple[str, ...]]:
    """Other wordings of rows and columns whose label no other line bears."""
    blocks = [block for form in editions().values() for table in form.tables for block in table.blocks]
    every = [(row.zh, row.variants) for block in blocks for row in block.rows if row.variants]
    every += [(column.zh, column.variants) for block in blocks for column in block.columns if column.variants]
    return {label: variants for label, variants in every if label not in {"总计", "（七）总计"}}


def broken_labels(draw: Chance, report: PrintedReport) -> PrintedReport:
    """Labels with a space where their line broke (商业 企业)."""

    def broken(cell: PrintedCell) -> PrintedCell:
        if cell.scope is None or len(cell.text) < 4 or not happens(draw, 0.4):  # noqa: PLR2004
            return cell
        place = int(draw.integers(2, len(cell.text) - 1))
        return replace(cell, text=f"{cell.text[:place]} {cell.text[place:]}")

    return in_cells(report, broken)


def cut_heads(draw: Chance, report: PrintedReport) -> PrintedReport:
    """The heads of 表四 lose their second half (结果, 其他, 尚未)."""
    del draw
    cut = {"结果维持": "结果", "结果纠正": "结果", "其他结果": "其他", "尚未审结": "尚未"}
    return in_cells(report, lambda cell: replace(cell, text=cut.get(cell.text, cell.text)) if cell.scope else cell)
