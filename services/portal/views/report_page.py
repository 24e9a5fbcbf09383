"""The page of one report: who filed it when, its grade, what is wrong at which cell, its tables as printed."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from services.portal.store.standing import Entry, Standing
from services.portal.views.deductions import DeductionLine, deductions
from services.portal.views.diagnoses import DiagnosisLine, diagnoses, proposals
from services.portal.views.findings import Doubt, Finding, FindingPlace, NoteLine, doubts, findings, notes
from services.portal.views.league import Line, line
from services.portal.views.marked_tables import MarkedTable, MarkKind, marked_tables
from services.portal.views.prose import pieces
from services.portal.views.questions import Question, Settled, questions, settled
from services.portal.views.rights import Rights
from services.portal.views.sections import SectionView, breaches_at, section_views
from shared.report.annual_report import AnnualReport
from shared.report.rectification import Rectification
from shared.report.scorecard import DimensionScore
from shared.report.verdict import Outcome, Severity, Verdict
from shared.report.waiver import Waiver


class DimensionView(msgspec.Struct, frozen=True, kw_only=True):
    """A dimension as a bar: points out of weight, and how much of it could be judged."""

    score: DimensionScore
    lost: Decimal
    filled: float


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page shows. What comes after reading, judging or grading is empty until then.

    `drafts` are those of the same year; `orders` and `waivers` those of the agency about that year.
    """

    standing: Standing
    rights: Rights
    line: Line
    waivers: tuple[Waiver, ...] = ()
    orders: tuple[Rectification, ...] = ()
    drafts: tuple[Line, ...] = ()
    questions: tuple[Question, ...] = ()
    settled: tuple[Settled, ...] = ()
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
    def before(self) -> Line | None:
        """The version before this one, to be compared with; a filing is compared with filings."""
        drafts = self.drafts if self.standing.submission.draft else ()
        return version_before(self.line, (*self.versions, *drafts))

    @property
    def returnable(self) -> tuple[Finding, ...]:
        """The findings that can be sent back to the agency: not explained, and more than a supervisor's information."""
        return tuple(one for one in self.findings if one.item is not None and one.severity is not Severity.NOTICE)

    @property
    def marks(self) -> tuple[MarkKind, ...]:
        """Kinds of marks in use, for the legend."""
        return tuple(kind for kind in MarkKind if any(kind in table.marked for table in self.tables))

    def breaches_at(self, at: str) -> tuple[FindingPlace, ...]:
        """The breaches at a place outside the tables."""
        return breaches_at(self.findings, at)

    def held(self, outcome: Outcome) -> int:
        """How many rules came to that outcome."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts)


_NONE = Rights()


def report_page(
    standing: Standing,
    history: tuple[Entry, ...],
    *,
    rights: Rights = _NONE,
    drafts: tuple[Entry, ...] = (),
    waivers: tuple[Waiver, ...] = (),
    orders: tuple[Rectification, ...] = (),
) -> ReportPage:
    """The page of a submission; `history` is every filing of its agency, `drafts` its drafts if they may be seen."""
    told = findings(standing, waivers)
    submission = standing.submission
    lines = [line(entry) for entry in history]
    page = ReportPage(
        standing=standing,
        rights=rights,
        line=line(standing.entry),
        waivers=waivers,
        orders=orders,
        drafts=tuple(line(entry) for entry in drafts if entry.submission.year == submission.year),
        findings=told,
        diagnoses=diagnoses(standing),
        deductions=deductions(standing),
        dimensions=tuple(map(_dimension, standing.scorecard.dimensions)) if standing.scorecard else (),
        doubts=doubts(standing),
        verdicts=standing.verdicts,
        versions=tuple(each for each in lines if each.year == submission.year),
        years=newest_of_each_year(lines),
    )
    validated = standing.validated
    if validated is None:
        return page
    report, reading = validated.report, validated.reading
    return msgspec.structs.replace(
        page,
        notes=notes(reading, report),
        tables=marked_tables(report, reading, standing.verdicts, told, proposals(validated.diagnoses)),
        sections=section_views(report, told, pieces(report, standing.verdicts)),
        questions=questions(report, reading),
        settled=settled(report, reading),
    )


def version_before(here: Line, others: Iterable[Line]) -> Line | None:
    """The one of the same year that came in last before this one."""
    older = [one for one in others if one.year == here.year and one.received_at < here.received_at]
    return max(older, key=lambda one: one.received_at, default=None)


def newest_of_each_year(lines: list[Line]) -> tuple[Line, ...]:
    """The filing that counts of each year, latest year first; `lines` has the newest version of a year first."""
    newest: dict[int, Line] = {}
    for each in lines:
        newest.setdefault(each.year, each)
    return tuple(newest.values())


def _dimension(score: DimensionScore) -> DimensionView:
    share = float(score.points / score.weight) if score.weight else 0.0
    return DimensionView(score=score, lost=score.weight - score.points, filled=round(100 * share, 2))
