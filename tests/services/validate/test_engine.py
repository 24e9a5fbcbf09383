"""Judging as a whole: what holds for every report, whatever its figures."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.validate.catalogue import catalogue
from services.validate.engine import judge
from services.validate.filing import Filing, UnreadableCellError
from services.validate.rule import Judgement, Rule
from shared.report.agency import Agency, AgencyClass
from shared.report.annual_report import AnnualReport
from shared.report.codec import decode, encode
from shared.report.edition import Equation
from shared.report.figures import Figures
from shared.report.text import Text
from shared.report.verdict import Outcome, Severity, Verdict
from tests.corpus import shelf

ARITHMETIC = tuple(rule for rule in catalogue() if rule.id in {"A301", "A302", "A303", "A401"})
"""The rules that judge the sums of the form."""
SUMMED = ("requests.", "reviews.")
# The machine may be busy with other tests; how long an example takes says nothing about judging.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def filing(report: AnnualReport) -> Filing:
    return Filing(report, shelf.reading(report), year=report.year)


def settle(free: Mapping[str, int], report: AnnualReport) -> dict[str, int]:
    """Figures in which every identity holds: what is not free follows from the sums the form prints."""
    values = dict(free)
    for equation in (*of("applicants_cross_foot", report), *of("review_results_foot", report)):
        if "requests.received" not in equation.at and "requests.closed" not in equation.at:
            values[equation.at] = sum(values[at] for at in equation.left)
    for equation in of("dispositions_foot", report):
        values[equation.at] = sum(values[at] for at in equation.left)
    for equation in of("requests_roll_forward", report):
        received, brought_forward = equation.left
        values[received] = sum(values[at] for at in equation.right) - values[brought_forward]
    return values


def of(identity: str, report: AnnualReport) -> list[Equation]:
    return [equation for equation in report.equations() if equation.identity == identity]


@st.composite
def sound_reports(draw: st.DrawFn) -> AnnualReport:
    """A report of any edition and layout in which everything ties out; small, large and many zero figures."""
    report = shelf.report(draw(st.sampled_from(shelf.names())))
    addresses = [at for at in report.tables if at.startswith(SUMMED)]
    number = st.one_of(st.just(0), st.integers(0, 30), st.integers(0, 100_000))
    drawn = draw(st.lists(number, min_size=len(addresses), max_size=len(addresses)))
    settled = settle(dict(zip(addresses, drawn, strict=True)), report)
    return msgspec.structs.replace(report, tables=report.tables.replace(settled))


def by_id(verdicts: tuple[Verdict, ...]) -> dict[str, Verdict]:
    return {verdict.rule: verdict for verdict in verdicts}


@unhurried
@given(report=sound_reports())
def test_a_sound_report_passes_all_arithmetic(report: AnnualReport) -> None:
    verdicts = judge(filing(report), ARITHMETIC)
    assert {verdict.outcome for verdict in verdicts} == {Outcome.HOLDS}
    assert sum(verdict.applied for verdict in verdicts) == len(report.equations())


@unhurried
@given(data=st.data(), report=sound_reports(), by=st.integers(-100_000, 100_000).filter(bool))
def test_any_one_changed_cell_is_found_on_its_row_or_column(data: st.DataObject, report: AnnualReport, by: int) -> None:
    at = data.draw(st.sampled_from([at for at in report.tables if at.startswith(SUMMED)]))
    wrong = msgspec.structs.replace(report, tables=report.tables.replace({at: (report.tables[at] or 0) + by}))
    breaches = [breach.at for verdict in judge(filing(wrong), ARITHMETIC) for breach in verdict.breaches]
    assert breaches
    _, row, column = at.split(".")
    for place in breaches:
        _, at_row, at_column = place.split(".")
        assert row == at_row or column == at_column
    assert sorted(breaches) == sorted(equation.at for equation in report.equations() if at in dict(equation.terms))


@unhurried
@given(data=st.data(), report=sound_reports())
def test_blanks_and_doubts_never_make_a_breach_of_arithmetic(data: st.DataObject, report: AnnualReport) -> None:
    cells = st.sets(st.sampled_from(sorted(report.tables)), min_size=1, max_size=40)
    blank, unreadable, inferred, missing = (data.draw(cells) for _ in range(4))
    garbled = report.tables.replace(dict.fromkeys(blank) | dict.fromkeys(unreadable | inferred | missing, 7777))
    doubtful = msgspec.structs.replace(report, tables=garbled)
    reading = shelf.reading(doubtful, unreadable=unreadable, inferred=inferred, missing=missing)
    verdicts = judge(Filing(doubtful, reading), ARITHMETIC)
    assert not [breach for verdict in verdicts for breach in verdict.breaches]
    assert sum(verdict.applied + len(verdict.undecided) for verdict in verdicts) == len(report.equations())


@unhurried
@given(data=st.data(), report=sound_reports(), faults=st.dictionaries(st.integers(0, 150), st.integers(-9, 9)))
def test_verdicts_do_not_depend_on_the_order_of_rules(
    data: st.DataObject, report: AnnualReport, faults: dict[int, int]
) -> None:
    addresses = list(report.tables)
    changes = {addresses[index]: number for index, number in faults.items()}
    wrong = msgspec.structs.replace(report, tables=report.tables.replace(changes))
    rules = data.draw(st.permutations(catalogue()))
    assert by_id(judge(filing(wrong), rules)) == by_id(judge(filing(wrong)))


def test_judging_leaves_the_filing_as_it_was_and_repeats() -> None:
    report = shelf.report("haitang-2022")
    before = encode(report)
    assert judge(filing(report)) == judge(filing(report))
    assert encode(report) == before


@pytest.mark.parametrize("name", shelf.names())
def test_the_corpus_is_sound(name: str) -> None:
    report = shelf.report(name)
    verdicts = [one for one in judge(filing(report)) if one.outcome is Outcome.FAILS]
    # What is told for the supervisor's information only is no fault: （六） in one row, direct suits, …
    assert [one.rule for one in verdicts if one.severity is not Severity.NOTICE] == []


def test_verdicts_travel() -> None:
    report = shelf.report("haitang-2022")
    odd = report.tables.replace(
        {"proactive.licensing": Decimal("1.5"), "proactive.fees": -(10**30), "requests.closed.total": 10**30}
    )
    verdicts = judge(Filing(msgspec.structs.replace(report, tables=odd, period=None), shelf.reading(report), year=2020))
    assert decode(encode(verdicts), tuple[Verdict, ...]) == verdicts


def rule(*outcomes: Judgement | None, severity: Severity = Severity.ERROR) -> Rule:
    """A rule that looks at one part after another and sees what it is told."""
    text = Text("{at}", "{at}")
    looks = {f"part.{number}": outcome for number, outcome in enumerate(outcomes, 1)}

    def check(_: Filing, at: str) -> Judgement:
        seen = looks[at]
        if seen is None:
            raise UnreadableCellError("requests.closed.total")
        return seen

    return Rule(
        id="P999",
        revision=3,
        title=text,
        basis=(),
        severity=severity,
        message=text,
        fix=text,
        places=lambda _: looks,
        check=check,
    )


GOOD = Judgement(expected=1, actual=1, holds=True)
BAD = Judgement(expected=1, actual=2, holds=False)


@pytest.mark.parametrize(
    ("looks", "outcome", "applied", "undecided"),
    [
        ((), Outcome.NOT_APPLICABLE, 0, ()),
        ((None,), Outcome.INCONCLUSIVE, 0, ("part.1",)),
        ((GOOD, None), Outcome.HOLDS, 1, ("part.2",)),
        ((None, BAD, GOOD), Outcome.FAILS, 2, ("part.1",)),
        ((GOOD, GOOD), Outcome.HOLDS, 2, ()),
    ],
)
def test_four_outcomes(
    looks: tuple[Judgement | None, ...], outcome: Outcome, applied: int, undecided: tuple[str, ...]
) -> None:
    (verdict,) = judge(filing(shelf.report("haitang-2022")), (rule(*looks),))
    assert (verdict.outcome, verdict.applied, verdict.undecided) == (outcome, applied, undecided)
    assert (verdict.rule, verdict.revision, verdict.severity) == ("P999", 3, Severity.ERROR)


def test_an_edition_that_a_rule_does_not_cover_is_not_its_business() -> None:
    only_2021 = replace(rule(BAD), editions=("2021",))
    assert judge(filing(shelf.report("ziran-2020")), (only_2021,))[0].outcome is Outcome.NOT_APPLICABLE
    assert judge(filing(shelf.report("haitang-2022")), (only_2021,))[0].outcome is Outcome.FAILS


def test_the_gravest_breach_names_the_severity() -> None:
    mild = Judgement(expected=1, actual=2, holds=False, severity=Severity.WARNING)
    report = filing(shelf.report("haitang-2022"))
    assert judge(report, (rule(mild),))[0].severity is Severity.WARNING
    assert judge(report, (rule(mild, BAD),))[0].severity is Severity.ERROR
    assert judge(report, (rule(GOOD, severity=Severity.NOTICE),))[0].severity is Severity.NOTICE


def test_no_place_to_look_at_when_the_agency_is_not_known() -> None:
    report = shelf.report("haitang-2022")
    agency = Agency("dh-001", "东海省某机关", AgencyClass.DEPARTMENT, "临江市")
    for known, outcome in ((None, Outcome.NOT_APPLICABLE), (agency, Outcome.HOLDS)):
        days = Filing(report, shelf.reading(report), known, received_on=report.published_on)
        verdicts = by_id(judge(days))
        assert {verdicts["T001"].outcome, verdicts["T002"].outcome} == {outcome}


@pytest.mark.parametrize("year", [-1, 0, 9999, 10**9])
def test_a_year_no_calendar_has_is_no_year(year: int) -> None:
    report = msgspec.structs.replace(shelf.report("haitang-2022"), year=year)
    agency = Agency("dh-001", "东海省某机关", AgencyClass.DEPARTMENT, "临江市")
    verdicts = by_id(judge(Filing(report, shelf.reading(report), agency, received_on=report.published_on)))
    assert {verdicts[rule].outcome for rule in ("F002", "T001", "T002")} == {Outcome.NOT_APPLICABLE}
    asked = by_id(judge(Filing(report, shelf.reading(report), agency, year=2022)))
    assert asked["F003"].outcome is Outcome.FAILS


def test_an_empty_report_is_full_of_doubt_and_void_of_accusation() -> None:
    empty = AnnualReport(agency=None, year=None, edition="2021", tables=Figures())
    verdicts = by_id(judge(Filing(empty, shelf.reading(empty))))
    assert verdicts["F001"].outcome is Outcome.FAILS
    assert {verdicts[rule].outcome for rule in ("A301", "A302", "A303", "A401", "F201", "F301", "F401")} == {
        Outcome.INCONCLUSIVE
    }


def test_a_failure_says_where_the_duty_stands_and_what_holds_does_not() -> None:
    report = shelf.report("haitang-2022")
    wrong = msgspec.structs.replace(report, tables=report.tables.replace({"requests.received.total": 9_999}))
    told = by_id(judge(filing(wrong)))
    rule = next(one for one in catalogue() if one.id == "A301")
    assert [text.zh for text in told["A301"].basis] == [
        f"{basis.source.zh}{basis.article.zh}：「{basis.wording.zh}」" for basis in rule.basis
    ]
    assert all(basis.wording.en in text.en for basis, text in zip(rule.basis, told["A301"].basis, strict=True))
    assert {bool(one.basis) for one in told.values() if one.outcome is not Outcome.FAILS} == {False}
