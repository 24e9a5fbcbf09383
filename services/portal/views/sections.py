"""The parts of a report as printed, those that are missing, and headings the form does not know."""

from collections.abc import Mapping

import msgspec

from services.portal.views.findings import Finding, FindingPlace
from services.portal.views.places import heading_anchor
from services.portal.views.prose import Piece
from shared.report.annual_report import AnnualReport
from shared.report.text import Text


class SectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report; `printed` is the agency's own heading, None when the statutory part is missing.

    `pieces` are the text cut into runs where sentences are marked, else empty.
    """

    anchor: str | None
    number: int | None
    title: Text | None
    printed: str | None
    text: str
    pieces: tuple[Piece, ...] = ()
    table: str | None
    breaches: tuple[FindingPlace, ...]


def section_views(
    report: AnnualReport, told: tuple[Finding, ...], marked: Mapping[int, tuple[Piece, ...]]
) -> tuple[SectionView, ...]:
    """The statutory parts in order, missing ones included, then headings the form does not know."""
    views = []
    for part in report.form.parts:
        breaches = breaches_at(told, f"part.{part.number}")
        printed = [(place, section) for place, section in enumerate(report.sections) if section.number == part.number]
        for index, (place, section) in enumerate(printed or [(-1, None)]):
            views.append(
                SectionView(
                    anchor=f"part-{part.number}" if index == 0 else None,
                    number=part.number,
                    title=part.title,
                    printed=section.title if section else None,
                    text=section.text if section else "",
                    pieces=marked.get(place, ()),
                    table=part.table,
                    breaches=breaches if index == 0 else (),
                )
            )
    for index, section in enumerate(report.sections, 1):
        if section.number is None:
            view = SectionView(
                anchor=heading_anchor(index),
                number=None,
                title=None,
                printed=section.title,
                text=section.text,
                pieces=marked.get(index - 1, ()),
                table=None,
                breaches=(),
            )
            views.append(view)
    return tuple(views)


def breaches_at(told: tuple[Finding, ...], at: str) -> tuple[FindingPlace, ...]:
    """The breaches at a place outside the tables."""
    return tuple(breach for finding in told for breach in finding.places if breach.place.at == at)
