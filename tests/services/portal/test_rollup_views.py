"""A government's report beside the sum of its agencies': sums, blanks, who is not there yet, and who explains."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cli.synthesis.reports import Plan, synthesise
from services.portal.store.reported import Reported
from services.portal.store.standing import Entry, Status
from services.portal.views.rollup import Reach, Rollup, Tie, rollup, usual_reach
from services.portal.views.rollup_sides import Lacking
from services.portal.views.rollup_suspects import Explanation, transposed
from shared.report.agency import Agency, AgencyClass
from shared.report.edition import edition_for
from shared.report.figures import Figures
from tests.services.portal import specimens as make

COUNTY = make.agency("C", "东海省临屿市望潮县人民政府", kind=AgencyClass.COUNTY_GOVERNMENT)
CITY = make.agency("M", "东海省临屿市人民政府", kind=AgencyClass.MUNICIPAL_GOVERNMENT)
FIRST, SECOND, THIRD = (
    make.agency(f"C-{number}", f"望潮县{name}局", parent="C") for number, name in enumerate("甲乙丙")
)
GRANTED, TOTAL = "requests.granted.natural_person", "requests.granted.total"
DOCUMENTS = "proactive.normative_documents.issued"
Value = int | Decimal | None


def said(
    whose: Agency, figures: Mapping[str, Value] | None, *, unsound: Sequence[str] = (), year: int = 2025
) -> Reported:
    status = Status.SCORED if figures is not None else Status.RECEIVED
    return Reported(
        Entry(submission=make.submission(whose, year), status=status),
        dict(figures) if figures is not None else None,
        frozenset(unsound),
    )


def zeros(changes: Mapping[str, Value] | None = None, year: int = 2025) -> dict[str, Value]:
    return {cell.address: 0 for cell in edition_for(year).cells()} | dict(changes or {})


def rolled(
    own: Mapping[str, Value] | None,
    *below: Mapping[str, Value] | None,
    organ: Agency = COUNTY,
    opened: str | None = None,
) -> Rollup:
    children = (FIRST, SECOND, THIRD)[: len(below)]
    reported = {organ.code: said(organ, zeros(own))} if own is not None else {}
    reported |= {
        child.code: said(child, zeros(figures))
        for child, figures in zip(children, below, strict=True)
        if figures is not None
    }
    return rollup(organ, 2025, children, reported, opened=opened)


def cell(found: Rollup, at: str) -> tuple[Tie, Value, Value]:
    one = next(table.cells[at] for table in found.tables if at in table.cells)
    return one.tie, one.total, one.difference


def test_every_cell_is_compared_and_ties() -> None:
    found = rolled({GRANTED: 5}, {GRANTED: 2}, {GRANTED: 3})
    assert cell(found, GRANTED) == (Tie.TIES, 5, 0)
    assert found.ties == {Tie.TIES: 200, Tie.DIFFERS: 0, Tie.OWN: 0, Tie.UNDECIDED: 0}
    assert found.differing == ()
    assert found.otherwise is None


def test_amounts_are_added_exactly() -> None:
    at = "proactive.fees"
    found = rolled({at: Decimal("0.3")}, {at: Decimal("0.1")}, {at: Decimal("0.2")})
    assert cell(found, at)[0] is Tie.TIES


def test_a_blank_is_no_zero_and_accuses_nobody() -> None:
    found = rolled({GRANTED: 2}, {GRANTED: 2}, {GRANTED: None}, opened=GRANTED)
    assert cell(found, GRANTED) == (Tie.UNDECIDED, 2, None)
    assert found.opened
    assert [(part.value, part.lacking) for part in found.opened.parts] == [(2, None), (None, Lacking.BLANK)]
    assert found.ties[Tie.UNDECIDED] == 1


def test_who_has_not_filed_leaves_every_sum_a_lower_bound() -> None:
    found = rolled({GRANTED: 5}, {GRANTED: 7}, None)
    assert cell(found, GRANTED) == (Tie.UNDECIDED, 7, None)
    assert found.ties[Tie.UNDECIDED] == 200
    assert [(child.agency.code, child.lacking) for child in found.lacking] == [("C-1", Lacking.NOT_FILED)]
    exceeding = [one.address for table in found.tables for one in table.cells.values() if one.exceeds]
    assert exceeding == [GRANTED]


def test_a_figure_not_read_with_confidence_is_not_added() -> None:
    reported = {
        "C": said(COUNTY, zeros({GRANTED: 5})),
        "C-0": said(FIRST, zeros({GRANTED: 5}), unsound=[GRANTED]),
        "C-1": said(SECOND, zeros()),
    }
    found = rollup(COUNTY, 2025, (FIRST, SECOND), reported, opened=GRANTED)
    assert found.opened
    assert found.opened.cell.tie is Tie.UNDECIDED
    assert {part.lacking for part in found.opened.parts} == {None, Lacking.UNSOUND}
    assert cell(found, TOTAL)[0] is Tie.TIES


def test_the_governments_own_doubtful_figure_is_not_held_against_it() -> None:
    reported = {"C": said(COUNTY, zeros({GRANTED: 5}), unsound=[GRANTED]), "C-0": said(FIRST, zeros())}
    assert cell(rollup(COUNTY, 2025, (FIRST,), reported), GRANTED) == (Tie.UNDECIDED, 0, None)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (Status.RECEIVED, Lacking.IN_PROGRESS),
        (Status.REJECTED, Lacking.RETURNED),
        (Status.DEAD_LETTERED, Lacking.STOPPED),
    ],
)
def test_why_nothing_can_be_added(status: Status, why: Lacking) -> None:
    reported = {
        "C": said(COUNTY, zeros()),
        "C-0": Reported(Entry(submission=make.submission(FIRST), status=status), None),
    }
    found = rollup(COUNTY, 2025, (FIRST,), reported)
    assert [child.lacking for child in found.lacking] == [why]


def test_before_the_government_reports_the_sums_stand_alone() -> None:
    found = rolled(None, {GRANTED: 2}, {GRANTED: 3})
    assert found.unprinted is Lacking.NOT_FILED
    assert cell(found, GRANTED) == (Tie.UNDECIDED, 5, None)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (300, ("C-1", Explanation.LEFT_OUT)),
        (300 + 2 * 126, ("C-1", Explanation.TAKEN_TWICE)),
        (300 + 162, ("C-1", Explanation.TRANSPOSED)),
        (431, None),
    ],
)
def test_one_agencys_figure_explains_the_difference(printed: int, expected: tuple[str, Explanation] | None) -> None:
    # Table 2 has no sums of its own.
    at = "proactive.licensing"
    found = rolled({at: printed}, {at: 300}, {at: 126}, opened=at)
    assert found.opened
    named = found.opened.cell.suspect
    assert (named and (named.agency.code, named.how)) == expected


def test_an_agency_whose_other_sums_hold_is_not_named_for_them() -> None:
    # Its total column holds, so that nothing says which of its figures is wrong.
    sound = dict(make.figures())
    moved = {at: (sound[at] or 0) + 5 for at in (TOTAL, "requests.received.total", "requests.closed.total")}
    found = rolled(sound, sound | moved)
    assert {one.address for one in found.differing} == set(moved)
    assert {one.suspect for one in found.differing} == {None}
    alone = rolled(sound, sound | {TOTAL: moved[TOTAL]})
    assert [one.suspect and one.suspect.how for one in alone.differing] == [Explanation.OWN_SUMS]


def test_where_two_agencies_explain_it_nobody_is_named() -> None:
    at = "proactive.licensing"
    found = rolled({at: 7}, {at: 7}, {at: 7}, opened=at)
    assert found.opened
    assert found.opened.cell.tie is Tie.DIFFERS
    assert found.opened.cell.suspect is None


def test_an_agency_left_out_of_a_whole_table_is_told_once() -> None:
    licences, penalties = "proactive.licensing", "proactive.penalties"
    third = {licences: 3, penalties: 4}
    found = rolled({licences: 8, penalties: 9}, {licences: 5, penalties: 9}, {licences: 3}, third)
    assert [(whole.agency.code, whole.how, whole.cells) for whole in found.wholes] == [("C-2", Explanation.LEFT_OUT, 2)]
    # The second's licences alone would explain as much; the whole table decides.
    assert [one.suspect and one.suspect.agency.code for one in found.differing] == ["C-2", "C-2"]


def test_documents_in_the_governments_own_name_are_no_fault() -> None:
    assert cell(rolled({DOCUMENTS: 5}, {DOCUMENTS: 3}), DOCUMENTS) == (Tie.OWN, 3, 2)
    assert cell(rolled({DOCUMENTS: 2}, {DOCUMENTS: 3}), DOCUMENTS) == (Tie.DIFFERS, 3, -1)


def test_governments_below_are_in_one_reading_and_central_organs_in_none() -> None:
    below = make.agency("C", "望潮县人民政府", parent="M", kind=AgencyClass.COUNTY_GOVERNMENT)
    bureau = make.agency("B", "临屿市教育局", parent="M")
    branch = make.agency("K", "国家流域管理局", parent="M", kind=AgencyClass.CENTRAL_DEPARTMENT)
    reported = {
        "M": said(CITY, zeros({GRANTED: 5})),
        "C": said(below, zeros({GRANTED: 3})),
        "B": said(bureau, zeros({GRANTED: 2})),
        "K": said(branch, zeros({GRANTED: 100})),
    }
    level = rollup(CITY, 2025, (bureau, below, branch), reported)
    region = rollup(CITY, 2025, (bureau, below, branch), reported, reach=Reach.WHOLE_REGION)
    assert cell(level, GRANTED) == (Tie.DIFFERS, 2, 3)
    assert level.otherwise == 0
    assert cell(region, GRANTED) == (Tie.TIES, 5, 0)
    assert region.otherwise == 1
    assert [child.agency.code for child in region.children if not child.counted] == ["K"]


def test_with_nobody_to_add_up_nobody_is_accused() -> None:
    below = make.agency("C", "望潮县人民政府", parent="M", kind=AgencyClass.COUNTY_GOVERNMENT)
    reported = {"M": said(CITY, zeros({GRANTED: 5})), "C": said(below, zeros({GRANTED: 5}))}
    assert usual_reach((below,)) is Reach.WHOLE_REGION
    assert usual_reach((below, FIRST)) is Reach.OWN_LEVEL
    assert rollup(CITY, 2025, (below,), reported).ties[Tie.UNDECIDED] == 200
    assert rollup(CITY, 2025, (below,), reported, reach=Reach.WHOLE_REGION).ties[Tie.TIES] == 200


def test_a_report_with_one_row_for_other_outcomes_is_compared_with_those_that_print_three() -> None:
    merged = {cell.address: 0 for cell in edition_for(2025).cells(frozenset({"other_combined"}))} | {
        "requests.other_combined.total": 5
    }
    three = zeros({"requests.other_misc.total": 4, "requests.other_fee_unpaid.total": 1})
    reported = {"C": said(COUNTY, merged), "C-0": said(FIRST, three)}
    found = rollup(COUNTY, 2025, (FIRST,), reported)
    assert found.merged
    assert cell(found, "requests.other_combined.total") == (Tie.TIES, 5, 0)
    assert found.ties[Tie.UNDECIDED] == 0


def test_a_cell_of_another_form_is_lacking() -> None:
    reported = {"C": said(COUNTY, zeros()), "C-0": said(FIRST, zeros(year=2020))}
    found = rollup(COUNTY, 2025, (FIRST,), reported, opened="proactive.fees")
    assert found.opened
    assert found.opened.parts[0].lacking is Lacking.OFF_FORM


def test_an_unknown_cell_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        rolled({}, {}, opened="requests.nonsense")


@pytest.mark.parametrize(
    ("value", "difference", "expected"),
    [(126, 162 - 126, True), (126, 216 - 126, True), (126, 99, False), (126, 0, False), (5, 9, False), (10, -9, True)],
)
def test_neighbouring_digits_that_change_places(value: int, difference: int, *, expected: bool) -> None:
    assert transposed(value, difference) is expected


@cache
def county(seed: int) -> tuple[Agency, tuple[Agency, ...], dict[str, Figures]]:
    """A synthetic county: the government, its organs, and what each reports."""
    plan = Plan(county=True, merged=False)
    government = synthesise(seed, 0, plan)
    found = {government.member.agency.code: government}
    number = 1
    while (one := synthesise(seed, number, plan)).member.agency.parent == government.member.agency.code:
        found[one.member.agency.code] = one
        number += 1
    organs = tuple(one.member.agency for one in found.values())
    return organs[0], organs[1:], {code: one.report.tables for code, one in found.items()}


CELLS = [cell.address for cell in edition_for(2025).cells() if cell.table != "proactive"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3), st.data())
def test_a_consistent_county_ties_and_one_altered_figure_is_found(seed: int, data: st.DataObject) -> None:
    government, organs, tables = county(seed)
    reported = {one.code: said(one, tables[one.code]) for one in (government, *organs)}
    assert rollup(government, 2025, organs, reported).ties[Tie.TIES] == 200
    altered = data.draw(st.sampled_from(organs))
    at = data.draw(st.sampled_from(CELLS))
    before = tables[altered.code][at]
    after = data.draw(st.integers(0, 300).filter(lambda number: number != before))
    reported[altered.code] = said(altered, tables[altered.code].replace({at: after}))
    found = rollup(government, 2025, organs, reported, opened=at)
    assert [one.address for one in found.differing] == [at]
    suspect = found.differing[0].suspect
    assert suspect is not None
    assert (suspect.agency, suspect.how, suspect.value) == (altered, Explanation.OWN_SUMS, after)
    assert found.wholes == ()
    reported[altered.code] = said(altered, tables[altered.code].replace({at: None}))
    assert rollup(government, 2025, organs, reported).differing == ()
