"""Readings that only the agency can settle, put as questions, and those that it has settled."""

import msgspec

from services.portal.views.findings import note_anchor
from services.portal.views.places import Place, figure, place
from shared.report.annual_report import AnnualReport
from shared.report.reading import Confidence, Reading
from shared.report.text import Text


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that was not read with confidence: what is printed, where in the source, what it was taken for, and why.

    `is_inferred` tells a value that was worked out from a cell of which no value was read.
    """

    place: Place
    raw: str
    source: str
    value: str
    is_inferred: bool
    reasons: tuple[tuple[str, Text], ...] = ()


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of which the agency has said what is printed."""

    place: Place
    raw: str
    value: str


def questions(report: AnnualReport, reading: Reading) -> tuple[Question, ...]:
    """The cells to confirm, in the order of the form."""
    reasons: dict[str, list[tuple[str, Text]]] = {}
    for number, note in enumerate(reading.notes, 1):
        reasons.setdefault(note.at, []).append((note_anchor(number), note.text))
    return tuple(
        Question(
            place=place(cell.address, report),
            raw=how.raw,
            source=how.at,
            value=figure(report.tables.get(cell.address)),
            is_inferred=how.confidence is Confidence.INFERRED,
            reasons=tuple(reasons.get(cell.address, ())),
        )
        for cell in report.cells()
        if (how := reading.cells.get(cell.address)) is not None and not how.confidence.is_sound
    )


def settled(report: AnnualReport, reading: Reading) -> tuple[Settled, ...]:
    """The cells confirmed, in the order of the form."""
    return tuple(
        Settled(place=place(cell.address, report), raw=how.raw, value=figure(report.tables.get(cell.address)))
        for cell in report.cells()
        if (how := reading.cells.get(cell.address)) is not None and how.confidence is Confidence.CONFIRMED
    )
