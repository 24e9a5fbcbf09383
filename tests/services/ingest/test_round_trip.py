"""What is rendered is read back: every cell, in every format, blanks included."""

from hypothesis import HealthCheck, given, settings

from services.ingest.reading import read
from shared.report.annual_report import AnnualReport
from shared.report.codec import encode
from shared.report.edition import Edition
from shared.report.figures import Figures
from shared.report.reading import Confidence
from tests.services.ingest import render
from tests.services.ingest.forms import Filled, filled
from tests.services.ingest.render import Values

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parts(case: Filled) -> tuple[Edition, Values, frozenset[str]]:
    return case.form, case.figures, case.merged


def differing(found: Values, expected: Values) -> dict[str, object]:
    """Cells that are not the same, so that a failure shows them and not all two hundred."""
    addresses = {*found, *expected}
    return {
        at: (found.get(at, "no cell"), expected.get(at, "no cell"))
        for at in addresses
        if found.get(at, "") != expected.get(at, "")
    }


def assert_reads(data: bytes, case: Filled, reader: str) -> None:
    form, figures, merged = case.form, case.figures, case.merged
    result = read(data, "report", "")
    assert differing(result.report.tables, figures) == {}
    assert result.report.edition == form.id
    assert result.report.merged_rows == (tuple(merged) if form.id == "2021" else ())
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}
    assert result.reading.format == reader


@SLOW
@given(filled())
def test_pages(case: Filled) -> None:
    assert_reads(render.html(*parts(case)).encode(), case, "html")


@SLOW
@given(filled(blanks=False))
def test_text_with_bars(case: Filled) -> None:
    assert_reads(render.text(*parts(case)).encode(), case, "text")


@SLOW
@given(filled(blanks=False))
def test_text_with_tabs(case: Filled) -> None:
    assert_reads(render.text(*parts(case), bar="\t").encode("gb18030"), case, "text")


@SLOW
@given(filled(blanks=False))
def test_one_value_per_line(case: Filled) -> None:
    """Such a dump keeps no blanks, so that only rows whose figures add up are sure."""
    result = read(render.one_per_line(*parts(case)).encode(), "report.txt", "text/plain")
    assert differing(result.report.tables, case.figures) == {}
    assert set(result.reading.having(Confidence.UNREADABLE)) == set()


@SLOW
@given(filled(blanks=False))
def test_one_cell_per_line(case: Filled) -> None:
    """Where every cell has its separator, blanks would be seen, and everything is sure."""
    lines = render.one_per_line(*parts(case)).split("\n")
    assert_reads("\n".join(f"{line} |" for line in lines).encode(), case, "text")


@SLOW
@given(filled())
def test_text_with_blanks_is_right_or_marked(case: Filled) -> None:
    form, figures = case.form, case.figures
    for dump in (render.text(*parts(case)), render.text(*parts(case), bar="\t"), render.one_per_line(*parts(case))):
        result = read(dump.encode(), "report.txt", "text/plain")
        for address in result.reading.having(Confidence.READ):
            assert result.report.tables[address] == figures.get(address), (form.id, address)


@SLOW
@given(filled())
def test_json(case: Filled) -> None:
    form, figures, merged = case.form, case.figures, case.merged
    report = AnnualReport(
        agency="青石县财政局",
        year=form.first_year,
        edition=form.id,
        tables=Figures(figures),
        merged_rows=tuple(merged) if form.id == "2021" else (),
    )
    result = read(encode(report), "report.json", "")
    assert result.report == report
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}
