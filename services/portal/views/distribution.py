"""The filings of one organ and year by class of agency and grade; rows and columns add up."""

from collections.abc import Mapping, Sequence

import msgspec

from services.portal.store.standing import Tier
from services.portal.store.wanted import Branch, ClassCount
from shared.report.agency import Agency, AgencyClass
from shared.report.scorecard import Grade


class ClassLine(msgspec.Struct, frozen=True):
    """One class, or all of them together: how many must file, how many filings have each grade, and how many none."""

    agency_class: AgencyClass | None
    agencies: int
    grades: dict[Grade, int]
    ungraded: int

    @property
    def filings(self) -> int:
        """All filings of the class."""
        return sum(self.grades.values()) + self.ungraded


class DistributionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Classes in the order of the register's own list; `year` is None while nothing has been filed."""

    year: int | None
    years: tuple[int, ...] = ()
    organ: Agency | None = None
    crumbs: tuple[Agency, ...] = ()
    branches: tuple[Branch, ...] = ()
    lines: tuple[ClassLine, ...] = ()
    total: ClassLine | None = None


def class_lines(counts: Sequence[ClassCount], duties: Mapping[AgencyClass, int]) -> tuple[ClassLine, ...]:
    """A line for each class that has to file or has filed."""
    there = {one.agency_class for one in counts} | {kind for kind, due in duties.items() if due}
    return tuple(
        _line(kind, [one for one in counts if one.agency_class is kind], duties.get(kind, 0))
        for kind in AgencyClass
        if kind in there
    )


def total_line(lines: Sequence[ClassLine]) -> ClassLine:
    """All classes together."""
    return ClassLine(
        None,
        sum(line.agencies for line in lines),
        {grade: sum(line.grades[grade] for line in lines) for grade in Grade},
        sum(line.ungraded for line in lines),
    )


def _line(kind: AgencyClass, counts: Sequence[ClassCount], agencies: int) -> ClassLine:
    graded = [one for one in counts if one.tier in {Tier.RATED, Tier.NOT_RATED}]
    grades = {grade: sum(one.filings for one in graded if one.grade is grade) for grade in Grade}
    return ClassLine(kind, agencies, grades, sum(one.filings for one in counts) - sum(grades.values()))
