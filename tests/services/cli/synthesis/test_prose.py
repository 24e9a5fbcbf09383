"""Synthetic prose: six parts as the form wants them, and every number in it true of the figures."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cli.synthesis.reports import Plan, SyntheticReport, synthesise
from services.ingest.reading import read
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.layout.html import html
from shared.layout.printed_report import printed_report
from shared.report.agency import AgencyClass
from shared.report.claim import Claim, Relation, Scope
from shared.report.verdict import Outcome, Severity

SEEDS = st.integers(0, 2**31)
INDEXES = st.integers(0, 500_000)
FIVE_YEARS = Plan(years=5)


def holds(claim: Claim, report: SyntheticReport) -> bool:
    """Whether a claim is true of the figures it is about."""
    (about,) = claim.about
    figures = report.last if claim.scope is Scope.LAST_YEAR else report.sound
    found = Decimal(sum(figures[cell] or 0 for cell in about.cells))
    if about.since_last_year:
        before = Decimal(sum(report.last[cell] or 0 for cell in about.cells))
        return abs((found - before) * 100 / before - claim.value) < Decimal("0.1")
    if about.of:
        return abs(found * 100 / Decimal(sum(figures[cell] or 0 for cell in about.of)) - claim.value) < Decimal("0.1")
    return found >= claim.value if claim.relation is Relation.AT_LEAST else found == claim.value


@given(SEEDS, INDEXES)
@settings(max_examples=150, deadline=None)
def test_every_claim_about_cells_is_true(seed: int, index: int) -> None:
    report = synthesise(seed, index, FIVE_YEARS)
    claims = [claim for claim in report.report.claims if claim.about]
    assert len(claims) >= 2
    assert [claim for claim in claims if not holds(claim, report)] == []


@given(SEEDS, INDEXES)
@settings(max_examples=60, deadline=None)
def test_every_claim_quotes_a_sentence_of_its_part(seed: int, index: int) -> None:
    report = synthesise(seed, index, FIVE_YEARS).report
    parts = {section.at: section.text for section in report.sections}
    assert all(claim.text and claim.text in parts[claim.at] for claim in report.claims)


@given(SEEDS, INDEXES)
@settings(max_examples=60, deadline=None)
def test_the_parts_hold_what_the_form_wants(seed: int, index: int) -> None:
    made = synthesise(seed, index, FIVE_YEARS)
    report = made.report
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    text = {section.number: section.text for section in report.sections}
    for aspect in ("主动公开", "依申请公开", "管理", "平台", "监督保障"):
        assert aspect in text[1]
    assert "问题" in text[5]
    assert "改进" in text[5]
    assert "信息处理费" in text[6]
    if made.member.agency.agency_class.is_government:
        assert all(word in text[1] for word in ("工作考核", "社会评议", "责任追究"))
    if report.tables.get("requests.other_fee_unpaid.total"):
        assert "收费通知" in text[6]


@pytest.mark.parametrize("kind", list(AgencyClass))
def test_a_sound_report_raises_no_error(kind: AgencyClass) -> None:
    """Read as a page and judged with its register entry and last year's report."""
    plan = Plan(classes=(kind,), years=3)
    prior: PriorReport | None = None
    for index in range(30):
        made = synthesise(4, index, plan)
        found = read(html(printed_report(made.report, made.preamble)), "", "")
        filing = Filing(
            report=found.report,
            reading=found.reading,
            agency=made.member.agency,
            year=made.year,
            published_on=found.report.published_on,
            prior=prior if index % plan.years else None,
        )
        failing = {
            each.rule for each in judge(filing) if each.outcome is Outcome.FAILS and each.severity is Severity.ERROR
        }
        assert failing == set()
        prior = PriorReport(found.report, found.reading)


def test_a_report_depends_on_seed_and_index_alone() -> None:
    first = [synthesise(8, index, FIVE_YEARS) for index in range(30)]
    again = [synthesise(8, index, FIVE_YEARS) for index in reversed(range(30))]
    assert first == again[::-1]
    assert first[0] != synthesise(9, 0, FIVE_YEARS)
