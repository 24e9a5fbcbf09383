"""A report laid out: parts in order, every figure in the cell that is its own, the blank form blank."""

import pytest
from msgspec.structs import replace

from shared.layout.printed_report import HEADING, PART, TITLE, PrintedLine, blank_report, figure, printed_report
from shared.report.annual_report import Section
from shared.report.edition import Edition, editions
from tests.shared.layout.printed import report

FORMS = [("2021",), ("2021", "other_combined"), ("2019",)]


@pytest.mark.parametrize("form", FORMS)
def test_every_figure_stands_in_its_cell(form: tuple[str, ...]) -> None:
    filled = report(*form)
    printed = printed_report(filled)
    found = {cell.address: cell.text for table in printed.tables for row in table.rows for cell in row if cell.address}
    assert found == {address: figure(value) for address, value in filled.tables.items()}


def test_parts_that_are_missing_are_printed_where_they_belong() -> None:
    printed = printed_report(report())
    parts = [block.text[0] for block in printed.blocks if isinstance(block, PrintedLine) and block.level == PART]
    assert parts == list("一二三四五六")
    kinds = [block.key if not isinstance(block, PrintedLine) else block.level for block in printed.blocks]
    assert kinds == [
        TITLE, None, PART, None, HEADING, None, PART, "proactive", PART, "requests", PART, "reviews",
        PART, None, PART, None,
    ]  # fmt: skip


def test_title_and_preamble() -> None:
    first, second = printed_report(report()).blocks[:2]
    assert first == PrintedLine("东海省青石县财政局2023年政府信息公开工作年度报告", TITLE)
    assert isinstance(second, PrintedLine)
    assert "国办公开办函〔2021〕30号" in second.text
    assert "自2023年1月1日起至2023年12月31日止" in second.text
    given = printed_report(report(), "第一行\n第二行")
    assert given.blocks[1:3] == (PrintedLine("第一行"), PrintedLine("第二行"))


def test_a_heading_the_form_does_not_know_keeps_its_place() -> None:
    filled = report()
    odd = replace(filled, sections=(*filled.sections, Section(None, "七、附件", "见附件。", "")))
    assert printed_report(odd).blocks[-2:] == (PrintedLine("七、附件", PART), PrintedLine("见附件。"))


@pytest.mark.parametrize("form", list(editions().values()), ids=lambda form: form.id)
def test_the_blank_form_has_no_figures(form: Edition) -> None:
    blank = blank_report(form, "青石县财政局", 2024)
    assert blank.title == "青石县财政局2024年政府信息公开工作年度报告"
    cells = [cell for table in blank.tables for row in table.rows for cell in row if cell.address]
    assert len(cells) == len(form.cells())
    assert {cell.text for cell in cells} == {""}
    assert blank_report(form).title == "政府信息公开工作年度报告"


def test_rows_say_where_their_cells_begin() -> None:
    requests = printed_report(report()).tables[1]
    placed = list(requests.placed())
    assert [column for column, _ in placed[0]] == [0, 3]
    assert [column for column, _ in placed[1]] == [3, 4, 9]
    assert [column for column, _ in placed[2]] == [4, 5, 6, 7, 8]
    assert [column for column, _ in placed[5]] == [0, 1, *range(3, 10)]
    assert all(column + cell.right <= requests.width for row in placed for column, cell in row)
