"""The likely slips behind sums that do not tie out, and what each cell they name should be checked against."""

from collections.abc import Iterable, Mapping

import msgspec

from services.portal.store.standing import Standing
from services.portal.views.places import Place, figure, place
from shared.report.annual_report import AnnualReport
from shared.report.diagnosis import Diagnosis, Edit
from shared.report.text import Text


class EditLine(msgspec.Struct, frozen=True, kw_only=True):
    """A cell, what it prints and what would tie out."""

    place: Place
    printed: str
    proposed: str


class DiagnosisLine(msgspec.Struct, frozen=True, kw_only=True):
    """A likely slip behind sums that do not tie out, its cells, what follows from it, and the other explanations."""

    message: Text
    confidence: float
    edits: tuple[EditLine, ...]
    consequences: tuple[tuple[str, Place], ...]
    alternatives: tuple[tuple[EditLine, ...], ...]


def diagnoses(standing: Standing) -> tuple[DiagnosisLine, ...]:
    """The likely slips, in the order in which they were found."""
    validated = standing.validated
    if validated is None:
        return ()
    return tuple(
        DiagnosisLine(
            message=found.message,
            confidence=found.confidence,
            edits=_edits(found.edits, validated.report),
            consequences=tuple(_consequence(repair, validated.report) for repair in found.repairs),
            alternatives=tuple(_edits(other.edits, validated.report) for other in found.alternatives),
        )
        for found in validated.diagnoses
    )


def _consequence(repair: str, report: AnnualReport) -> tuple[str, Place]:
    rule, _, at = repair.partition("@")
    return rule, place(at, report)


def _edits(edits: Iterable[Edit], report: AnnualReport) -> tuple[EditLine, ...]:
    return tuple(
        EditLine(place=place(edit.at, report), printed=figure(edit.printed), proposed=figure(edit.proposed))
        for edit in edits
    )


def proposals(found: Iterable[Diagnosis]) -> Mapping[str, str]:
    """The value to check a cell against, by address: that of the first diagnosis that names it."""
    proposed: dict[str, str] = {}
    for diagnosis in found:
        for edit in diagnosis.edits:
            proposed.setdefault(edit.at, figure(edit.proposed))
    return proposed
