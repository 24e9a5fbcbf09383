"""A synthetic report drawn as a file: arranged, mistreated, written, and what then stands in each of its cells."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from services.cli.synthesis.cell_mischief import DASHES
from services.cli.synthesis.chance import Chance
from services.cli.synthesis.layouts import TEXT_ONLY, Layout, arranged
from services.cli.synthesis.mischief import TEXT_NUMBERS, Format, Mischief
from services.cli.synthesis.proactive import Value
from services.cli.synthesis.reports import SyntheticReport
from shared.layout import text
from shared.layout.canonical import canonical
from shared.layout.docx import docx
from shared.layout.html import html
from shared.layout.printed_report import PrintedReport, figure, printed_report
from shared.layout.xlsx import xlsx
from shared.report.figures import Figures

EXTENSIONS = {
    Format.HTML: "html",
    Format.DOCX: "docx",
    Format.XLSX: "xlsx",
    Format.TEXT: "txt",
    Format.JSON: "json",
}
_CHARSET = re.compile(r'<meta charset="utf-8">\n')
_WRITERS = {
    Layout.TABS: text.tabs,
    Layout.MARKDOWN: text.markdown,
    Layout.CELLS: text.cells,
    Layout.LINES: text.lines,
}
_DASHES = frozenset({*DASHES, "－"})


class Drawn(msgspec.Struct, frozen=True):
    """A file, and the truth about its cells.

    `figures` is what may be read from it: the printed figure, and None where the cell is blank or holds a dash.
    `printed` is the text of every cell that does not simply print its figure.
    """

    data: bytes
    figures: Figures
    printed: dict[str, str]


def layouts_of(form: Format) -> tuple[Layout, ...]:
    """The layouts a format has."""
    if form is Format.JSON:
        return (Layout.STATUTORY,)
    return tuple(layout for layout in Layout if form is Format.TEXT or layout not in TEXT_ONLY)


def drawn(
    report: SyntheticReport, draw: Chance, form: Format, layout: Layout, mischief: Iterable[Mischief] = ()
) -> Drawn:
    """Draw a report. Mischief happens in the order given; the chance decides what it leaves open."""
    if form is Format.JSON:
        return Drawn(canonical(report.report), report.report.tables, {})
    every = tuple(mischief)
    printed = printed_report(report.report, report.preamble)
    for one in every:
        printed = one.on_report(draw, printed) if one.on_report else printed
    figures, texts = _truth(printed, report.report.tables)
    return Drawn(_written(arranged(printed, layout), draw, form, layout, every), figures, texts)


def _written(
    printed: PrintedReport, draw: Chance, form: Format, layout: Layout, mischief: tuple[Mischief, ...]
) -> bytes:
    if form is Format.HTML:
        return _encoded(html(printed).decode(), draw, mischief)
    if form is Format.TEXT:
        writer = _WRITERS.get(layout, text.bars)
        drawn_by = next((one.draws for one in mischief if one.draws), None)
        return _encoded(drawn_by(draw, printed) if drawn_by else writer(printed), draw, mischief)
    numbers = all(one.name != TEXT_NUMBERS for one in mischief)
    data = docx(printed) if form is Format.DOCX else xlsx(printed, numbers=numbers)
    for one in mischief:
        data = one.on_bytes(draw, data) if one.on_bytes else data
    return data


def _encoded(content: str, draw: Chance, mischief: tuple[Mischief, ...]) -> bytes:
    encoding = "utf-8"
    for one in mischief:
        content = one.on_text(draw, content) if one.on_text else content
        if one.encoding is not None:
            encoding = one.encoding
            declared = f'<meta http-equiv="Content-Type" content="text/html; charset={one.declares}">\n'
            content = _CHARSET.sub(declared if one.declares else "", content)
    return content.encode(encoding, errors="xmlcharrefreplace")


def _truth(printed: PrintedReport, figures: Figures) -> tuple[Figures, dict[str, str]]:
    texts = dict(_texts(printed))
    readable: dict[str, Value | None] = {
        address: None if _holds_nothing(texts[address]) else value for address, value in figures.items()
    }
    unusual = {address: printed for address, printed in texts.items() if printed != figure(figures[address])}
    return Figures(readable), unusual


def _holds_nothing(printed: str) -> bool:
    return not printed.strip() or printed in _DASHES


def _texts(printed: PrintedReport) -> Iterator[tuple[str, str]]:
    for table in printed.tables:
        for row in table.rows:
            yield from ((cell.address, cell.text) for cell in row if cell.address is not None)
