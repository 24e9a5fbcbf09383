"""The form beside the file: what is read, and every field that is wrong named at once."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.form import Form, read_form
from services.gateway.problems import ProblemError

TODAY = date(2026, 1, 20)
GOOD = {"agency": "DH-0101", "year": "2025"}


def faults(**fields: str) -> list[tuple[str, str]]:
    with pytest.raises(ProblemError) as refused:
        read_form(fields, TODAY)
    return [(fault.at, fault.code) for fault in refused.value.faults]


def test_a_filled_form_is_read() -> None:
    fields = {"agency": " DH-0101 ", "year": "2025", "published_on": "2026-01-18", "draft": "TRUE"}
    assert read_form(fields, TODAY) == Form("DH-0101", 2025, date(2026, 1, 18), draft=True)


def test_blank_is_missing_as_web_forms_send_it() -> None:
    assert read_form({**GOOD, "published_on": "", "draft": "", "metadata": " "}, TODAY) == Form(
        "DH-0101", 2025, None, draft=False
    )
    assert faults(agency=" ", year="") == [("agency", "agency.missing"), ("year", "year.missing")]


def test_metadata_says_the_same_and_a_field_of_its_own_overrides_it() -> None:
    metadata = '{"agency": "DH-0101", "year": 2024, "published_on": "2026-01-18", "draft": true}'
    assert read_form({"metadata": metadata}, TODAY) == Form("DH-0101", 2024, date(2026, 1, 18), draft=True)
    assert read_form({"metadata": metadata, "year": "2025"}, TODAY).year == 2025


@pytest.mark.parametrize(
    "metadata",
    [
        "{",
        "[]",
        "null",
        '{"agency": 12}',
        '{"year": "2025"}',
        '{"draft": "yes"}',
        '{"jahr": 2025}',
        '{"year": 1e3}',
    ],
)
def test_metadata_of_another_shape_is_refused(metadata: str) -> None:
    assert faults(**GOOD, metadata=metadata) == [("metadata", "metadata.invalid")]


@pytest.mark.parametrize("year", ["1899", "2007", "2027", "9999", "0000"])
def test_years_without_a_report_are_out_of_range(year: str) -> None:
    assert faults(agency="DH-0101", year=year) == [("year", "year.out_of_range")]


@pytest.mark.parametrize("year", ["2008", "2026"])
def test_years_at_the_edges_are_in_range(year: str) -> None:
    assert read_form({"agency": "DH-0101", "year": year}, TODAY).year == int(year)


@pytest.mark.parametrize("year", ["25", "二〇二五", "２０２５", "2025.0", "-2025", "20255", "2025年"])
def test_what_is_no_year_is_refused(year: str) -> None:
    assert faults(agency="DH-0101", year=year) == [("year", "year.invalid")]


@pytest.mark.parametrize("day", ["2026-02-30", "20260118", "2026-1-8", "昨天", "2026-W03-2"])
def test_what_is_no_date_is_refused(day: str) -> None:
    assert faults(**GOOD, published_on=day) == [("published_on", "published_on.invalid")]


def test_everything_wrong_is_said_at_once() -> None:
    assert faults(agency="../etc", year="x", published_on="x", draft="x") == [
        ("agency", "agency.unknown"),
        ("year", "year.invalid"),
        ("published_on", "published_on.invalid"),
        ("draft", "draft.invalid"),
    ]


@given(st.dictionaries(st.sampled_from(["agency", "year", "published_on", "draft", "metadata"]), st.text()))
def test_no_text_does_worse_than_being_refused(fields: dict[str, str]) -> None:
    with suppress(ProblemError):
        read_form(fields, TODAY)
