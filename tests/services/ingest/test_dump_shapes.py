"""Reports copied as text in every shape seen on agencies' sites, full and with the blanks agencies leave."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from services.ingest.reading import ReadReport, UnreadableFileError, read
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import dump_shapes, render
from tests.services.ingest.dump_shapes import SHAPES, Shape

FORMS = ("2021", "2019")
Values = dict[str, int | Decimal | None]
Fill = Callable[[str], Values]


def only_totals(form_id: str) -> Values:
    """The report of an agency that nobody asked: zeros in four totals, the rest of 表三 left blank."""
    kept = ("received", "brought_forward", "closed", "carried_forward")
    return {
        cell.address: 0 if cell.table != "requests" or (cell.column == "total" and cell.row in kept) else None
        for cell in edition(form_id).cells()
    }


def no_organisations(form_id: str) -> Values:
    """Figures in the columns of natural persons and totals only."""
    return {
        cell.address: place % 7 if cell.table != "requests" or cell.column in {"natural_person", "total"} else None
        for place, cell in enumerate(edition(form_id).cells())
    }


def wrong(result: ReadReport, figures: Values) -> dict[str, tuple[object, object]]:
    """Every cell that differs, and every one that is not read without doubt."""
    return {
        at: (result.report.tables[at], value)
        for at, value in figures.items()
        if result.report.tables[at] != value or result.reading.confidence(at) is not Confidence.READ
    }


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("name", shelf.names())
def test_a_whole_report_in_every_shape(shape: Shape, name: str) -> None:
    report = shelf.report(name)
    page = render.html(report.form, report.tables, frozenset(report.merged_rows))
    assert wrong(read(dump_shapes.dump(page, shape).encode(), "", ""), dict(report.tables)) == {}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fill", [only_totals, no_organisations], ids=lambda fill: fill.__name__)
def test_blanks_keep_their_places_in_every_shape(shape: Shape, form: str, fill: Fill) -> None:
    figures = fill(form)
    text = dump_shapes.dump(render.html(edition(form), figures), shape)
    assert wrong(read(text.encode(), "", ""), figures) == {}


@pytest.mark.parametrize("keep_slots", [True, False])
@pytest.mark.parametrize("fill", [only_totals, no_organisations], ids=lambda fill: fill.__name__)
def test_a_page_without_spans(keep_slots: bool, fill: Fill) -> None:  # noqa: FBT001 - a parameter of the test
    figures = fill("2021")
    page = dump_shapes.spanless_page(render.html(edition("2021"), figures), keep_slots=keep_slots)
    assert wrong(read(page.encode(), "", ""), figures) == {}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_an_empty_form_in_every_shape_is_an_empty_form(shape: Shape) -> None:
    page = render.html(edition("2021"), dict.fromkeys(only_totals("2021")))
    with pytest.raises(UnreadableFileError) as refused:
        read(dump_shapes.dump(page, shape).encode(), "", "")
    assert refused.value.reasons[0].code == "form.empty"


def test_prose_around_a_dump_stays_prose() -> None:
    figures = no_organisations("2021")
    text = dump_shapes.dump(render.html(edition("2021"), figures), dump_shapes.bar_a_line)
    text = text.replace("第二十条第（一）项", "该部分以表格形式报告。表格如下：\n第二十条第（一）项", 1)
    result = read(text.encode(), "", "")
    assert wrong(result, figures) == {}
    assert [(section.number, section.text) for section in result.report.sections] == [
        (1, "本年度各项工作平稳有序。"),
        (2, "该部分以表格形式报告。表格如下："),
        (3, ""),
        (4, ""),
        (5, "本年度各项工作平稳有序。"),
        (6, "本年度各项工作平稳有序。"),
    ]
