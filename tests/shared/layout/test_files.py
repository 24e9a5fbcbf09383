"""Reports as files: cells merged as the form has them, heads repeated, nothing in the bytes but the report."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
import turbohtml
from docx import Document
from lxml import etree
from msgspec.structs import replace
from python_calamine import load_workbook

from services.ingest.reading import UnreadableFileError, read
from shared.layout import text
from shared.layout.canonical import canonical
from shared.layout.docx import docx
from shared.layout.html import html, table
from shared.layout.printed_report import PrintedCell, PrintedReport, PrintedTable, blank_report, printed_report
from shared.layout.xlsx import xlsx
from shared.report.annual_report import AnnualReport
from shared.report.codec import decode
from shared.report.edition import edition
from tests.shared.layout.printed import report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PRINTED = printed_report(report())
WRITERS: dict[str, Callable[[PrintedReport], bytes]] = {
    "html": html,
    "docx": docx,
    "xlsx": xlsx,
    "bars": lambda printed: text.bars(printed).encode(),
    "tabs": lambda printed: text.tabs(printed).encode(),
    "cells": lambda printed: text.cells(printed).encode(),
    "lines": lambda printed: text.lines(printed).encode(),
    "markdown": lambda printed: text.markdown(printed).encode(),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_report_is_always_the_same_bytes(name: str) -> None:
    assert WRITERS[name](PRINTED) == WRITERS[name](printed_report(report()))


@pytest.mark.parametrize("name", WRITERS)
def test_the_blank_form_is_told_to_be_empty(name: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(WRITERS[name](blank_report(edition("2021"), "青石县财政局", 2024)), "", "")
    assert [reason.code for reason in refused.value.reasons] == ["form.empty"]


@pytest.mark.parametrize("writer", [docx, xlsx])
def test_office_files_do_not_say_when_they_were_written(writer: Callable[[PrintedReport], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(writer(PRINTED))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    assert PRINTED.title in about
    assert set(re.findall(r"\d{4}-\d\d-\d\d", about)) == {"2000-01-01"}
    assert "python" not in about


def test_a_page_is_text_and_never_markup() -> None:
    page = turbohtml.parse(html(PRINTED).decode(), positions=False)
    assert "公开信息<b>3</b>条 &amp; 更多。" in page.text
    odd = PrintedTable("requests", 1, ((PrintedCell("<i>12</i>", address="requests.closed.total"),),))
    assert "<td>&lt;i&gt;12&lt;/i&gt;</td>" in table(odd)
    assert next(heading.text for heading in page.find_all("h2")) == "一、总体情况"
    assert [heading.text for heading in page.find_all("h3")] == ["（一）主动公开"]


def test_a_page_says_what_its_heads_are_over() -> None:
    page = html(PRINTED).decode()
    assert '<th scope="colgroup" colspan="5">法人或其他组织</th>' in page
    assert '<th scope="rowgroup" rowspan="8">（三）不予公开</th>' in page
    assert page.count("<thead>") == 2  # 表二 has four heads, none of which is over all its rows


def test_word_tables_merge_as_the_form_does() -> None:
    requests = Document(io.BytesIO(docx(PRINTED))).tables[1]
    grid = [[cell.text for cell in row.cells] for row in requests.rows]
    assert {len(row) for row in grid} == {10}
    assert grid[0][:3] == [grid[2][0]] * 3
    assert grid[1][4:9] == ["法人或其他组织"] * 5
    assert [row[0] for row in grid[5:27]] == ["三、本年度办理结果"] * 22
    assert grid[7][1:4] == ["（三）不予公开", "1.属于国家秘密", "1038"]


def test_word_repeats_the_head_of_the_long_table_and_keeps_rows_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(PRINTED))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    rows = [table.findall(f"{W}tr") for table in body.iter(f"{W}tbl")]
    repeated = [sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in table) for table in rows]
    assert repeated == [0, 3, 3]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for table in rows for row in table)


def test_workbooks_hold_numbers_under_merged_heads() -> None:
    book = load_workbook(io.BytesIO(xlsx(PRINTED)))
    assert [name[0] for name in book.sheet_names] == list("一二三四五六")
    requests = book.get_sheet_by_index(2)
    assert ((1, 0), (3, 2)) in [tuple(area) for area in requests.merged_cell_ranges or ()]
    grid = requests.to_python()
    assert grid[4][3:10] == [1010.0, 1011.0, 1012.0, 1013.0, 1014.0, 1015.0, 1016.0]
    as_text = load_workbook(io.BytesIO(xlsx(PRINTED, numbers=False))).get_sheet_by_index(2).to_python()
    assert as_text[4][3:5] == ["1010", "1011"]


def test_sheets_of_parts_with_one_title_have_names_of_their_own() -> None:
    twice = replace(PRINTED, blocks=(*PRINTED.blocks, *PRINTED.blocks))
    names = load_workbook(io.BytesIO(xlsx(twice))).sheet_names
    assert len(set(names)) == len(names) == 12


def test_text_keeps_a_piece_for_every_slot() -> None:
    rows = [line.split(" | ") for line in text.bars(PRINTED).splitlines() if line.startswith("（三）")]
    assert rows[0][:3] == ["（三）不予公开", "1.属于国家秘密", "1038"]
    assert len(rows[0]) == 10
    tabbed = [line.split("\t") for line in text.tabs(PRINTED).splitlines() if "1.属于国家秘密" in line]
    assert tabbed[0][:4] == ["", "（三）不予公开", "1.属于国家秘密", "1038"]
    assert "| 规章 | 1000 | 1001 | 1002 |" in text.markdown(PRINTED)
    assert "规章 |\n1000 |\n1001 |\n" in text.cells(PRINTED)
    assert "规章\n1000\n1001\n" in text.lines(PRINTED)


def test_canonical_json_reads_back_as_it_was() -> None:
    assert decode(canonical(report()), AnnualReport) == report()


def test_a_note_stands_by_its_figure_and_the_figure_stays_a_number() -> None:
    noted = PrintedTable(
        "t", 2, ((PrintedCell("13810", address="a.b.c", note="建议；原填 13011"), PrintedCell("7", address="a.b.d")),)
    )
    printed = PrintedReport("表", (noted,))
    assert '<td class="noted">13810<small>建议；原填 13011</small></td>' in html(printed).decode()
    (cell, other) = Document(io.BytesIO(docx(printed))).tables[0].rows[0].cells
    assert [paragraph.text for paragraph in cell.paragraphs] == ["13810", "建议；原填 13011"]
    assert [paragraph.text for paragraph in other.paragraphs] == ["7"]
    book = xlsx(printed)
    assert load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python() == [[13810, 7]]
    with zipfile.ZipFile(io.BytesIO(book)) as members:
        assert "原填 13011" in members.read("xl/comments1.xml").decode()
    assert book == xlsx(printed)
