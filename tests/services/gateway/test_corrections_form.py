"""What a clerk types into the cells in doubt, and what cannot stand there."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.corrections import read_corrections, revised
from services.gateway.problems import ProblemError
from shared.report.edition import editions
from shared.report.stated import is_possible
from shared.report.submission import Correction

AT = "requests.granted.total"
FEES = "proactive.fees"
CELLS = {cell.address: cell for edition in editions().values() for cell in edition.cells()}


@pytest.mark.parametrize(
    ("at", "typed", "value"),
    [
        (AT, "12", 12),
        (AT, "012", 12),
        (AT, "1,204", 1204),
        (AT, "１２", 12),
        (AT, "12.0", 12),
        (AT, "空白", None),
        (AT, "Blank", None),
        (FEES, "12.50", Decimal("12.50")),
        (FEES, "0.000001", Decimal("0.000001")),
        (FEES, "3", 3),
        ("requests.other_combined.total", "4", 4),
    ],
)
def test_what_can_be_stated(at: str, typed: str, value: int | Decimal | None) -> None:
    (found,) = read_corrections({at: typed, "proactive.licensing": ""})
    assert found == Correction(at, value)
    assert type(found.value) is type(value)


@pytest.mark.parametrize("typed", ["-1", "1.5", "12件", "一", "1e3", "1" * 16, "NaN", "0x1", "--1", "."])
def test_what_cannot_stand_in_a_count(typed: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read_corrections({AT: typed})
    assert refused.value.kind.code == "correction.invalid"
    assert refused.value.faults[0].at == f"cell:{AT}"


@pytest.mark.parametrize("typed", ["-0.01", "1.2345678", "1.", "1..2"])
def test_what_cannot_stand_in_an_amount(typed: str) -> None:
    with pytest.raises(ProblemError):
        read_corrections({FEES: typed})


def test_a_change_has_a_sign() -> None:
    at = next(cell.address for cell in CELLS.values() if cell.kind == "change")
    assert read_corrections({at: "-3"}) == (Correction(at, -3),)


def test_every_fault_is_named() -> None:
    with pytest.raises(ProblemError) as refused:
        read_corrections({AT: "x", "requests.nowhere": "1"})
    assert [fault.code for fault in refused.value.faults] == ["correction.invalid", "cell.unknown"]


@pytest.mark.parametrize("stated", [{}, {AT: ""}])
def test_nothing_corrected_is_no_correction(stated: dict[str, str]) -> None:
    with pytest.raises(ProblemError) as refused:
        revised([Correction(FEES, 2)], stated)
    assert refused.value.kind.code == "correction.missing"


@given(st.dictionaries(st.sampled_from(sorted(CELLS)), st.text("0123456789.,-+空白 blank一", max_size=8), max_size=4))
def test_whatever_is_taken_can_stand_there(stated: dict[str, str]) -> None:
    try:
        found = read_corrections(stated)
    except ProblemError:
        return
    assert all(is_possible(CELLS[one.at].kind, one.value) for one in found)
    assert [one.at for one in found] == sorted(at for at, value in stated.items() if value)


def test_what_is_stated_later_replaces_what_was_stated() -> None:
    first = (Correction(FEES, 2), Correction(AT, 1))
    assert revised(first, {AT: "空白"}) == (Correction(FEES, 2), Correction(AT, None))
    assert revised(first, {AT: ""}) == (Correction(FEES, 2),)
    assert revised((), {AT: "3", FEES: ""}) == (Correction(AT, 3),)
