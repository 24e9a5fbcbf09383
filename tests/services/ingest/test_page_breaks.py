"""Rows, heads and labels that a page break has cut in two are whole again, or their figures are marked."""

from collections.abc import Sequence

from services.ingest.document import MARK, Grid, GridCell
from services.ingest.interpreter.page_breaks import mended
from services.ingest.interpreter.vocabulary import vocabulary

WORDS = vocabulary("2021")
FIGURES = [str(number) for number in range(1, 8)]
BLANK = [""] * 7
OUTCOME = "三、本年度办理结果"


def texts(*rows: Sequence[str], at: int) -> list[list[str]]:
    """What is left of rows of single cells when a page begins at row `at`."""
    cells = tuple(
        tuple(GridCell(text, f"row[{number}].cell[{column}]", number, column) for column, text in enumerate(row))
        for number, row in enumerate(rows)
    )
    return [[cell.text for cell in row] for row in mended(Grid(cells, "", aligned=True, breaks=(at,)), WORDS).rows]


def test_a_label_whose_first_half_is_a_name_of_its_own() -> None:
    upper, lower = [OUTCOME, "（二）部分公开", *BLANK], ["", "（区分处理的，只计这一情形，不计其他情形）", *FIGURES]
    whole = [OUTCOME, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", *FIGURES]
    assert texts(upper, lower, at=1) == [whole]
    assert texts([*upper[:2], *FIGURES], [*lower[:2], *BLANK], at=1) == [whole]


def test_figures_on_the_other_side_of_the_break_than_their_label() -> None:
    whole = [[OUTCOME, "（一）予以公开", *FIGURES]]
    assert texts([OUTCOME, "（一）予以公开", *BLANK], ["", "", *FIGURES], at=1) == whole
    assert texts([OUTCOME, "", *FIGURES], ["", "（一）予以公开", *BLANK], at=1) == whole


def test_an_empty_strip_of_a_row_is_no_row() -> None:
    assert texts([OUTCOME, "（一）予以公开", *FIGURES], ["", "", *BLANK], at=1) == [
        [OUTCOME, "（一）予以公开", *FIGURES]
    ]


def test_a_number_cut_in_two_is_two_numbers() -> None:
    label = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    (row,) = texts(["", label[:20], "12", *BLANK[1:]], ["", label[20:], "34", *FIGURES[1:]], at=1)
    assert row == ["", label, "12\n34", *FIGURES[1:]]


def test_halves_that_make_no_row_of_the_form_are_marked() -> None:
    upper, lower = texts(["", "4.保护第三方", *BLANK], ["", "权利的信息", *FIGURES], at=1)
    assert all(MARK in text for text in upper[2:])
    assert lower[2:] == FIGURES


def test_whole_rows_on_both_sides_stay_as_they_are() -> None:
    rows = [[OUTCOME, "（一）予以公开", *BLANK], [OUTCOME, "（二）部分公开", *FIGURES]]
    assert texts(*rows, at=1) == rows


def test_a_group_goes_on_and_its_cut_label_is_whole() -> None:
    upper, lower = (
        ["（六）其他", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
        ["处理", "3.其他"],
    )
    assert [row[0] for row in texts([*upper, *FIGURES], [*lower, *FIGURES], at=1)] == ["（六）其他处理"] * 2
    assert [row[0] for row in texts(["（六）其他处理", upper[1], *FIGURES], ["", "3.其他", *FIGURES], at=1)] == [
        "（六）其他处理"
    ] * 2


def test_words_of_a_head_cut_in_two() -> None:
    heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    upper = ["自然人", "商业", "科研", "社会公益", "法律服务", "其他", "总计"]
    assert texts(upper, ["", "企业", "机构", "组织", "机构", "", ""], FIGURES, at=1) == [heads, FIGURES]


def test_a_repeated_head_stands_between_the_halves() -> None:
    head = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    label = "2.其他法律行政法规禁止公开"
    rows = texts(head, [label[:8], *BLANK], head, [label[8:], *FIGURES], at=2)
    assert rows == [head, [label, *FIGURES], head]
