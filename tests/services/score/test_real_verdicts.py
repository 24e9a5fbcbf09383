"""The seam with validate: what its engine really says about real figures is what the rubric reads."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from services.score.grading import confident_in, grade
from services.score.rubric import rubric_for
from services.validate.engine import judge
from services.validate.filing import Filing
from shared.report.agency import Agency, AgencyClass
from shared.report.annual_report import AnnualReport
from shared.report.scorecard import Grade, Scorecard
from tests.corpus.shelf import names, reading, report

AGENCY = Agency("330100001", "东海省南岭市海棠区统计局", AgencyClass.DEPARTMENT, "南岭市")


def graded(filed: AnnualReport, *, published: date | None = None, received: date | None = None) -> Scorecard:
    year = filed.year or 0
    filed, sure = replace(filed, published_on=None), reading(filed)
    verdicts = judge(Filing(filed, sure, AGENCY, year, received, published, None))
    return grade(filed, verdicts, rubric_for(year), confident=confident_in(sure))


@pytest.mark.parametrize("name", names())
def test_sound_reports_lose_points_to_measures_only(name: str) -> None:
    filed = report(name)
    found = graded(filed, published=date((filed.year or 0) + 1, 1, 20))
    assert not found.caps
    assert {deduction.cause[0] for deduction in found.deductions} <= {"M"}
    assert sum(d.points for d in found.deductions) + found.raw_total == 100


@pytest.mark.parametrize(("day", "kept"), [(31, 1), (32, 0.5), (31 + 15, 0.5), (31 + 16, 0.2), (31 + 61, 0)])
def test_days_late_are_read_from_the_breach(day: int, kept: float) -> None:
    filed = report("haitang-2022")
    on = date.fromordinal(date(2023, 1, 1).toordinal() + day - 1)
    for found in (graded(filed, published=on), graded(filed, received=on), graded(filed, published=on, received=on)):
        timeliness = next(one for one in found.dimensions if one.key == "timeliness")
        assert timeliness.points == pytest.approx(timeliness.weight * Decimal(str(kept)), abs=Decimal("0.01"))


def test_without_dates_timeliness_is_not_assessed() -> None:
    timeliness = next(one for one in graded(report("haitang-2022")).dimensions if one.key == "timeliness")
    assert timeliness.assessed == 0


def test_a_broken_total_column_is_capped() -> None:
    filed = report("haitang-2022")
    cell = "requests.received.total"
    value = filed.tables[cell]
    assert isinstance(value, int)
    broken = replace(filed, tables=filed.tables.replace({cell: value + 1}))
    found = graded(broken, published=date(2023, 1, 20))
    assert (found.caps[0].cause, found.total, found.grade) == ("A301", Decimal("69.9"), Grade.PASS)
    assert {"A301", "A302"} <= {deduction.cause for deduction in found.deductions}
