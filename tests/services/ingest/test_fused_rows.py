"""Which cuts the sums of the whole table leave: sound tables are read in full, mistakes never make a cell wrong."""

from random import Random  # noqa: TID251 - seeded by hand, so that tables repeat

import pytest

from services.ingest.interpreter.fused_rows import Cut, across, alone, together
from services.ingest.interpreter.splits import Printed
from shared.report.edition import edition
from tests.services.ingest.sound_tables import ROWS, Table, sound_table, with_mistake

FORM = edition("2021")
REVIEWS = FORM.table("reviews").blocks[0]
REGULATIONS = FORM.table("proactive").blocks[0].columns
SMALL: Table = {key: [0] * 7 for key in ROWS}
SMALL |= {
    "received": [64, 0, 0, 2, 0, 4, 70],
    "granted": [27, 0, 0, 2, 0, 1, 30],
    "unavailable_not_held": [36, 0, 0, 0, 0, 3, 39],
    "closed": [63, 0, 0, 2, 0, 4, 69],
    "carried_forward": [1, 0, 0, 0, 0, 0, 1],
}


def fused(table: Table) -> dict[str, list[Printed]]:
    return {key: [Printed(("".join(map(str, figures)),))] for key, figures in table.items()}


def cuts(printed: dict[str, list[Printed]]) -> dict[str, Cut]:
    return together(printed, {}, FORM, frozenset(), "requests")


def wrong(table: Table, found: dict[str, Cut]) -> dict[str, object]:
    return {
        key: (figures, found[key].cells)
        for key, figures in table.items()
        if any(cell is not None and int(cell) != figure for cell, figure in zip(found[key].cells, figures, strict=True))
    }


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - figures, not secrets


@pytest.mark.parametrize("seed", range(40))
def test_a_sound_table_is_read_in_full(seed: int) -> None:
    table = sound_table(chance(seed))
    found = cuts(fused(table))
    assert wrong(table, found) == {}
    assert all(cut.is_whole for cut in found.values())


@pytest.mark.parametrize("seed", range(150))
def test_a_mistake_in_the_table_makes_no_cell_wrong(seed: int) -> None:
    table = with_mistake(chance(seed), sound_table(chance(seed)))
    assert wrong(table, cuts(fused(table))) == {}


@pytest.mark.parametrize("seed", [*range(60), 493, 746, 863])
def test_two_mistakes_make_no_cell_wrong(seed: int) -> None:
    table = with_mistake(chance(seed), with_mistake(chance(seed + 5000), sound_table(chance(seed))))
    assert wrong(table, cuts(fused(table))) == {}


def test_columns_decide_between_cuts_that_foot() -> None:
    found = cuts(fused(SMALL))
    assert found["granted"].cells == ("27", "0", "0", "2", "0", "1", "30")
    assert found["granted"].ways > 1


def test_without_columns_two_cuts_that_foot_stay_open() -> None:
    printed = fused(SMALL)
    del printed["closed"]
    cut = cuts(printed)["granted"]
    assert cut.cells == (None, None, "0", None, None, "1", "30")
    assert ("2", "7", "0", "0", "20", "1", "30") in cut.possible


def test_a_row_read_otherwise_counts_in_its_columns() -> None:
    printed = fused(SMALL)
    del printed["closed"]
    known = {"closed": tuple(map(str, SMALL["closed"]))}
    assert together(printed, known, FORM, frozenset(), "requests")["granted"].is_whole


def test_a_total_that_is_wrong_in_print_is_read_as_printed() -> None:
    table = SMALL | {"received": [64, 0, 0, 2, 0, 4, 71]}
    assert cuts(fused(table))["received"].cells == ("64", "0", "0", "2", "0", None, None)
    table = SMALL | {"received": [64, 0, 0, 2, 0, 4, 75]}
    assert cuts(fused(table))["received"].cells[:5] == ("64", "0", "0", "2", "0")


def test_a_cut_that_foots_by_accident_is_not_believed_against_the_columns() -> None:
    table = SMALL | {
        "received": [93, 6, 0, 0, 0, 0, 99],
        "granted": [93, 6, 0, 0, 0, 0, 45],
        "unavailable_not_held": [0] * 7,
        "closed": [93, 6, 0, 0, 0, 0, 99],
        "carried_forward": [0] * 7,
    }
    assert wrong(table, cuts(fused(table))) == {}


def test_a_short_row_says_that_a_cell_is_blank_and_not_which() -> None:
    printed = fused(SMALL) | {"declined_repeat": [Printed(("000000",))]}
    cut = cuts(printed)["declined_repeat"]
    assert set(cut.cells) == {None}


def test_six_figures_for_seven_cells_are_placed_where_the_sums_allow_one_place() -> None:
    printed = fused(SMALL) | {"received": [Printed(("64", "0", "0", "2", "4", "70"))]}
    cells = cuts(printed)["received"].cells
    assert cells == ("64", "0", "0", "2", None, "4", "70")


def test_a_blank_total_is_not_read_as_the_digits_before_it() -> None:
    printed = fused(SMALL) | {"received": [Printed(("6400204",))]}
    found = cuts(printed)["received"].cells
    assert found[0] in {"64", None}
    assert found[-1] is None


def test_a_blank_hidden_in_a_row_of_seven_digits_makes_nothing_wrong() -> None:
    table = {key: [0] * 7 for key in ROWS} | {
        "received": [10, 1, 0, 0, 0, 0, 11],
        "brought_forward": [2, 0, 0, 0, 0, 0, 2],
        "granted": [10, 0, 0, 0, 0, 0, 10],
        "declined_petition": [0, 1, 0, 0, 0, 0, 1],
        "carried_forward": [1, 0, 0, 0, 0, 0, 1],
    }
    # 自然人 of the total row is blank: _|1|0|0|0|0|12, which also foots as 1|0|0|0|0|1|2.
    found = cuts(fused(table) | {"closed": [Printed(("1000012",))]})
    assert wrong(table | {"closed": [-1, 1, 0, 0, 0, 0, 12]}, found) == {}


def test_a_figure_cut_in_two_makes_nothing_wrong() -> None:
    table = SMALL | {
        "received": [60, 12, 0, 0, 0, 0, 72],
        "granted": [45, 1, 1, 0, 0, 0, 56],
        "unavailable_not_held": [15, 1, 0, 0, 0, 0, 16],
        "closed": [60, 12, 0, 0, 0, 0, 72],
        "carried_forward": [0] * 7,
    }
    assert wrong(table, cuts(fused(table))) == {}


def test_the_line_of_reviews() -> None:
    cut = across(Printed(("21317000001324019",)), REVIEWS)
    assert cut.cells == ("2", "1", "3", "1", "7", *"00000", "13", "2", "4", "0", "19")
    assert across(Printed(("0" * 15,)), REVIEWS).is_whole
    assert set(across(Printed(("0" * 14,)), REVIEWS).cells) == {None}


def test_a_line_of_reviews_that_does_not_foot_is_not_cut() -> None:
    assert set(across(Printed(("21318000001324019",)), REVIEWS).cells) == {None}
    assert across(Printed(("110000000000000",)), REVIEWS).cells == (*"110000000000000",)


def test_a_row_without_sums_is_read_only_where_it_can_be_cut_in_one_way() -> None:
    assert alone([Printed(("000",))], REGULATIONS).cells == ("0", "0", "0")
    assert alone([Printed(("216", "56"))], REGULATIONS).cells == (None, None, None)
    assert alone([Printed(("14", "4"))], REGULATIONS).cells == (None, None, None)
    assert alone([Printed(("0", "00"))], REGULATIONS).cells == ("0", "0", "0")
    assert alone([Printed(("8855698",))], REGULATIONS).cells == (None, None, None)
    assert alone([Printed(("9921",))], REGULATIONS).possible == [("9", "9", "21"), ("9", "92", "1"), ("99", "2", "1")]


def test_the_longest_rows_are_given_up_and_not_searched_for_ever() -> None:
    digits = "123456789123456789123456789123"
    found = cuts({key: [Printed((digits[place % 9 :] + digits[: place % 9],))] for place, key in enumerate(ROWS)})
    assert all(cell is None for cut in found.values() for cell in cut.cells)
