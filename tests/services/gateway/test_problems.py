"""Every refusal is complete in both languages and has one shape."""

import re

import pytest

from services.gateway.problems import CATALOGUE_PATH, Kind
from services.gateway.refusals import AGENCY_MISSING, FILE_TOO_LARGE, KINDS, YEAR_OUT_OF_RANGE, refusal
from shared.report.codec import builtins

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_speaks_both_languages(kind: Kind) -> None:
    for text in (kind.title, kind.detail, kind.way_on):
        assert HAN.search(text.zh)
        assert text.en
        assert not HAN.search(text.en)
    assert 400 <= kind.status < 600
    assert set(re.findall(r"{(\w+)}", kind.detail.zh)) == set(re.findall(r"{(\w+)}", kind.detail.en))


def test_a_problem_leads_with_the_first_fault_and_lists_all() -> None:
    faults = (YEAR_OUT_OF_RANGE.fault("year", value="1899", first=2008, last=2026), AGENCY_MISSING.fault("agency"))
    problem = builtins(refusal(*faults).answer("/v1/submissions"))
    assert problem["type"] == f"{CATALOGUE_PATH}#year.out_of_range"
    assert (problem["status"], problem["code"], problem["instance"]) == (422, "year.out_of_range", "/v1/submissions")
    assert problem["title"] == problem["titles"]["zh"]
    assert problem["detail"] == problem["messages"]["zh"] == "1899 年不在 2008 年至 2026 年之间。"
    assert problem["messages"]["en"] == "1899 does not lie between 2008 and 2026."
    assert [(error["at"], error["code"]) for error in problem["errors"]] == [
        ("year", "year.out_of_range"),
        ("agency", "agency.missing"),
    ]


def test_braces_in_what_people_send_are_harmless() -> None:
    assert "{evil}" in FILE_TOO_LARGE.fault(limit="{evil}").messages.zh
