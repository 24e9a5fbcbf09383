"""Everything that may happen to a report between its figures and its file, by name, and what it can happen to."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache

import msgspec
import opencc

from services.cli.synthesis import cell_mischief, office_mischief, page_mischief, table_mischief, text_mischief
from services.cli.synthesis.chance import Chance, pick
from services.cli.synthesis.layouts import TEXT_ONLY, Layout
from shared.layout.printed_report import PrintedReport


class Format(StrEnum):
    """What a report can be drawn as."""

    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "text"
    JSON = "json"


OnReport = Callable[[Chance, PrintedReport], PrintedReport]
OnText = Callable[[Chance, str], str]
OnBytes = Callable[[Chance, bytes], bytes]

DRAWN = frozenset({Format.HTML, Format.DOCX, Format.XLSX, Format.TEXT})
_WRITTEN = frozenset({Format.HTML, Format.TEXT})
_PAGE = frozenset({Format.HTML})
_PLAIN = frozenset({Format.TEXT})
_WORD = frozenset({Format.DOCX})
_BARS = frozenset(Layout) - TEXT_ONLY


class Mischief(msgspec.Struct, frozen=True):
    """One kind: its name, the formats and layouts it can happen to, and what it changes.

    `draws` replaces the way text is written. `encoding` names how text becomes bytes, which an honest page declares.
    """

    name: str
    formats: frozenset[Format] = DRAWN
    layouts: frozenset[Layout] = frozenset(Layout)
    on_report: OnReport | None = None
    draws: Callable[[Chance, PrintedReport], str] | None = None
    on_text: OnText | None = None
    on_bytes: OnBytes | None = None
    encoding: str | None = None
    declares: str | None = None

    def fits(self, form: Format, layout: Layout) -> bool:
        """Whether it can happen to a report drawn so."""
        return form in self.formats and layout in self.layouts


@cache
def _converter() -> Callable[[str], str]:
    converter = opencc.OpenCC("s2t")

    def convert(text: str) -> str:
        converted: str = converter.convert(text)
        return converted

    return convert


def _traditional(draw: Chance, report: PrintedReport) -> PrintedReport:
    del draw
    return cell_mischief.in_texts(report, _converter())


def _text_numbers(draw: Chance, report: PrintedReport) -> PrintedReport:
    del draw
    return report


_EVERY = (
    Mischief("zeros_blank", on_report=cell_mischief.zeros_blank),
    Mischief("zeros_dashed", on_report=cell_mischief.zeros_dashed),
    Mischief("full_width", on_report=cell_mischief.full_width),
    Mischief("thousands", on_report=cell_mischief.thousands),
    Mischief("units", on_report=cell_mischief.units),
    Mischief("notes", on_report=cell_mischief.notes),
    Mischief("short_labels", on_report=cell_mischief.short_labels),
    Mischief("broken_labels", on_report=cell_mischief.broken_labels),
    Mischief("cut_heads", on_report=cell_mischief.cut_heads),
    Mischief("split_in_two", on_report=table_mischief.split_in_two),
    Mischief("split_in_many", on_report=table_mischief.split_in_many),
    Mischief("spans_lost", on_report=table_mischief.spans_lost, formats=DRAWN - _PLAIN),
    Mischief("placeholders", on_report=table_mischief.placeholders),
    Mischief("traditional", on_report=_traditional),
    Mischief("word_paste", formats=_PAGE, on_text=page_mischief.word_paste),
    Mischief("nested_tables", formats=_PAGE, on_text=page_mischief.nested_tables),
    Mischief("hidden_rows", formats=_PAGE, on_text=page_mischief.hidden_rows),
    Mischief("hard_spaces", formats=_PAGE, on_text=page_mischief.hard_spaces),
    Mischief("unclosed_tags", formats=_PAGE, on_text=page_mischief.unclosed_tags),
    Mischief("cells_as_paragraphs", formats=_PAGE, on_text=page_mischief.cells_as_paragraphs),
    Mischief("fused_digits", formats=_PLAIN, layouts=_BARS, draws=text_mischief.fused_digits),
    Mischief("pads_lost", formats=_PLAIN, layouts=_BARS, on_text=text_mischief.pads_lost),
    Mischief("framed", formats=_PLAIN, layouts=_BARS, on_text=text_mischief.framed),
    Mischief("other_bars", formats=_PLAIN, layouts=_BARS, on_text=text_mischief.other_bars),
    Mischief("dos_lines", formats=_PLAIN, on_text=text_mischief.dos_lines),
    Mischief("gb18030", formats=_WRITTEN, encoding="gb18030", declares="gb2312"),
    Mischief("undeclared", formats=_WRITTEN, encoding="gb18030", declares=""),
    Mischief("big5", formats=_PAGE, on_report=_traditional, encoding="big5hkscs", declares="big5"),
    Mischief("numbers_as_text", formats=frozenset({Format.XLSX}), on_report=_text_numbers),
    Mischief("tracked_changes", formats=_WORD, on_bytes=office_mischief.tracked_changes),
    Mischief("content_controls", formats=_WORD, on_bytes=office_mischief.content_controls),
)
MISCHIEF = {one.name: one for one in _EVERY}
"""Every kind by name. One that is a matter of figures, the merged row （六）, is part of the plan of a report."""
TEXT_NUMBERS = "numbers_as_text"


def chosen(names: Iterable[str], form: Format, layout: Layout) -> tuple[Mischief, ...]:
    """The kinds of these names that can happen to a report drawn so, in the order in which they happen."""
    wanted = set(names)
    return tuple(one for one in _EVERY if one.name in wanted and one.fits(form, layout))


def some(draw: Chance, names: Iterable[str], form: Format, layout: Layout) -> tuple[Mischief, ...]:
    """One, two or three of the kinds of these names."""
    fitting = chosen(names, form, layout)
    if not fitting:
        return ()
    number = pick(draw, (1, 1, 1, 2, 2, 3))
    places = sorted(int(place) for place in draw.permutation(len(fitting))[:number])
    return tuple(fitting[place] for place in places)
