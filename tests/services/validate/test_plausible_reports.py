"""Nothing of a sound report is implausible enough to ask the agency about; what is common stays unsaid."""

import pytest

from services.cli.synthesis.reports import Plan, synthesise
from services.validate.catalogue import catalogue
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.report.verdict import Outcome, Severity, Verdict
from tests.corpus import shelf

SEED = 7
RULES = [rule for rule in catalogue() if rule.id[0] == "P" or rule.id in {"A201", "A202", "T003"}]
UNSAID = {"P001", "P002", "P004", "P005", "P006", "P008", "P010", "P011", "A201", "A202", "T003"}
"""What the figures of sound reports never give occasion to, not even for a notice."""


def found(index: int, plan: Plan) -> tuple[Verdict, ...]:
    one = synthesise(SEED, index, plan)
    before = synthesise(SEED, index - 1, plan).report if index % plan.years else None
    prior = PriorReport(before, shelf.reading(before)) if before else None
    filing = Filing(one.report, shelf.reading(one.report), agency=one.member.agency, year=one.year, prior=prior)
    return tuple(verdict for verdict in judge(filing, RULES) if verdict.outcome is Outcome.FAILS)


@pytest.mark.parametrize("plan", [Plan(years=2), Plan(last_year=2020)], ids=["2021 form, two years", "2019 form"])
def test_sound_reports_are_asked_nothing(plan: Plan) -> None:
    said = [(index, verdict) for index in range(300) for verdict in found(index, plan)]
    assert [one for one in said if one[1].severity is not Severity.NOTICE] == []
    assert not {verdict.rule for _, verdict in said} & UNSAID
