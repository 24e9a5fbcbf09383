"""What is written in an office format is read back: every cell, blanks included, in every edition."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from services.ingest.reading import read
from shared.layout.docx import docx
from shared.layout.printed_report import PrintedReport, printed_report
from shared.layout.xlsx import xlsx
from shared.report.annual_report import AnnualReport
from shared.report.figures import Figures
from shared.report.reading import Confidence
from tests.services.ingest import sheet_files, word_files
from tests.services.ingest.forms import Filled, filled

WRITERS: dict[str, Callable[[PrintedReport], bytes]] = {
    "docx": lambda report: word_files.docx(word_files.body(report)),
    "docx as laid out": docx,
    "word2003": lambda report: word_files.word_2003(word_files.body(report)),
    "flat_opc": lambda report: word_files.flat(word_files.body(report)),
    "xlsx as laid out": xlsx,
    "xlsx": lambda report: sheet_files.xlsx(sheet_files.one_sheet(report)),
    "xls": lambda report: sheet_files.xls(sheet_files.sheets(report)),
    "ods": lambda report: sheet_files.ods(sheet_files.one_sheet(report)),
    "spreadsheet2003": lambda report: sheet_files.spreadsheet_2003(sheet_files.sheets(report)),
}


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=filled())
def test_every_cell_comes_back(kind: str, case: Filled) -> None:
    merged = tuple(case.merged) if case.edition_id == "2021" else ()
    report = AnnualReport(
        agency="东海省青石县财政局",
        year=case.form.first_year,
        edition=case.edition_id,
        tables=Figures(case.figures),
        merged_rows=merged,
    )
    result = read(WRITERS[kind](printed_report(report)), "", "")
    expected, found = dict(case.figures), dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}
    assert (result.report.edition, result.report.merged_rows) == (case.edition_id, merged)
    assert result.reading.format == kind.partition(" ")[0]
