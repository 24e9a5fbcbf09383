"""Span expansion against the table model of the HTML standard, done slot by slot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.spans import MAX_COLSPAN, SlotBudget, SourceCell, SourceRow, TooManySlotsError, expand

CELLS = st.builds(SourceCell, st.text("abc", max_size=1), st.just("x"), st.integers(0, 4), st.integers(0, 4))
ROWS = st.lists(st.builds(SourceRow, st.lists(CELLS, max_size=5).map(tuple), st.integers(0, 1)), max_size=7)


def slots(rows: list[SourceRow]) -> dict[tuple[int, int], set[tuple[int, int]]]:
    """Which cells (row and ordinal in the source) cover each slot."""
    covered: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for y, row in enumerate(rows):
        x = 0
        height = max(place for place, other in enumerate(rows) if other.group == row.group) - y + 1
        for ordinal, cell in enumerate(row.cells):
            while (y, x) in covered:
                x += 1
            wide = max(cell.colspan, 1)
            high = min(max(cell.rowspan, 1), height) if cell.rowspan else height
            for dy in range(high):
                for dx in range(wide):
                    covered.setdefault((y + dy, x + dx), set()).add((y, ordinal))
            x += wide
    return covered


@given(ROWS)
def test_expansion_covers_the_slots_of_the_standard(rows: list[SourceRow]) -> None:
    rows = sorted(rows, key=lambda row: row.group)
    found: dict[tuple[int, int], int] = {}
    for y, line in enumerate(expand(rows, SlotBudget(10_000))):
        assert [cell.column for cell in line] == sorted(cell.column for cell in line)
        for cell in line:
            for x in range(cell.column, cell.end):
                found[y, x] = found.get((y, x), 0) + 1
    assert found == {slot: len(cells) for slot, cells in slots(rows).items()}


def test_spans_are_capped_and_stay_in_their_group() -> None:
    rows = [
        SourceRow((SourceCell("a", "x", 10**9, 10**9),), 0),
        SourceRow((), 0),
        SourceRow((SourceCell("b", "x"),), 1),
    ]
    first, second, third = expand(rows, SlotBudget(10_000))
    assert first[0].colspan == MAX_COLSPAN
    assert first == second
    assert [cell.text for cell in third] == ["b"]


def test_a_table_larger_than_its_budget_is_refused() -> None:
    rows = [SourceRow((SourceCell("a", "x", 1000, 65534),))] * 600
    with pytest.raises(TooManySlotsError):
        expand(rows, SlotBudget(400_000))
