"""Single faults that must not move a figure to a neighbour's place, each with the one guard that stops it."""

import re

from services.ingest.reading import ReadReport, read
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.services.ingest import render

FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
SPARSE = FIGURES | {
    "proactive.normative_documents.in_force": None,
    "requests.denied_state_secret.natural_person": None,
    "requests.denied_third_party_rights.total": None,
    "requests.declined_repeat.business": None,
}
GRANTED_TO_BUSINESSES = FIGURES["requests.granted.business"]
PAGE = render.html(FORM, FIGURES)
TEXT = render.text(FORM, SPARSE)


def sure(data: str, row: str) -> dict[str, object]:
    """The cells of a row that are read without doubt."""
    result: ReadReport = read(data.encode(), "", "")
    figures = result.report.tables
    return {at: figures[at] for at in result.reading.having(Confidence.READ) if at.startswith(row)}


def line_of(text: str, label: str) -> str:
    return next(line for line in text.splitlines() if label in line)


def test_a_head_with_a_column_too_many_does_not_excuse_a_row_with_a_cell_too_many() -> None:
    page = PAGE.replace("<td>其他</td></tr>", "<td>其他</td><td>78</td></tr>", 1)
    row = "3.危及“三安全一稳定”</td>"
    page = page.replace(row, f"{row}<td>0</td>", 1)
    assert sure(page, "requests.denied_security_stability") == {}
    assert len(sure(page, "requests.granted")) == 7


def test_digits_split_over_two_cells_under_one_head_are_no_figure() -> None:
    whole = f'行政许可</td><td colspan="3">{FIGURES["proactive.licensing"]}</td>'
    assert whole in PAGE
    assert sure(PAGE.replace(whole, "行政许可</td><td>1</td><td>2</td><td></td>"), "proactive.licensing") == {}
    assert sure(PAGE.replace(whole, "行政许可</td><td>12</td><td></td><td></td>"), "proactive.licensing") == {
        "proactive.licensing": 12
    }


def test_a_blank_cell_too_many_is_not_excused_by_columns_out_of_line() -> None:
    """With the rows a column to the left of their head, an extra blank at the end would seem to line up."""
    row = re.search(r"<tr><td rowspan=\"22\">三、本年度办理结果</td>.*?</tr>", PAGE)
    assert row
    shifted = PAGE.replace(row[0], "", 1)
    label = "4.无正当理由大量反复申请</td>"
    damaged = re.sub(f"({label}.*?)</tr>", r"\1<td></td></tr>", shifted, count=1)
    damaged = re.sub(f"{label}<td>\\d+</td>", f"{label}<td></td>", damaged, count=1)
    assert sure(damaged, "requests.declined_excessive") == {}


def test_a_label_that_a_figure_has_run_into_is_no_misprint() -> None:
    whole = f'行政许可</td><td colspan="3">{FIGURES["proactive.licensing"]}</td>'
    assert sure(PAGE.replace(whole, "行政许可 12</td><td>66</td><td></td><td></td>"), "proactive.licensing") == {}


def test_a_number_in_a_sentence_is_not_a_row_of_a_table() -> None:
    dump = render.one_per_line(FORM, FIGURES)
    figure = f"行政许可\n{FIGURES['proactive.licensing']}\n"
    assert figure in dump
    result = read(dump.replace(figure, "行政许可\n12\n件次左右\n").encode(), "", "")
    assert result.report.tables["proactive.licensing"] is None


def test_a_blank_that_is_lost_moves_nothing() -> None:
    hole = line_of(TEXT, "1.属于国家秘密")
    assert sure(TEXT, "requests.denied_state_secret.natural_person") == {
        "requests.denied_state_secret.natural_person": None
    }
    assert sure(TEXT.replace(hole, hole.replace("|  |", "|", 1)), "requests.denied_state_secret") == {}
    assert len(sure(TEXT, "requests.declined_repeat")) == 7


def test_a_blank_in_the_last_column_may_be_a_pad_for_a_cell_lost_before_it() -> None:
    assert sure(TEXT, "proactive.normative_documents") == {}
    assert sure(TEXT, "requests.denied_third_party_rights") == {}


def test_a_number_that_is_split_does_not_fill_a_blank() -> None:
    text = render.text(FORM, SPARSE | {"proactive.normative_documents.issued": 3590})
    assert sure(text.replace("3590", "3 | 590"), "proactive.normative_documents") == {}


def test_where_ends_of_lines_are_lost_a_full_row_must_add_up() -> None:
    text = render.text(FORM, SPARSE | {"requests.declined_petition.total": None})
    stripped = "\n".join(line.rstrip(" |") for line in text.splitlines()) + "\n"
    line = line_of(stripped, "4.保护第三方合法权益")
    assert sure(stripped.replace(line, f"{line} | 99"), "requests.denied_third_party_rights") == {}


def test_figures_below_a_row_are_not_kept_apart_by_its_bar() -> None:
    """A figure too many, which fills the place of a blank, with no bars around the figures that follow."""
    dump = render.one_per_line(FORM, FIGURES | {"requests.granted.natural_person": None})
    line = f"（一）予以公开\n\n{GRANTED_TO_BUSINESSES}\n"
    assert line in dump
    assert sure(dump.replace(line, f"{line[:-1]}| 37 \n"), "requests.granted") == {}


def test_a_group_printed_behind_another_rows_label_is_no_row() -> None:
    lost = re.sub(r"<tr><td>2\.重复申请</td>.*?</tr>\n", "", PAGE, count=1)
    assert lost != PAGE
    assert sure(lost, "requests.other_combined") == {}


def under_the_head_of_reviews(*cells: str) -> str:
    """The page with other cells in the one line of 表四, and a blank line below it, as sheets end."""
    start = PAGE.rindex("<tr>")
    end = PAGE.index("</tr>", start) + len("</tr>")
    blank = "<tr>" + "<td></td>" * len(cells) + "</tr>"
    return PAGE[:start] + "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" + blank + PAGE[end:]


def test_a_blank_line_below_one_that_is_not_understood_is_no_row_of_blanks() -> None:
    assert sure(under_the_head_of_reviews(*["未发生"] * 15), "reviews") == {}


def test_figures_with_a_unit_each_are_the_line_of_reviews() -> None:
    for filled in (15, 3):
        page = under_the_head_of_reviews(*(f"{place}件" if place < filled else "" for place in range(15)))
        result = read(page.encode(), "", "")
        addresses = [cell.address for cell in FORM.cells() if cell.table == "reviews"]
        found = [result.report.tables[address] for address in addresses]
        assert found == [place if place < filled else None for place in range(15)]
        assert result.reading.confidence(addresses[0]) is Confidence.INFERRED
