"""What a report is told: findings with their places, points lost and why, and what could not be judged."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from services.portal.store.standing import Standing, headlines
from services.portal.views.places import Place, figure, place
from shared.report.annual_report import AnnualReport
from shared.report.diagnosis import Edit
from shared.report.reading import Reading
from shared.report.scorecard import Deduction
from shared.report.text import Text
from shared.report.verdict import Severity, Verdict


class FindingPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One breach: where, and the evidence; `expected` and `actual` are empty for a blank."""

    anchor: str
    place: Place
    expected: str
    actual: str
    message: Text


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One failing rule with all its places; `points` are those it cost, none before grading."""

    anchor: str
    rule: str
    severity: Severity
    points: Decimal
    places: tuple[FindingPlace, ...]
    title: Text | None
    fix: Text | None


class DeductionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Points lost to a rule or measure in one dimension, or by a cap; `finding` leads to what the rule found."""

    cause: str
    dimension: str
    points: Decimal
    places: tuple[Place, ...]
    finding: str | None
    is_cap: bool


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that left places undecided because a figure was blank or not read with confidence."""

    anchor: str
    rule: str
    places: tuple[Place, ...]


class EditLine(msgspec.Struct, frozen=True, kw_only=True):
    """A cell, what it prints and what would tie out."""

    place: Place
    printed: str
    proposed: str


class DiagnosisLine(msgspec.Struct, frozen=True, kw_only=True):
    """A likely slip behind sums that do not tie out, its cells, what follows from it, and the other explanations."""

    message: Text
    confidence: float
    places: tuple[Place, ...]
    consequences: tuple[tuple[str, Place], ...]
    alternatives: tuple[tuple[EditLine, ...], ...]


class NoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A note of the reader."""

    anchor: str
    code: str
    place: Place
    text: Text


def findings(standing: Standing) -> tuple[Finding, ...]:
    """The failing rules, worst first."""
    verdicts = {verdict.rule: verdict for verdict in standing.verdicts}
    report = standing.validated.report if standing.validated else None
    return tuple(
        Finding(
            anchor=_finding_anchor(line.rule),
            rule=line.rule,
            severity=line.severity,
            points=line.points,
            places=tuple(_finding_places(verdicts[line.rule], report)),
            title=line.title,
            fix=verdicts[line.rule].fix,
        )
        for line in headlines(standing.verdicts, standing.scorecard)
    )


def deductions(standing: Standing) -> tuple[DeductionLine, ...]:
    """What lost points and where, most points first; caps come last, since they are taken off the sum."""
    card = standing.scorecard
    if card is None:
        return ()
    lost = sorted(card.deductions, key=lambda each: -each.points)
    return (
        *(_deduction(each, standing, is_cap=False) for each in lost),
        *(_deduction(each, standing, is_cap=True) for each in card.caps),
    )


def doubts(standing: Standing) -> tuple[Doubt, ...]:
    """Rules that left places undecided, in the order of the catalogue."""
    report = standing.validated.report if standing.validated else None
    return tuple(
        Doubt(
            anchor=doubt_anchor(verdict.rule),
            rule=verdict.rule,
            places=tuple(place(at, report) for at in verdict.undecided),
        )
        for verdict in standing.verdicts
        if verdict.undecided
    )


def diagnoses(standing: Standing) -> tuple[DiagnosisLine, ...]:
    """The likely slips, in the order in which they were found."""
    validated = standing.validated
    if validated is None:
        return ()
    return tuple(
        DiagnosisLine(
            message=found.message,
            confidence=found.confidence,
            places=tuple(place(edit.at, validated.report) for edit in found.edits),
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


def notes(reading: Reading, report: AnnualReport) -> tuple[NoteLine, ...]:
    """What the reader wants known, in its order."""
    return tuple(
        NoteLine(anchor=note_anchor(number), code=note.code, place=place(note.at, report), text=note.text)
        for number, note in enumerate(reading.notes, 1)
    )


def doubt_anchor(rule: str) -> str:
    """The id of the line that says what a rule left undecided."""
    return f"undecided-{rule}"


def note_anchor(number: int) -> str:
    """The id of the reader's note of that number, counted from 1."""
    return f"note-{number}"


def _finding_anchor(rule: str) -> str:
    return f"finding-{rule}"


def _finding_places(verdict: Verdict, report: AnnualReport | None) -> Iterable[FindingPlace]:
    for number, breach in enumerate(verdict.breaches, 1):
        yield FindingPlace(
            anchor=f"{_finding_anchor(verdict.rule)}-{number}",
            place=place(breach.at, report),
            expected=figure(breach.expected),
            actual=figure(breach.actual),
            message=breach.message,
        )


def _deduction(deduction: Deduction, standing: Standing, *, is_cap: bool) -> DeductionLine:
    report = standing.validated.report if standing.validated else None
    is_rule = any(verdict.rule == deduction.cause and verdict.breaches for verdict in standing.verdicts)
    return DeductionLine(
        cause=deduction.cause,
        dimension=deduction.dimension,
        points=deduction.points,
        places=tuple(place(at, report) for at in deduction.places),
        finding=_finding_anchor(deduction.cause) if is_rule else None,
        is_cap=is_cap,
    )
