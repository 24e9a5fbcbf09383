"""What a candidate rule or rubric would change in an archive, as `gouji replay` has measured it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from shared.report.codec import decode
from shared.report.scorecard import Grade
from shared.report.verdict import Outcome

SCHEMA = 1
MOST_CHANGES = 300


class RuleMove(msgspec.Struct, frozen=True):
    """Reports for which a rule gives another answer than before."""

    before: Outcome
    after: Outcome
    reports: int


class GradeMove(msgspec.Struct, frozen=True):
    """Reports that have another grade than before."""

    before: Grade
    after: Grade
    reports: int


class Group(msgspec.Struct, frozen=True):
    """Reports of one level or region: how many, how many change grade, and their mean change of points."""

    reports: int
    flips: int
    mean: Decimal


class RuleTurn(msgspec.Struct, frozen=True):
    """The answer of a rule about one report, before and after."""

    before: Outcome
    after: Outcome


class GradeTurn(msgspec.Struct, frozen=True):
    """The grade of one report, before and after."""

    before: Grade
    after: Grade


class PointsTurn(msgspec.Struct, frozen=True):
    """The total of one report, before and after."""

    before: Decimal
    after: Decimal


class ReportChange(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one report; agency, level and region as the report and the register call them."""

    agency: str
    year: int | None
    level: str
    region: str
    rules: dict[str, RuleTurn]
    points: PointsTurn
    grade: GradeTurn

    @property
    def by(self) -> Decimal:
        """Points gained, negative when lost."""
        return self.points.after - self.points.before

    @property
    def flips(self) -> bool:
        """Whether the grade changes."""
        return self.grade.before is not self.grade.after


class Impact(msgspec.Struct, frozen=True, kw_only=True):
    """A whole archive held to a candidate. `changes` are those of the reports that would change most, not of all."""

    reports: int
    flips: int
    rules: dict[str, tuple[RuleMove, ...]]
    grades: tuple[GradeMove, ...]
    levels: dict[str, Group]
    regions: dict[str, Group]
    changes: tuple[ReportChange, ...] = ()


class ImpactRun(msgspec.Struct, frozen=True, kw_only=True):
    """An impact laid before the house: what was tried, by whom and when it was handed in."""

    id: UUID
    title: str
    impact: Impact
    laid_by: UUID
    layer: str
    laid_at: datetime


class _Summary(msgspec.Struct, frozen=True, kw_only=True):
    schema: int
    reports: int
    flips: int
    rules: dict[str, tuple[RuleMove, ...]]
    grades: tuple[GradeMove, ...]
    levels: dict[str, Group]
    regions: dict[str, Group]


def read_impact(lines: Iterable[str]) -> Impact:
    """Read what `gouji replay --format json` prints: a summary, then a line for each report that changes.

    Raises:
        ValueError: it is not that; `msgspec.ValidationError` and `msgspec.DecodeError` are such errors.
    """
    said = [line for line in lines if line.strip()]
    if not said:
        raise ValueError("nothing was said")
    summary = decode(said[0], _Summary)
    if summary.schema != SCHEMA:
        raise ValueError(f"schema {summary.schema}")
    changes = [decode(line, ReportChange) for line in said[1:]]
    changes.sort(key=lambda one: (not one.flips, -abs(one.by), one.agency, one.year or 0))
    return Impact(
        reports=summary.reports,
        flips=summary.flips,
        rules=summary.rules,
        grades=summary.grades,
        levels=summary.levels,
        regions=summary.regions,
        changes=tuple(changes[:MOST_CHANGES]),
    )
