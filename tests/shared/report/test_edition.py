"""The data files say the whole form: how many cells, which sums, which names, and every label in both languages."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from shared.report.edition import Cell, CellKind, Edition, edition, edition_for, editions
from shared.report.text import Text
from shared.report.vocabulary import Applicant, RequestRow, ReviewResult, ReviewRoute

COMBINED = frozenset({"other_combined"})
EVERY = pytest.mark.parametrize("form", editions().values(), ids=editions().keys())


def _texts(form: Edition) -> Iterator[Text]:
    yield form.title
    for part in form.parts:
        yield part.title
    for table in form.tables:
        yield Text(table.zh, table.en)
        yield table.short
        for block in table.blocks:
            if block.corner:
                yield block.corner
            yield from (Text(row.zh, row.en) for row in block.rows)
            yield from (Text(column.zh, column.en) for column in block.columns)
            yield from (Text(group.zh, group.en) for group in block.groups.values())
    for identity in form.identities:
        yield Text(identity.zh, identity.en)


def _rows(form: Edition, table: str) -> list[str]:
    return [row.key for block in form.table(table).blocks for row in block.rows]


def _columns(form: Edition, table: str) -> list[str]:
    (block,) = form.table(table).blocks
    return [column.key for column in block.columns]


def test_both_editions_are_there() -> None:
    assert list(editions()) == ["2019", "2021"]


@pytest.mark.parametrize(
    ("year", "wanted"), [(1899, "2019"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")]
)
def test_the_year_decides_the_edition(year: int, wanted: str) -> None:
    assert edition_for(year).id == wanted


def test_an_unknown_edition_is_an_error() -> None:
    with pytest.raises(KeyError):
        edition("2008")


@pytest.mark.parametrize(
    ("form", "merged", "tables"),
    [
        ("2021", frozenset(), {"proactive": 10, "requests": 175, "reviews": 15}),
        ("2021", COMBINED, {"proactive": 10, "requests": 161, "reviews": 15}),
        ("2019", frozenset(), {"proactive": 22, "requests": 161, "reviews": 15}),
        ("2019", COMBINED, {"proactive": 22, "requests": 161, "reviews": 15}),
    ],
)
def test_how_many_cells_a_report_must_fill(form: str, merged: frozenset[str], tables: dict[str, int]) -> None:
    assert Counter(cell.table for cell in edition(form).cells(merged)) == tables


@pytest.mark.parametrize(
    ("form", "merged", "cross"), [("2021", frozenset(), 25), ("2021", COMBINED, 23), ("2019", frozenset(), 23)]
)
def test_how_many_sums_must_tie_out(form: str, merged: frozenset[str], cross: int) -> None:
    assert Counter(equation.identity for equation in edition(form).equations(merged)) == {
        "requests_roll_forward": 7,
        "dispositions_foot": 7,
        "applicants_cross_foot": cross,
        "review_results_foot": 3,
    }


@pytest.mark.parametrize("merged", [frozenset[str](), COMBINED], ids=["three-rows", "one-row"])
@EVERY
def test_sums_speak_only_of_cells_that_are_printed(form: Edition, merged: frozenset[str]) -> None:
    printed = {cell.address for cell in form.cells(merged)}
    for equation in form.equations(merged):
        assert {address for address, _ in equation.terms} <= printed
        assert equation.at in equation.right


@pytest.mark.parametrize("merged", [frozenset[str](), COMBINED], ids=["three-rows", "one-row"])
@EVERY
def test_every_disposition_is_summed_exactly_once(form: Edition, merged: frozenset[str]) -> None:
    summands = {cell.row for cell in form.cells(merged) if cell.table == "requests"}
    summands -= {"received", "brought_forward", "closed", "carried_forward"}
    for equation in form.equations(merged):
        if equation.identity == "dispositions_foot":
            rows = [address.split(".")[1] for address in equation.left]
            assert sorted(rows) == sorted(summands)


def test_the_sums_of_one_column_by_hand() -> None:
    equations = {(equation.identity, equation.at): equation for equation in edition("2021").equations(COMBINED)}
    foot = equations["dispositions_foot", "requests.closed.total"]
    assert len(foot.left) == 19
    assert foot.left[-1] == "requests.other_combined.total"
    roll = equations["requests_roll_forward", "requests.carried_forward.business"]
    assert roll.terms == (
        ("requests.received.business", 1),
        ("requests.brought_forward.business", 1),
        ("requests.closed.business", -1),
        ("requests.carried_forward.business", -1),
    )
    cross = equations["applicants_cross_foot", "requests.granted.total"]
    assert cross.left == tuple(f"requests.granted.{key}" for key in Applicant if key is not Applicant.TOTAL)
    review = equations["review_results_foot", "reviews.direct_suit.total"]
    assert review.left == tuple(f"reviews.direct_suit.{key}" for key in ReviewResult if key is not ReviewResult.TOTAL)


@EVERY
def test_the_vocabulary_is_the_form(form: Edition) -> None:
    unprinted = set() if form.id == "2021" else {"other_no_correction", "other_fee_unpaid", "other_misc"}
    assert _rows(form, "requests") == [row for row in RequestRow if row not in unprinted]
    assert _columns(form, "requests") == list(Applicant)
    assert _rows(form, "reviews") == list(ReviewRoute)
    assert _columns(form, "reviews") == list(ReviewResult)


def test_the_one_row_stands_for_the_three() -> None:
    (combined,) = [row for row in edition("2021").table("requests").blocks[0].rows if row.stands_for]
    assert (combined.key, len(combined.stands_for)) == ("other_combined", 3)


@EVERY
def test_every_cell_has_an_address_and_a_label_of_its_own(form: Edition) -> None:
    cells = [form.cell(address) for address in {cell.address for cell in (*form.cells(), *form.cells(COMBINED))}]
    for value in ("zh", "en"):
        counted = Counter(getattr(cell.label, value) for cell in cells)
        assert [label for label, times in counted.items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+(\.[a-z_]+)?", cell.address) for cell in cells)


@EVERY
def test_every_label_is_in_both_languages(form: Edition) -> None:
    for text in _texts(form):
        assert re.search(r"[\u4e00-\u9fff]", text.zh), text
        assert text.en
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", text.en), text


@EVERY
def test_columns_of_a_row_are_never_called_the_same(form: Edition) -> None:
    for table in form.tables:
        for block in table.blocks:
            for printed in (block.columns, block.rows):
                names = Counter((line.group, name) for line in printed for name in {line.zh, *line.variants})
                assert [name for name, times in names.items() if times > 1] == []


@EVERY
def test_six_parts_of_which_three_carry_the_tables(form: Edition) -> None:
    assert [part.number for part in form.parts] == [1, 2, 3, 4, 5, 6]
    assert [part.table for part in form.parts] == [None, "proactive", "requests", "reviews", None, None]
    assert [table.key for table in form.tables] == ["proactive", "requests", "reviews"]


def test_words_that_tell_the_editions_apart_are_printed_in_one_only() -> None:
    for form in editions().values():
        (other,) = [candidate for candidate in editions().values() if candidate is not form]
        printed = " ".join(text.zh for text in _texts(other))
        assert [token for token in form.tokens if token in printed] == []


@EVERY
def test_counts_everywhere_but_for_money_and_changes(form: Edition) -> None:
    def of(kind: CellKind) -> list[Cell]:
        return [cell for cell in form.cells() if cell.kind is kind]

    assert {cell.table for cell in of(CellKind.AMOUNT)} == {"proactive"}
    assert all(cell.table == "proactive" for cell in of(CellKind.CHANGE))
    assert bool(of(CellKind.CHANGE)) == (form.id == "2019")


def test_a_cell_that_is_not_printed_is_still_known() -> None:
    form = edition("2021")
    assert form.has("requests.other_combined.total")
    assert "requests.other_combined.total" not in {cell.address for cell in form.cells()}
    assert not form.has("requests.total.closed")
    with pytest.raises(KeyError):
        form.cell("requests.total.closed")
