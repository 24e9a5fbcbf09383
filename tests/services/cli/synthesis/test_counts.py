"""Synthetic counts are sound: every sum holds, years follow each other, a county is what its organs add up to."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cli.synthesis.agencies import (
    FEWEST_ORGANS,
    MOST_ORGANS,
    REGISTER_HEADING,
    Member,
    county,
    county_member,
    register_row,
    single,
)
from services.cli.synthesis.chance import Stream, chance
from services.cli.synthesis.counts import YearCounts, chain, merged
from services.gateway.register import parse_register
from shared.report.agency import AgencyClass
from shared.report.edition import CellKind, edition
from shared.report.vocabulary import Applicant, RequestRow, ReviewResult, ReviewRoute, request_cell, review_cell

FIRST, YEARS = 2019, 7
MAY_MAKE_RULES = {
    AgencyClass.CENTRAL_DEPARTMENT,
    AgencyClass.PROVINCIAL_GOVERNMENT,
    AgencyClass.MUNICIPAL_GOVERNMENT,
}
SEEDS = st.integers(0, 2**31)
NUMBERS = st.integers(0, 300_000)


def years_of(seed: int, number: int) -> tuple[Member, tuple[YearCounts, ...]]:
    member = single(seed, number)
    return member, chain(seed, member, FIRST, YEARS)


@given(SEEDS, NUMBERS)
@settings(max_examples=60, deadline=None)
def test_every_cell_has_a_figure_of_its_kind_and_every_sum_holds(seed: int, number: int) -> None:
    member, years = years_of(seed, number)
    for year in years:
        form = edition(year.edition)
        cells = {cell.address: cell for cell in form.cells()}
        assert year.figures.keys() == cells.keys()
        for address, value in year.figures.items():
            assert isinstance(value, int) or cells[address].kind is CellKind.AMOUNT
            assert value >= 0 or cells[address].kind is CellKind.CHANGE
        for equation in form.equations():
            assert sum(year.figures[at] * sign for at, sign in equation.terms) == 0
        if member.agency.agency_class not in MAY_MAKE_RULES:
            assert not any(value for at, value in year.figures.items() if "government_rules" in at)


@given(SEEDS, NUMBERS)
@settings(max_examples=60, deadline=None)
def test_years_follow_each_other(seed: int, number: int) -> None:
    _, years = years_of(seed, number)
    assert [year.year for year in years] == list(range(FIRST, FIRST + YEARS))
    assert [year.edition for year in years] == ["2019"] * 2 + ["2021"] * 5
    for before, after in pairwise(years):
        assert after.last == before.figures
        for applicant in Applicant:
            carried = before.figures[request_cell(RequestRow.CARRIED_FORWARD, applicant)]
            assert after.figures[request_cell(RequestRow.BROUGHT_FORWARD, applicant)] == carried
        if before.edition == after.edition == "2021":
            for name in ("government_rules", "normative_documents"):
                now = {key: after.figures[f"proactive.{name}.{key}"] for key in ("issued", "repealed", "in_force")}
                stock = before.figures[f"proactive.{name}.in_force"]
                assert now["in_force"] == stock + now["issued"] - now["repealed"]
        if before.edition == after.edition == "2019":
            for name in ("licensing", "other_services", "penalties", "compulsory_measures", "fees"):
                item = f"proactive.{name}"
                expected = before.figures[f"{item}.items_last_year"] + before.figures[f"{item}.change"]
                assert after.figures[f"{item}.items_last_year"] == expected


@given(SEEDS, NUMBERS)
@settings(max_examples=60, deadline=None)
def test_suits_after_reconsideration_come_from_reconsiderations(seed: int, number: int) -> None:
    for year in years_of(seed, number)[1]:
        upheld = year.figures[review_cell(ReviewRoute.RECONSIDERATION, ReviewResult.UPHELD)]
        assert year.figures[review_cell(ReviewRoute.SUIT_AFTER_RECONSIDERATION)] <= upheld


def test_suits_without_reconsideration_end_when_the_law_changes() -> None:
    """行政复议法 (2023) art. 23 sends refusals to reconsideration first, from 2024 on."""
    suits: Counter[int] = Counter()
    for number in range(40):
        for year in chain(3, single(3, number, (AgencyClass.MUNICIPAL_GOVERNMENT,)), FIRST, YEARS):
            suits[year.year] += int(year.figures[review_cell(ReviewRoute.DIRECT_SUIT)])
    assert all((suits[year] > 0) == (year < 2024) for year in range(FIRST, FIRST + YEARS))


@given(SEEDS, NUMBERS)
@settings(max_examples=20, deadline=None)
def test_a_merged_row_six_adds_up_its_three(seed: int, number: int) -> None:
    figures = years_of(seed, number)[1][-1].figures
    combined = merged(figures)
    form = edition("2021")
    assert combined.keys() == {cell.address for cell in form.cells(frozenset({"other_combined"}))}
    for equation in form.equations(frozenset({"other_combined"})):
        assert sum(combined[at] * sign for at, sign in equation.terms) == 0


def test_classes_differ_as_they_do() -> None:
    requests: dict[AgencyClass, list[int]] = {}
    for number in range(600):
        member = single(5, number)
        figures = chain(5, member, 2024, 1)[0].figures
        requests.setdefault(member.agency.agency_class, []).append(int(figures["requests.received.total"]))
    assert set(requests) == set(AgencyClass)
    middle = {kind: sorted(counts)[len(counts) // 2] for kind, counts in requests.items()}
    towns = Counter(count == 0 for count in requests[AgencyClass.TOWNSHIP])
    assert towns[True] > towns[False] * 2
    assert middle[AgencyClass.PROVINCIAL_GOVERNMENT] > middle[AgencyClass.COUNTY_GOVERNMENT] > 20
    assert middle[AgencyClass.MUNICIPAL_GOVERNMENT] > 100


def test_only_the_classes_asked_for() -> None:
    wanted = (AgencyClass.TOWNSHIP, AgencyClass.DEVELOPMENT_ZONE)
    assert {single(1, number, wanted).agency.agency_class for number in range(50)} == set(wanted)


def test_names_and_codes_are_unique() -> None:
    agencies = [single(9, number).agency for number in range(5_000)]
    assert len({agency.name for agency in agencies}) == len({agency.code for agency in agencies}) == len(agencies)


@pytest.mark.parametrize("seed", [0, 7])
def test_a_county_has_a_government_that_its_organs_add_up_to(seed: int) -> None:
    government = county_member(seed, 0)
    organs = county(seed, 0, 0)
    kinds = Counter(member.agency.agency_class for member in organs)
    assert organs[0] == government
    assert kinds[AgencyClass.COUNTY_GOVERNMENT] == 1
    assert 40 <= kinds[AgencyClass.DEPARTMENT] <= 120
    assert kinds[AgencyClass.TOWNSHIP] >= 8
    whole = chain(seed, government, 2023, 2)
    parts = [chain(seed, member, 2023, 2) for member in organs[1:]]
    for place, year in enumerate(whole):
        for address, value in year.figures.items():
            assert value == sum(part[place].figures[address] for part in parts)


def test_counties_follow_each_other_without_a_gap() -> None:
    members = [county_member(3, number) for number in range(400)]
    assert [member.number for member in members] == list(range(400))
    assert len({member.agency.code for member in members}) == 400
    assert len({member.agency.region for member in members}) > 1
    assert county_member(3, 200) == members[200]


@pytest.mark.parametrize("organs", [FEWEST_ORGANS, 40, 120, MOST_ORGANS])
def test_a_county_has_as_many_organs_as_asked(organs: int) -> None:
    members = [county_member(5, number, organs) for number in range(2 * organs)]
    assert len({member.agency.name for member in members}) == 2 * organs
    assert [member.number for member in members] == list(range(2 * organs))
    governments = [place for place, member in enumerate(members) if member.agency.agency_class.is_government]
    assert governments == [0, organs]
    classes = {member.agency.agency_class for member in members[:organs]}
    assert {AgencyClass.DEPARTMENT, AgencyClass.TOWNSHIP} <= classes
    assert county(5, 1, organs, organs) == tuple(members[organs:])


def test_the_register_of_a_county_is_accepted() -> None:
    agencies = [member.agency for member in county(2, 0, 0)]
    rows = [REGISTER_HEADING, *map(register_row, agencies)]
    assert parse_register("\n".join(",".join(row) for row in rows).encode()) == tuple(agencies)


def test_chance_repeats_and_streams_are_apart() -> None:
    assert chance(1, Stream.PROSE, 2).random() == chance(1, Stream.PROSE, 2).random()
    drawn = {chance(seed, stream, number).random() for seed in (0, 1) for stream in Stream for number in (0, 1)}
    assert len(drawn) == 4 * len(Stream)
