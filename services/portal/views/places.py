"""Places that verdicts and notes speak of: how people find them on paper, and where they stand on the page."""

from datetime import date
from decimal import Decimal

import msgspec

from shared.report.annual_report import AnnualReport
from shared.report.place import CONTENTS, FACTS, part_name, section_of, sentence_name
from shared.report.text import Text


class Place(msgspec.Struct, frozen=True):
    """A place and the id of the element that shows it; no anchor when the page does not show it."""

    at: str
    label: Text
    anchor: str | None


def place(at: str, report: AnnualReport | None) -> Place:
    """The place called `at`, by the labels of the report's own form; a place nobody knows keeps its address."""
    if at in FACTS:
        return Place(at, FACTS[at], f"fact-{at}")
    if (sentence := sentence_name(at)) is not None:
        return Place(at, sentence, _section_anchor(at, report))
    if at in CONTENTS:
        return Place(at, CONTENTS[at], None)
    return (_on_form(at, report) if report is not None else None) or Place(at, Text(at, at), None)


def _on_form(at: str, report: AnnualReport) -> Place | None:
    """A cell, row or part by the labels of the form; None for anything else."""
    if report.form.has(at):
        printed = any(cell.address == at for cell in report.cells())
        return Place(at, report.form.cell(at).label, cell_anchor(at) if printed else None)
    if (line := report.form.line_label(at)) is not None:
        return Place(at, line, None)
    number = at.removeprefix("part.")
    if number != at and number.isdecimal():
        for part in report.form.parts:
            if part.number == int(number):
                name = part_name(part.number)
                label = Text(f"{name.zh} {part.zh}", f"{name.en}: {part.en}")
                return Place(at, label, f"part-{part.number}")
    return None


def heading_anchor(index: int) -> str:
    """The id of a heading that the form does not know, by its place among all headings."""
    return f"section-{index}"


def _section_anchor(at: str, report: AnnualReport | None) -> str | None:
    """The id of the section in which a sentence stands, where the page shows it."""
    section = section_of(at)
    if report is None or section is None:
        return None
    if section.startswith("part."):
        number = int(section.removeprefix("part."))
        return f"part-{number}" if any(part.number == number for part in report.form.parts) else None
    index = int(section.removeprefix("section[").removesuffix("]"))
    unknown = index <= len(report.sections) and report.sections[index - 1].number is None
    return heading_anchor(index) if index and unknown else None


def cell_anchor(address: str) -> str:
    """The id of a cell on the page."""
    return "cell-" + address.replace(".", "-")


def figure(value: Decimal | float | str | date | None) -> str:
    """A figure as the form prints it: no separators, no needless zeros, nothing for a blank."""
    if value is None:
        return ""
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
