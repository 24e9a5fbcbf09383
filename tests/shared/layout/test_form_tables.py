"""The statutory tables are laid out as printed: every cell once, and boxes that add up to a rectangle."""

from collections import Counter
from itertools import chain

import pytest

from shared.layout.form_tables import BoxKind, FormTable, Line, form_tables
from shared.report.edition import Edition, editions

LAYOUTS = [
    pytest.param(edition, merged, id=f"{edition.id}{'-merged' if merged else ''}")
    for edition in editions().values()
    for merged in ((), ("other_combined",))
]


def tables(edition_id: str, *merged: str) -> dict[str, FormTable]:
    return {table.key: table for table in form_tables(editions()[edition_id], merged)}


def lines(table: FormTable) -> list[Line]:
    return [line for panel in table.panels for line in (*panel.head, *panel.body)]


def covered(table: FormTable) -> Counter[tuple[int, int]]:
    """How often each place of the grid is covered, filling lines as a browser does."""
    taken: Counter[tuple[int, int]] = Counter()
    for row, line in enumerate(lines(table)):
        column = 0
        for box in line:
            while taken[row, column]:
                column += 1
            taken.update((row + down, column + right) for down in range(box.down) for right in range(box.right))
            column += box.right
    return +taken


@pytest.mark.parametrize(("edition", "merged"), LAYOUTS)
def test_every_cell_of_the_edition_is_drawn_exactly_once(edition: Edition, merged: tuple[str, ...]) -> None:
    drawn = [
        box.address
        for table in form_tables(edition, merged)
        for box in chain.from_iterable(lines(table))
        if box.kind is BoxKind.CELL
    ]
    assert drawn == [cell.address for cell in edition.cells(frozenset(merged))]


@pytest.mark.parametrize(("edition", "merged"), LAYOUTS)
def test_spans_add_up_to_a_rectangle(edition: Edition, merged: tuple[str, ...]) -> None:
    for table in form_tables(edition, merged):
        taken = covered(table)
        assert set(taken.values()) == {1}
        assert set(taken) == {(row, column) for row in range(len(lines(table))) for column in range(table.width)}


@pytest.mark.parametrize(("edition", "merged"), LAYOUTS)
def test_head_and_body_are_rectangles_of_their_own(edition: Edition, merged: tuple[str, ...]) -> None:
    for table in form_tables(edition, merged):
        for panel in table.panels:
            for part in (panel.head, panel.body):
                assert sum(box.down * box.right for line in part for box in line) == len(part) * table.width


def words(line: Line) -> list[tuple[str, int, int]]:
    return [(box.text.zh if box.text else "", box.down, box.right) for box in line]


def test_table_two_has_a_banner_for_each_item_of_article_twenty() -> None:
    table = tables("2021")["proactive"]
    assert table.width == 4
    assert [words(panel.head[0]) for panel in table.panels] == [
        [(f"第二十条第（{item}）项", 1, 4)] for item in "一五六八"
    ]
    assert words(table.panels[0].head[1]) == [
        ("信息内容", 1, 1),
        ("本年制发件数", 1, 1),
        ("本年废止件数", 1, 1),
        ("现行有效件数", 1, 1),
    ]
    assert words(table.panels[1].head[1]) == [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)]


def test_table_three_has_its_note_in_the_corner_and_applicants_above() -> None:
    head = tables("2021")["requests"].panels[0].head
    assert [box[1:] for box in words(head[0])] == [(3, 3), (1, 7)]
    assert head[0][0].kind is BoxKind.CORNER
    assert words(head[1]) == [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)]
    assert [name for name, _, _ in words(head[2])] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def test_table_three_groups_its_rows_as_printed() -> None:
    body = tables("2021")["requests"].panels[0].body
    starts = {index: words(line)[:-7] for index, line in enumerate(body)}
    assert starts[0] == [("一、本年新收政府信息公开申请数量", 1, 3)]
    assert starts[2] == [("三、本年度办理结果", 22, 1), ("（一）予以公开", 1, 2)]
    assert starts[4] == [("（三）不予公开", 8, 1), ("1.属于国家秘密", 1, 1)]
    assert starts[20][0] == ("（六）其他处理", 3, 1)
    assert starts[23] == [("（七）总计", 1, 2)]
    assert starts[24] == [("四、结转下年度继续办理", 1, 3)]


def test_a_merged_row_six_is_one_line_beside_the_other_results() -> None:
    body = tables("2021", "other_combined")["requests"].panels[0].body
    assert len(body) == 23
    assert words(body[2])[0] == ("三、本年度办理结果", 20, 1)
    assert words(body[20])[0] == ("（六）其他处理", 1, 2)


def test_table_four_is_printed_across() -> None:
    table = tables("2021")["reviews"]
    panel = table.panels[0]
    assert words(panel.head[0]) == [("行政复议", 1, 5), ("行政诉讼", 1, 10)]
    assert words(panel.head[1])[:2] == [("结果维持", 2, 1), ("结果纠正", 2, 1)]
    assert words(panel.head[1])[5:] == [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)]
    assert len(panel.head[2]) == 10
    assert len(panel.body) == 1
    assert len(panel.body[0]) == 15


def test_headings_say_what_they_head() -> None:
    table = tables("2021")["requests"].panels[0]
    scopes = {box.text.zh: box.scope for line in (*table.head, *table.body) for box in line if box.text}
    assert scopes["法人或其他组织"] == "colgroup"
    assert scopes["自然人"] == "col"
    assert scopes["（三）不予公开"] == "rowgroup"
    assert scopes["1.属于国家秘密"] == "row"
