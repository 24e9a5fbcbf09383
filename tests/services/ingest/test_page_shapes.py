"""Pages as sites and word processors leave them: what says the same is read so, what loses something is marked."""

from decimal import Decimal

import pytest

from services.ingest.reading import ReadReport, read
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import page_shapes, render
from tests.services.ingest.page_shapes import SAYING_THE_SAME, TO_BE_INFERRED, Change

NAMES = ("haitang-2023", "ziran-2020")


def read_page(name: str, change: Change) -> tuple[ReadReport, dict[str, int | Decimal | None]]:
    report = shelf.report(name)
    page = render.html(report.form, report.tables, frozenset(report.merged_rows))
    return read(change(page).encode(), "", ""), dict(report.tables)


@pytest.mark.parametrize("change", SAYING_THE_SAME, ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_what_says_the_same_is_read_the_same(name: str, change: Change) -> None:
    result, figures = read_page(name, change)
    assert dict(result.report.tables) == figures
    assert set(result.reading.having(Confidence.READ)) == set(figures)
    assert [section.number for section in result.report.sections][:6] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("change", TO_BE_INFERRED, ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_what_follows_from_more_than_the_place_is_inferred_and_right(name: str, change: Change) -> None:
    result, figures = read_page(name, change)
    inferred = set(result.reading.having(Confidence.INFERRED))
    assert inferred
    assert all(result.report.tables[at] == figures[at] for at in (*inferred, *result.reading.having(Confidence.READ)))
    assert len(list(result.reading.having(Confidence.UNREADABLE))) <= 7
    noted = {note.at for note in result.reading.notes}
    assert all(noted & {at, at.rpartition(".")[0]} for at in inferred)


def test_of_several_reports_the_one_the_page_is_about_is_read() -> None:
    result, figures = read_page("haitang-2023", page_shapes.another_report_below)
    assert dict(result.report.tables) == figures
    assert "page.several_reports" in {note.code for note in result.reading.notes}


def test_a_table_without_labels_needs_exactly_as_many_rows_as_the_form() -> None:
    def one_row_lost(page: str) -> str:
        bare = page_shapes.labels_lost(page)
        start = bare.index("<tr><td>", bare.index("<td>其他</td>"))
        return bare[:start] + bare[bare.index("</tr>", start) + 5 :]

    result, _ = read_page("haitang-2023", one_row_lost)
    requests = [at for at in result.report.tables if at.startswith("requests.")]
    assert {result.reading.confidence(at) for at in requests} == {Confidence.UNREADABLE}


def test_fields_to_fill_in_are_not_read() -> None:
    result, _ = read_page("haitang-2023", lambda page: page.replace("<td>0</td>", '<td><input value="0"></td>'))
    assert all(
        result.reading.confidence(at) is Confidence.UNREADABLE or value != 0
        for at, value in result.report.tables.items()
        if at.startswith("requests.")
    )


def test_islands_of_xml_and_choices_are_no_prose() -> None:
    result, _ = read_page("haitang-2023", lambda page: page.replace("<p>二、", f"{page_shapes._ISLAND}<p>二、"))  # noqa: SLF001
    assert all("Normal" not in section.text and "磅" not in section.text for section in result.report.sections)
