"""The page of one report: who filed it when, its grade, what is wrong at which cell, its tables as printed."""

from decimal import Decimal

import msgspec

from services.portal.store.standing import Entry, Standing
from services.portal.views.findings import (
    DeductionLine,
    DiagnosisLine,
    Doubt,
    Finding,
    FindingPlace,
    NoteLine,
    deductions,
    diagnoses,
    doubts,
    findings,
    notes,
)
from services.portal.views.league import Line, line
from services.portal.views.marked_tables import MarkedTable, MarkKind, marked_tables
from services.portal.views.places import heading_anchor
from shared.report.annual_report import AnnualReport
from shared.report.scorecard import DimensionScore
from shared.report.text import Text
from shared.report.verdict import Outcome, Verdict


class SectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report; `printed` is the agency's own heading, None when the statutory part is missing."""

    anchor: str | None
    number: int | None
    title: Text | None
    printed: str | None
    text: str
    table: str | None
    breaches: tuple[FindingPlace, ...]


class DimensionView(msgspec.Struct, frozen=True, kw_only=True):
    """A dimension as a bar: points out of weight, and how much of it could be judged."""

    score: DimensionScore
    lost: Decimal
    filled: float


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page shows. What comes after reading, judging or grading is empty until then."""

    standing: Standing
    line: Line
    findings: tuple[Finding, ...]
    diagnoses: tuple[DiagnosisLine, ...]
    deductions: tuple[DeductionLine, ...]
    dimensions: tuple[DimensionView, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[NoteLine, ...] = ()
    tables: tuple[MarkedTable, ...] = ()
    sections: tuple[SectionView, ...] = ()
    verdicts: tuple[Verdict, ...]
    versions: tuple[Line, ...]
    years: tuple[Line, ...]

    @property
    def report(self) -> AnnualReport | None:
        """The report as read, once it has been."""
        return self.standing.validated.report if self.standing.validated else None

    @property
    def newest(self) -> Line | None:
        """The filing that supersedes this one, if it is not the newest."""
        newest = self.versions[0] if self.versions else None
        return newest if newest and newest.version > self.line.version and not self.standing.submission.draft else None

    @property
    def marks(self) -> tuple[MarkKind, ...]:
        """Kinds of marks in use, for the legend."""
        return tuple(kind for kind in MarkKind if any(kind in table.marked for table in self.tables))

    def breaches_at(self, at: str) -> tuple[FindingPlace, ...]:
        """The breaches at a place outside the tables."""
        return _breaches_at(self.findings, at)

    def held(self, outcome: Outcome) -> int:
        """How many rules came to that outcome."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts)


def report_page(standing: Standing, history: tuple[Entry, ...]) -> ReportPage:
    """The page of a submission; `history` is every filing of its agency."""
    told = findings(standing)
    submission = standing.submission
    lines = [line(entry) for entry in history]
    page = ReportPage(
        standing=standing,
        line=line(standing.entry),
        findings=told,
        diagnoses=diagnoses(standing),
        deductions=deductions(standing),
        dimensions=tuple(map(_dimension, standing.scorecard.dimensions)) if standing.scorecard else (),
        doubts=doubts(standing),
        verdicts=standing.verdicts,
        versions=tuple(each for each in lines if each.year == submission.year),
        years=newest_of_each_year(lines),
    )
    if standing.validated is None:
        return page
    report, reading = standing.validated.report, standing.validated.reading
    return msgspec.structs.replace(
        page,
        notes=notes(reading, report),
        tables=marked_tables(report, reading, standing.verdicts, told),
        sections=_sections(report, told),
    )


def newest_of_each_year(lines: list[Line]) -> tuple[Line, ...]:
    """The filing that counts of each year, latest year first; `lines` has the newest version of a year first."""
    newest: dict[int, Line] = {}
    for each in lines:
        newest.setdefault(each.year, each)
    return tuple(newest.values())


def _dimension(score: DimensionScore) -> DimensionView:
    share = float(score.points / score.weight) if score.weight else 0.0
    return DimensionView(score=score, lost=score.weight - score.points, filled=round(100 * share, 2))


def _sections(report: AnnualReport, told: tuple[Finding, ...]) -> tuple[SectionView, ...]:
    """The statutory parts in order, missing ones included, then headings the form does not know."""
    views = []
    for part in report.form.parts:
        breaches = _breaches_at(told, f"part.{part.number}")
        printed = [section for section in report.sections if section.number == part.number]
        for index, section in enumerate(printed or [None]):
            views.append(
                SectionView(
                    anchor=f"part-{part.number}" if index == 0 else None,
                    number=part.number,
                    title=part.title,
                    printed=section.title if section else None,
                    text=section.text if section else "",
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
                table=None,
                breaches=(),
            )
            views.append(view)
    return tuple(views)


def _breaches_at(told: tuple[Finding, ...], at: str) -> tuple[FindingPlace, ...]:
    return tuple(breach for finding in told for breach in finding.places if breach.place.at == at)
