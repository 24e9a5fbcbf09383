"""Prose held against tables: sound synthetic reports say nothing wrong, a misstated number is found, real ones too."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import services.validate.rules.consistency
from services.cli.synthesis.fault_kinds import FaultKind
from services.cli.synthesis.reports import Plan, SyntheticReport, synthesise
from services.ingest.claims.extract import claims
from services.ingest.reading import read
from services.validate.catalogue import load
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.report.verdict import Breach, Severity
from tests.corpus import shelf

RULES = [rule for _, rule in load(services.validate.rules.consistency) if rule.id.startswith("C0")]
SAMPLES = Path(__file__).parents[3] / "../shared/samples"
SHANGHAI = SAMPLES / "006_shanghai_office_2019_trimmed.html"
REPORTS = 200


def filing(made: SyntheticReport, last: SyntheticReport | None) -> Filing:
    report = made.report
    said = claims(report.sections, report.form, report.year, frozenset(report.merged_rows), report.agency)
    report = msgspec.structs.replace(report, claims=said)
    prior = PriorReport(last.report, shelf.reading(last.report)) if last is not None else None
    return Filing(report, shelf.reading(report), prior=prior)


def breaches(of: Filing) -> Iterator[tuple[str, Severity, Breach]]:
    for verdict in judge(of, RULES):
        yield from ((verdict.rule, verdict.severity, breach) for breach in verdict.breaches)


def test_sound_prose_is_never_accused() -> None:
    plan = Plan(years=2)
    for index in range(0, REPORTS, 2):
        last, made = synthesise(31, index, plan), synthesise(31, index + 1, plan)
        assert not list(breaches(filing(last, None)))
        assert not list(breaches(filing(made, last)))


def test_a_misstated_number_is_found() -> None:
    plan = Plan(faults=1, fault_kinds=(FaultKind.PROSE_MISMATCH,))
    faulty = found = 0
    for index in range(REPORTS):
        made = synthesise(32, index, plan)
        if made.faults:
            faulty += 1
            found += any(severity is not Severity.NOTICE for _, severity, _ in breaches(filing(made, None)))
    assert faulty > REPORTS // 2
    assert found >= faulty * 0.99


@pytest.mark.skipif(not SHANGHAI.exists(), reason="no samples beside the project")
def test_the_prose_of_a_real_report_disagrees_in_three_places() -> None:
    result = read(SHANGHAI.read_bytes(), SHANGHAI.name, "text/html")
    found = [
        (rule, breach.actual)
        for rule, severity, breach in breaches(Filing(result.report, result.reading))
        if severity is not Severity.NOTICE
    ]
    assert found == [("C004", 258), ("C006", 265), ("C018", 0), ("C018", 0)]


@pytest.mark.skipif(not SAMPLES.exists(), reason="no samples beside the project")
@pytest.mark.parametrize("number", ["000", "001", "010", "014", "016", "018", "025", "033", "041"])
def test_the_prose_of_other_real_reports_agrees(number: str) -> None:
    file = next(SAMPLES.glob(f"{number}_*"))
    result = read(file.read_bytes(), file.name, "")
    assert not list(breaches(Filing(result.report, result.reading)))
