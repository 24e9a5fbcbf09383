"""Places that verdicts and notes speak of: how people find them on paper, and where they stand on the page."""

from datetime import date
from decimal import Decimal

import msgspec

from shared.report.annual_report import AnnualReport
from shared.report.place import FACTS, part_name
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
    if report is not None and report.form.has(at):
        printed = any(cell.address == at for cell in report.cells())
        return Place(at, report.form.cell(at).label, cell_anchor(at) if printed else None)
    number = at.removeprefix("part.")
    if report is not None and number != at and number.isdecimal():
        for part in report.form.parts:
            if part.number == int(number):
                name = part_name(part.number)
                label = Text(f"{name.zh} {part.zh}", f"{name.en}: {part.en}")
                return Place(at, label, f"part-{part.number}")
    return Place(at, Text(at, at), None)


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
