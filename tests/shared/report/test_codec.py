"""What is encoded comes back equal, decimals to the last digit, and a newer writer does not break an older reader."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.report import codec
from shared.report.agency import Agency, AgencyClass, LocalDeadline
from shared.report.annual_report import AnnualReport, Period, Section
from shared.report.claim import Claim, Expression, Relation, Scope
from shared.report.edition import Edition, editions
from shared.report.figures import Figures
from shared.report.reading import CellReading, Confidence, Note, Reading
from shared.report.scorecard import Deduction, DimensionScore, Grade, Measure, Scorecard
from shared.report.submission import Submission
from shared.report.text import Text
from shared.report.verdict import Breach, Outcome, Severity, Verdict

WORDS = st.text('勾稽 a"\\\n\u2028😀', max_size=4)
POINTS = st.decimals(0, 100, places=4)
COUNTS = st.integers(0, 10**9)
DATES = st.dates(date(2008, 5, 1), date(2100, 12, 31))


@st.composite
def reports(draw: st.DrawFn) -> AnnualReport:
    form: Edition = draw(st.sampled_from(list(editions().values())))
    addresses = st.sampled_from([cell.address for cell in form.cells()])
    value = st.none() | COUNTS | st.decimals(-(10**6), 10**6, places=6)
    section = st.builds(Section, st.none() | st.integers(1, 6), WORDS, WORDS, WORDS)
    cells = st.lists(addresses, min_size=1, max_size=3).map(tuple)
    claim = st.builds(
        Claim,
        kind=WORDS,
        value=st.decimals(-100, 10**6, places=3),
        relation=st.sampled_from(Relation),
        text=WORDS,
        at=WORDS,
        about=st.lists(st.builds(Expression, cells, cells, st.booleans()), max_size=2).map(tuple),
        scope=st.sampled_from(Scope),
    )
    return AnnualReport(
        agency=draw(st.none() | WORDS),
        year=draw(st.none() | st.integers(2008, 2100)),
        edition=form.id,
        title=draw(st.none() | WORDS),
        published_on=draw(st.none() | DATES),
        index_number=draw(st.none() | WORDS),
        publisher=draw(st.none() | WORDS),
        period=draw(st.none() | st.builds(Period, DATES, DATES)),
        tables=Figures(draw(st.dictionaries(addresses, value, max_size=8))),
        merged_rows=draw(st.sampled_from([(), ("other_combined",)])),
        sections=tuple(draw(st.lists(section, max_size=3))),
        claims=tuple(draw(st.lists(claim, max_size=3))),
    )


READINGS = st.builds(
    Reading,
    format=WORDS,
    cells=st.dictionaries(WORDS, st.builds(CellReading, WORDS, WORDS, st.sampled_from(Confidence)), max_size=5),
    notes=st.lists(st.builds(Note, WORDS, WORDS, st.builds(Text, WORDS, WORDS)), max_size=3).map(tuple),
)
EVIDENCE = st.none() | COUNTS | WORDS
VERDICTS = st.builds(
    Verdict,
    rule=WORDS,
    revision=COUNTS,
    outcome=st.sampled_from(Outcome),
    severity=st.sampled_from(Severity),
    applied=COUNTS,
    breaches=st.lists(st.builds(Breach, WORDS, EVIDENCE, EVIDENCE, st.builds(Text, WORDS, WORDS)), max_size=3).map(
        tuple
    ),
    undecided=st.lists(WORDS, max_size=3).map(tuple),
)
DEDUCTIONS = st.lists(st.builds(Deduction, WORDS, WORDS, POINTS, st.lists(WORDS).map(tuple)), max_size=3).map(tuple)
SCORECARDS = st.builds(
    Scorecard,
    rubric=WORDS,
    total=POINTS,
    raw_total=POINTS,
    grade=st.sampled_from(Grade),
    coverage=POINTS,
    dimensions=st.lists(st.builds(DimensionScore, WORDS, POINTS, POINTS, POINTS), max_size=3).map(tuple),
    deductions=DEDUCTIONS,
    caps=DEDUCTIONS,
    measures=st.lists(st.builds(Measure, WORDS, COUNTS, COUNTS, st.booleans()), max_size=3).map(tuple),
)
SUBMISSIONS = st.builds(
    Submission,
    id=st.uuids(),
    agency=st.builds(
        Agency,
        WORDS,
        WORDS,
        st.sampled_from(AgencyClass),
        WORDS,
        st.none() | WORDS,
        st.none() | st.builds(LocalDeadline, st.integers(1, 12), st.integers(1, 28)),
    ),
    year=st.integers(2008, 2100),
    version=st.integers(1, 100),
    filename=WORDS,
    media_type=WORDS,
    size=COUNTS,
    sha256=WORDS,
    received_at=st.datetimes(datetime(2008, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    published_on=st.none() | DATES,
    draft=st.booleans(),
    supersedes=st.none() | st.uuids(),
)


@given(reports())
def test_a_report_comes_back_equal(report: AnnualReport) -> None:
    back = codec.decode(codec.encode(report), AnnualReport)
    assert back == report
    kinds = {address: type(value) for address, value in report.tables.items()}
    assert {address: type(value) for address, value in back.tables.items()} == kinds


@given(reports())
def test_the_digest_of_the_figures_survives_travelling(report: AnnualReport) -> None:
    assert codec.decode(codec.encode(report), AnnualReport).figures_digest == report.figures_digest


def _digest(**figures: object) -> str:
    tables = Figures.from_nested({"proactive": figures})
    return AnnualReport(agency=None, year=None, edition="2021", tables=tables).figures_digest


def test_the_digest_of_the_figures_knows_values_not_how_they_are_written_or_ordered() -> None:
    assert _digest(fees=Decimal("12.50"), licensing=3) == _digest(licensing=Decimal("3.0"), fees=Decimal("12.5"))
    digests = {_digest(fees=fees) for fees in (None, 0, 1, Decimal("0.5"), Decimal("-0.5"), 10**18, 10**18 + 1)}
    assert len(digests) == 7, "blank is not zero, and no two values are one"


def test_what_is_canonical_has_one_form() -> None:
    assert codec.canonical({"b": [1.0, None], "a": {"二": "勾", "一": 2}}) == (
        '{"a":{"一":2,"二":"勾"},"b":[1,null]}'.encode()
    )


@given(st.one_of(READINGS, VERDICTS, SCORECARDS, SUBMISSIONS))
def test_every_other_noun_comes_back_equal(noun: Reading | Verdict | Scorecard | Submission) -> None:
    assert codec.decode(codec.encode(noun), type(noun)) == noun
    assert codec.convert(codec.builtins(noun), type(noun)) == noun


@given(st.decimals(-(10**6), 10**6, places=6))
def test_amounts_travel_as_exact_numbers(amount: Decimal) -> None:
    figures = Figures({"proactive.fees": amount})
    data = codec.encode(figures)
    assert isinstance(json.loads(data)["proactive"]["fees"], int | float), "a number, not a string"
    assert codec.decode(data, Figures)["proactive.fees"] == amount


SCHEMA = jsonschema.Draft202012Validator(codec.json_schema(AnnualReport))


@settings(max_examples=30)
@given(reports())
def test_the_schema_accepts_every_report(report: AnnualReport) -> None:
    SCHEMA.validate(codec.builtins(report))


def _report(**changes: object) -> bytes:
    return json.dumps({"agency": "东海省司法厅", "year": 2024, "edition": "2021", "tables": {}} | changes).encode()


def test_fields_of_a_newer_writer_are_ignored() -> None:
    assert codec.decode(_report(invented_later=[1]), AnnualReport).agency == "东海省司法厅"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"year": "2024"}, r"\$\.year"),
        ({"tables": []}, "tables"),
        ({"tables": {"requests": {"closed": {"total": "12"}}}}, r"requests\.closed\.total"),
        ({"sections": [{"number": 1}]}, r"\$\.sections\[0\]"),
    ],
)
def test_a_wrong_shape_is_named_by_its_place(changes: dict[str, object], place: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=place):
        codec.decode(_report(**changes), AnnualReport)


def test_what_is_not_json_is_an_error_of_its_own() -> None:
    with pytest.raises(msgspec.DecodeError):
        codec.decode(b"<html>", AnnualReport)


def test_an_identifier_survives_plain_trees() -> None:
    tree = codec.builtins({"id": UUID(int=1)})
    assert codec.convert(tree["id"], UUID) == UUID(int=1)
