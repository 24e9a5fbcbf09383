"""Faults in figures: each of its kind, with the truth about every cell it touches, and apart from the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cli.synthesis.fault_kinds import IN_FIGURES, FaultKind
from services.cli.synthesis.reports import Plan, SyntheticReport, synthesise
from shared.report.agency import AgencyClass
from shared.report.vocabulary import Applicant, RequestRow, request_cell

BUSY = (AgencyClass.COUNTY_GOVERNMENT, AgencyClass.MUNICIPAL_GOVERNMENT)
"""Classes whose figures give an occasion for every kind of fault."""


def faulty(kind: FaultKind, index: int = 0) -> SyntheticReport:
    """A report with one fault of that kind, the first from `index` on that gives an occasion for it."""
    plan = Plan(classes=BUSY, years=2, faults=1, fault_kinds=(kind,))
    return next(made for number in range(index, index + 100) if (made := synthesise(1, number, plan)).faults)


def digits(value: object) -> str:
    return str(value)


@pytest.mark.parametrize("kind", IN_FIGURES)
@pytest.mark.parametrize("index", range(10))
def test_a_fault_says_what_it_changed_and_nothing_else_is_changed(kind: FaultKind, index: int) -> None:
    made = faulty(kind, index)
    (fault,) = made.faults
    assert fault.kind is kind
    assert fault.edits
    assert {edit.at: (edit.true, edit.printed) for edit in fault.edits} == {
        at: (made.sound[at], value) for at, value in made.report.tables.items() if made.sound[at] != value
    }


@pytest.mark.parametrize("kind", IN_FIGURES)
def test_a_fault_names_the_sums_it_breaks(kind: FaultKind) -> None:
    for index in range(10):
        made = faulty(kind, index)
        broken = {
            f"{equation.identity}@{equation.at}"
            for equation in made.report.equations()
            if sum((made.report.tables[at] or 0) * sign for at, sign in equation.terms)
        }
        assert broken == set(made.faults[0].breaks)


def only_edit(made: SyntheticReport) -> tuple[str, str, str]:
    (edit,) = made.faults[0].edits
    return edit.at, digits(edit.true), digits(edit.printed)


@pytest.mark.parametrize("index", range(10))
def test_single_cells_go_wrong_as_their_kind_says(index: int) -> None:
    _, true, printed = only_edit(faulty(FaultKind.OFF_BY_ONE, index))
    assert abs(int(true) - int(printed)) == 1
    _, true, printed = only_edit(faulty(FaultKind.TIMES_TEN, index))
    assert int(printed) == int(true) * 10
    _, true, printed = only_edit(faulty(FaultKind.DIGITS_TRANSPOSED, index))
    assert sorted(true) == sorted(printed)
    _, true, printed = only_edit(faulty(FaultKind.DIGIT_DROPPED, index))
    assert len(printed) == len(true) - 1
    _, true, printed = only_edit(faulty(FaultKind.DIGIT_DOUBLED, index))
    assert len(printed) == len(true) + 1
    _, true, printed = only_edit(faulty(FaultKind.DIGIT_MISTYPED, index))
    assert sum(one != other for one, other in zip(true, printed, strict=True)) == 1


@pytest.mark.parametrize("kind", [FaultKind.TOTAL_ZERO, FaultKind.TOTAL_BLANK, FaultKind.TOTAL_MISCOPIED])
def test_totals_are_forgotten_or_miscopied(kind: FaultKind) -> None:
    at, _, printed = only_edit(faulty(kind))
    assert at.endswith(".total") or at.startswith("requests.closed.")
    assert printed == {FaultKind.TOTAL_ZERO: "0", FaultKind.TOTAL_BLANK: "None"}.get(kind, printed)


@pytest.mark.parametrize("kind", [FaultKind.COLUMN_OFF, FaultKind.ROW_OFF, FaultKind.CELLS_SWAPPED])
def test_a_value_stands_in_the_wrong_cell(kind: FaultKind) -> None:
    one, other = faulty(kind).faults[0].edits
    assert (one.true, other.true) == (other.printed, one.printed)


def test_whole_lines_are_swapped() -> None:
    for kind, part in ((FaultKind.ROWS_SWAPPED, 1), (FaultKind.COLUMNS_SWAPPED, -1)):
        lines = {edit.at.split(".")[part] for edit in faulty(kind).faults[0].edits}
        assert len(lines) == 2


def test_a_number_is_split_over_two_cells() -> None:
    one, other = faulty(FaultKind.NUMBER_SPLIT).faults[0].edits
    assert f"{one.printed}{other.printed}" == digits(one.true)
    assert other.true == 0


def test_last_years_figure_is_left_standing() -> None:
    made = faulty(FaultKind.LAST_YEAR, index=1)
    at, _, printed = only_edit(made)
    assert digits(made.last[at]) == printed


def test_a_broken_carry_over_leaves_the_report_itself_sound() -> None:
    made = faulty(FaultKind.CARRY_BROKEN, index=1)
    assert made.faults[0].breaks == ()
    total = request_cell(RequestRow.BROUGHT_FORWARD, Applicant.TOTAL)
    assert made.report.tables[total] != made.last[request_cell(RequestRow.CARRIED_FORWARD, Applicant.TOTAL)]


def test_prose_that_disagrees_leaves_the_tables_alone() -> None:
    for index in range(20):
        made = faulty(FaultKind.PROSE_MISMATCH, index)
        (fault,) = made.faults
        assert made.report.tables == made.sound
        assert fault.edits == ()
        claim = next(one for one in made.report.claims if one.about and one.about[0].cells == fault.cells)
        assert claim.text == fault.sentence
        assert claim.value == fault.stated != sum(made.sound[cell] or 0 for cell in fault.cells)
        assert digits(fault.stated) in fault.sentence
        assert any(fault.sentence in section.text for section in made.report.sections)


@given(st.integers(0, 2**31), st.integers(0, 100_000), st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_independent_faults_share_no_row_and_no_column(seed: int, index: int, number: int) -> None:
    plan = Plan(years=2, faults=number, fault_kinds=(*IN_FIGURES, FaultKind.PROSE_MISMATCH))
    made = synthesise(seed, index, plan)
    assert 1 <= len(made.faults) <= number
    rows: set[str] = set()
    columns: set[str] = set()
    for fault in made.faults:
        addresses = [edit.at.split(".") for edit in fault.edits]
        its_rows = {".".join(parts[:2]) for parts in addresses}
        its_columns = {f"{parts[0]}.{parts[2]}" for parts in addresses if len(parts) > 2}
        assert not its_rows & rows
        assert not its_columns & columns
        rows |= its_rows
        columns |= its_columns


def test_a_report_of_zeros_has_no_fault_that_needs_a_figure() -> None:
    plan = Plan(classes=(AgencyClass.INSTITUTION,), faults=1, fault_kinds=(FaultKind.TIMES_TEN,))
    empty = next(made for index in range(50) if not any((made := synthesise(1, index, plan)).sound.values()))
    assert empty.faults == ()
