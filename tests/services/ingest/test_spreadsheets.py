"""Workbooks of every format: all cells come back as the program that wrote them shows them."""

import io
import re
import struct
from collections.abc import Callable
from datetime import datetime
from zipfile import ZipFile

import pytest
import xlwt  # type: ignore[import-untyped]
from python_calamine import load_workbook
from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from services.ingest.compound import open_compound
from services.ingest.document import Document, Grid, Paragraph
from services.ingest.readers import readers
from services.ingest.reading import ReadReport, UnreadableFileError, read
from services.ingest.sniff import sniff
from services.ingest.workbook.biff import sheets_of
from services.ingest.workbook.biff_records import Record, Strings
from shared.layout.printed_report import blank_report, printed_report
from shared.layout.xlsx import xlsx as laid_out
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest.sheet_files import WRITERS, edited, one_sheet, sheets, xlsx

NAME = "haitang-2022"
REPORT = printed_report(shelf.report(NAME))
EXPECTED = dict(shelf.report(NAME).tables)
PAGES = {
    "one sheet": one_sheet,
    "one sheet, tables touching": lambda report: one_sheet(report, gap=0),
    "one sheet, tables far apart": lambda report: one_sheet(report, gap=4),
    "a sheet for each table": sheets,
}


def assert_whole(result: ReadReport, name: str = NAME) -> None:
    expected, found = dict(shelf.report(name).tables), dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}
    assert result.report.year == shelf.report(name).year


def document(data: bytes) -> Document:
    source = sniff(data)
    made = readers()[source.format](source)
    assert isinstance(made, Document)
    return made


def drawn(data: bytes) -> list[str | list[list[str]]]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in document(data).blocks
    ]


def codes(data: bytes) -> list[str]:
    return [note.code for note in document(data).notes]


@pytest.mark.parametrize("as_text", [False, True], ids=["numbers", "text"])
@pytest.mark.parametrize("layout", PAGES)
@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_and_layout(kind: str, layout: str, as_text: bool) -> None:  # noqa: FBT001 - a parameter of the test
    data = WRITERS[kind](PAGES[layout](REPORT), as_text=as_text)
    result = read(data, "", "")
    assert_whole(result)
    assert result.reading.format == kind
    assert result.reading.notes == ()
    if layout.startswith("one sheet"):
        assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", shelf.names())
def test_every_report_of_the_corpus(name: str, kind: str) -> None:
    assert_whole(read(WRITERS[kind](one_sheet(printed_report(shelf.report(name)))), "", ""), name)


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("name", shelf.names())
def test_what_the_house_itself_writes(name: str, numbers: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert_whole(read(laid_out(printed_report(shelf.report(name)), numbers=numbers), "", ""), name)


@pytest.mark.parametrize("edition_id", ["2019", "2021"])
@pytest.mark.parametrize("kind", WRITERS)
def test_a_blank_form_is_empty(kind: str, edition_id: str) -> None:
    for layout in (one_sheet, sheets):
        with pytest.raises(UnreadableFileError) as refused:
            read(WRITERS[kind](layout(blank_report(edition(edition_id), "东海省青石县", 2022))), "", "")
        assert refused.value.reasons[0].code == "form.empty"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "spreadsheet2003"])
@pytest.mark.parametrize(
    "number_format", ["0", "#,##0", "0_ ", "@", "#,##0;[Red]-#,##0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ']
)
def test_formats_that_leave_a_whole_number_as_it_is(kind: str, number_format: str) -> None:
    assert_whole(read(WRITERS[kind](one_sheet(REPORT), number_format), "", ""))


@pytest.mark.parametrize("kind", WRITERS)
def test_the_library_sees_the_same_values(kind: str) -> None:
    """An independent reading of the same bytes, where the library knows the format."""
    if kind == "spreadsheet2003":
        pytest.skip("python-calamine does not read Excel 2003 XML")
    data = WRITERS[kind](sheets(REPORT))
    ours = {
        cell.at: cell.text
        for block in document(data).blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
        if cell.text
    }
    theirs: dict[str, str] = {}
    with load_workbook(io.BytesIO(data)) as book:
        for number, name in enumerate(book.sheet_names, start=1):
            for row, line in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
                for column, held in enumerate(line):
                    if held != "":
                        theirs[f"sheet[{number}].{chr(65 + column)}{row}"] = (
                            f"{held:g}" if isinstance(held, float) else str(held)
                        )
    assert ours == {at: held for at, held in theirs.items() if not at.startswith("sheet[1]")}


# ------------------------------------------------------------------ xlsx in detail
def workbook(fill: Callable[[Workbook, Worksheet], None]) -> bytes:
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["甲", "乙", "丙"])
    fill(book, sheet)
    book.close()
    return written.getvalue()


SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (13.0, "General", "13"),
        (0.5, "General", "0.5"),
        (0.1 + 0.2, "General", "0.3"),
        (-8, "0", "-8"),
        (-8, "0;(0)", "(8)"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (33.46, "0.00", "33.46"),
        (33.4567, "0.00", "33.46（单元格值33.4567）"),
        (12.6, "0", "13（单元格值12.6）"),
        (1234567.0, "#,##0", "1234567"),
        (12345.0, '0!.0,"万"', "▣12345"),
        (12.0, '0"件"', "12件"),
        (7.0, "000", "007"),
        (0.0, "#", "0"),
        (0.0, '0;-0;"—"', "0"),
        (5.0, ";;;", "▣"),
        (5.0, "[>=10]0;[<10]General", "▣5"),
        (5.0, "0.00E+00", "▣5"),
        (44926.0, "yyyy-mm-dd", "2022-12-31"),
        (44926.0, 'yyyy"年"m"月"d"日"', "2022-12-31"),
        (0.75, "h:mm", "18:00"),
        (1e20, "0", "▣1e+20"),
    ],
)
def test_a_number_is_read_as_it_is_shown(number: float, number_format: str, text: str) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_number(1, 0, number, book.add_format({"num_format": number_format}))
        sheet.write(1, 1, "尾")

    assert drawn(workbook(fill))[0][1][0] == text


def test_built_in_formats_without_a_code() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_number(1, 0, 0.5, book.add_format({"num_format": 9}))
        sheet.write_number(1, 1, 44926, book.add_format({"num_format": 31}))
        sheet.write_datetime(1, 2, datetime(2022, 12, 31), book.add_format({"num_format": 14}))  # noqa: DTZ001 - a day

    assert drawn(workbook(fill)) == [[["甲", "乙", "丙"], ["50%", "2022-12-31", "2022-12-31"], [""] * 3]]


def test_a_formula_without_its_result_is_unreadable() -> None:
    address = "requests.received.natural_person"
    found = read(xlsx(sheets(REPORT)), "", "").reading.cells[address].at
    cell = found.rpartition(".")[2]
    part = f"xl/worksheets/sheet{found[6]}.xml"
    value = EXPECTED[address]

    def without(page: str) -> str:
        start = page.index(f'<c r="{cell}"')
        return page[:start] + page[start:].replace(f"<v>{value}</v>", "<f>SUM(A1:A2)</f>", 1)

    def with_result(page: str) -> str:
        start = page.index(f'<c r="{cell}"')
        return page[:start] + page[start:].replace("<v>", "<f>SUM(A1:A2)</f><v>", 1)

    def settled(page: str) -> str:
        return page.replace(' fullCalcOnLoad="1"', "")

    missing = read(edited(xlsx(sheets(REPORT)), {part: without, BOOK: settled}), "", "")
    assert missing.reading.confidence(address) is Confidence.UNREADABLE
    assert missing.report.tables[address] is None
    assert ("cell.formula", found) in {(note.code, note.at) for note in missing.reading.notes}
    assert_whole(read(edited(xlsx(sheets(REPORT)), {part: with_result, BOOK: settled}), "", ""))
    # A program that cannot compute writes zeros and asks for them to be computed when the file is opened.
    stale = read(edited(xlsx(sheets(REPORT)), {part: with_result}), "", "")
    assert stale.reading.confidence(address) is Confidence.UNREADABLE


def test_hidden_rows_columns_and_sheets_are_not_read() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(1, 0, ["7", "7", "7"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.write_row(2, 0, ["1", "2", "3"])
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other = book.add_worksheet("旧")
        other.write(0, 0, "9")
        other.hide()

    data = workbook(fill)
    assert drawn(data) == [[["甲", "丙"], ["1", "3"], ["", ""]]]
    assert codes(data) == ["text.hidden"]


def test_all_rows_hidden_by_default() -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(1, 0, ["7", "7", "7"])
        sheet.write_row(2, 0, ["8", "8", "8"])

    def hide(text: str) -> str:
        return re.sub("<sheetFormatPr[^>]*/>", '<sheetFormatPr zeroHeight="1"/>', text).replace(
            '<row r="1"', '<row r="1" hidden="0"'
        )

    data = edited(workbook(fill), {SHEET: hide})
    assert drawn(data) == [[["甲", "乙", "丙"], ["", "", ""]]]
    assert codes(data) == ["text.hidden"]


def test_strings_that_are_set_in_parts() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        struck, raised = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(1, 0, bold, "1", "3")
        sheet.write_rich_string(1, 1, struck, "5", "6")
        sheet.write_rich_string(1, 2, "5", raised, "2")
        sheet.write(2, 0, 5, struck)
        sheet.write_string(2, 1, "第一行\n第二行")
        sheet.write_boolean(2, 2, bool(1))

    data = edited(
        workbook(fill), {STRINGS: lambda text: text.replace("第二行", "第二_x000D_行</t><rPh><t>あ</t></rPh><t>")}
    )
    assert drawn(data) == [
        [["甲", "乙", "丙"], ["13", "▣5▣6", "5^2"], ["▣5▣", "第一行\n第二 行", "TRUE"], ["", "", ""]]
    ]


def test_errors_are_no_figures() -> None:
    data = edited(
        workbook(lambda _, sheet: sheet.write_row(1, 0, [1, 2, 3])),
        {SHEET: lambda text: text.replace('<c r="B2"><v>2</v>', '<c r="B2" t="e"><v>#REF!</v>')},
    )
    assert drawn(data) == [[["甲", "乙", "丙"], ["1", "#REF!", "3"], ["", "", ""]]]


def test_cells_and_rows_without_names() -> None:
    def bare(text: str) -> str:
        for name in ("A1", "B1", "C1", "A2", "B2", "C2"):
            text = text.replace(f'<c r="{name}"', "<c")
        return text.replace('<row r="1"', "<row").replace('<row r="2"', "<row")

    data = edited(workbook(lambda _, sheet: sheet.write_row(1, 0, [1, 2, 3])), {SHEET: bare})
    assert drawn(data) == [[["甲", "乙", "丙"], ["1", "2", "3"], ["", "", ""]]]


def test_text_in_boxes_over_the_cells() -> None:
    assert "框内说明" in drawn(workbook(lambda _, sheet: sheet.insert_textbox(4, 1, "框内说明")))


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write(1_048_575, 16_383, "角")
        sheet.merge_range(2, 0, 2, 16_383, "宽")

    assert drawn(workbook(fill))[-1] == "角"


def test_strict_workbooks() -> None:
    def strict(text: str) -> str:
        return text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    parts = [BOOK, SHEET, STRINGS, "xl/styles.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"]
    data = edited(workbook(lambda _, sheet: sheet.write(1, 1, 5)), dict.fromkeys(parts, strict))
    assert drawn(data) == [[["甲", "乙", "丙"], ["", "5", ""], ["", "", ""]]]


# ------------------------------------------------------------------ sheets
def test_prose_beside_tables_and_names_of_sheets() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(1, 0, 3, 2, "第一句。\n第二句。")
        sheet.write_row(4, 0, ["行政许可", "5"])
        book.add_worksheet("第二部分").write(0, 0, "只有文字")

    assert drawn(workbook(fill)) == [
        [["甲", "乙", "丙"]], "第一句。", "第二句。", [["行政许可", "5"], ["", ""]], "第二部分", "只有文字",
    ]  # fmt: skip


def test_what_merged_cells_cover_is_not_seen() -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(1, 0, 2, 1, "合")
        sheet.write(2, 1, "9")
        sheet.write(2, 2, "3")

    data = workbook(fill)
    (grid,) = [block for block in document(data).blocks if isinstance(block, Grid)]
    assert [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in grid.rows[1:3]] == [
        [("合", 0, 2, 2), ("", 2, 1, 1)],
        [("合", 0, 2, 2), ("3", 2, 1, 1)],
    ]
    assert grid.rows[1][0] is grid.rows[2][0]
    assert codes(data) == ["text.hidden"]


# ------------------------------------------------------------------ xls in detail
def legacy(fill: Callable[[xlwt.Worksheet], None]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for column, text in enumerate("甲乙丙"):
        sheet.write(0, column, text)
    fill(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_how_cells_of_a_legacy_workbook_are_seen() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(1, 0, 0.5, xlwt.easyxf(num_format_str="0%"))
        sheet.write(1, 1, datetime(2022, 12, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))  # noqa: DTZ001 - a day
        sheet.write(1, 2, 12.6, xlwt.easyxf(num_format_str="0"))
        sheet.write(2, 0, xlwt.Formula("1+1"))
        sheet.write(2, 1, 5, xlwt.easyxf("font: struck_out on"))
        sheet.write(2, 2, bool(1))
        sheet.write(3, 0, "藏")
        sheet.row(3).hidden = True
        sheet.write(4, 3, 7)
        sheet.col(3).hidden = True
        sheet.row(5).set_cell_error(0, "#REF!")

    data = legacy(fill)
    assert drawn(data) == [
        [
            ["甲", "乙", "丙"],
            ["50%", "2022-12-31", "13（单元格值12.6）"],
            ["▣", "▣5▣", "TRUE"],
            ["", "", ""],
            ["▣", "", ""],
            ["", "", ""],
        ]
    ]
    assert codes(data) == ["cell.formula", "text.hidden"]


def test_a_hidden_sheet_of_a_legacy_workbook() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("旧").write(0, 0, "9")
    book.add_sheet("Sheet2").write(0, 0, "5")
    book.get_sheet(0).visibility = 1
    book.set_active_sheet(1)
    written = io.BytesIO()
    book.save(written)
    assert drawn(written.getvalue()) == ["5"]
    assert codes(written.getvalue()) == ["text.hidden"]


def stream_of(data: bytes) -> bytes:
    with open_compound(data) as compound:
        return compound.stream("Workbook") or b""


def test_strings_that_go_on_in_the_next_record() -> None:
    """The table of strings is cut into records of 8 KB, in the middle of strings of either width."""
    strings = [("政务公开" if place % 3 else "plain ") * (place % 90 + 1) + str(place) for place in range(300)]

    def fill(sheet: xlwt.Worksheet) -> None:
        for row, text in enumerate(strings, start=1):
            sheet.write(row, 0, text)
            sheet.write(row, 1, row)

    (sheet,) = sheets_of(stream_of(legacy(fill)))
    assert [sheet.cells[row, 0] for row in range(1, 301)] == strings


def test_a_string_may_change_its_width_in_the_next_record() -> None:
    record = Record(0, struct.pack("<HB", 5, 0) + b"ab", [b"\x01" + "公开".encode("utf-16-le"), b"\x00c"])
    assert Strings(record, 0, 0x0600, "gb18030").next().text == "ab公开c"


def test_a_stream_that_is_cut_off_is_never_taken_for_whole() -> None:
    stream = stream_of(WRITERS["xls"](sheets(REPORT)))
    end = len(stream.rstrip(b"\0"))
    for length in range(0, end, 97):
        with pytest.raises(UnreadableFileError):
            sheets_of(stream[:length])


# ------------------------------------------------------------------ ods and Excel 2003 XML in detail
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>'
    '<style:style style:name="s"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles>"
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)


def open_document(rows: str, more: str = "") -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", ODS.replace("{tables}", f'<table:table table:name="Sheet1">{rows}</table:table>{more}')
        )
    return written.getvalue()


def ods_row(*cells: str, properties: str = "") -> str:
    return f"<table:table-row {properties}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str, properties: str = "") -> str:
    content = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {properties}>{content}</table:table-cell>"


def test_how_cells_of_an_open_document_sheet_are_seen() -> None:
    data = open_document(
        '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
        + ods_row(*(ods_cell(text) for text in "甲乙丙丁"))
        + ods_row(ods_cell("7"), ods_cell("7"), properties='table:visibility="filter"')
        + ods_row(
            ods_cell("", 'table:formula="of:=1+1"'),
            ods_cell("33.46", 'office:value-type="float" office:value="33.4567"'),
            ods_cell("5", 'table:style-name="s"'),
        )
        + "<table:table-row-group>"
        + ods_row(
            ods_cell("1<office:annotation><text:p>批注</text:p></office:annotation>"),
            ods_cell("", 'office:value-type="float" office:value="6"'),
            ods_cell("0", 'table:number-columns-repeated="2"'),
        )
        + "</table:table-row-group>"
        + ods_row(
            ods_cell("", 'table:number-columns-repeated="16384"'), properties='table:number-rows-repeated="1048000"'
        ),
        '<table:table table:name="藏" table:style-name="h">' + ods_row(ods_cell("9")) + "</table:table>",
    )
    assert drawn(data) == [
        [
            ["甲", "乙", "丙"],
            ["▣", "33.46（单元格值33.4567）", "▣5▣"],
            ["1", "6", "0"],
            ["", "", ""],
            ["", "", ""],
            ["", "", ""],
        ]
    ]
    assert codes(data) == ["cell.formula", "text.hidden"]


def test_how_cells_of_an_excel_2003_file_are_seen() -> None:
    rows = (
        '<Column ss:Index="4" ss:Hidden="1"/><Row><Cell><Data ss:Type="String">甲</Data></Cell>'
        '<Cell><Data ss:Type="String">乙</Data></Cell></Row>'
        '<Row ss:Hidden="1"><Cell><Data ss:Type="Number">7</Data></Cell></Row><Row ss:Index="3">'
        '<Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell><Cell ss:Formula="=1+1"/></Row><Row><Cell>'
        '<Data ss:Type="DateTime">2022-12-31T00:00:00.000</Data></Cell>'
        '<Cell ss:StyleID="s"><Data ss:Type="Number">5</Data>'
        '</Cell></Row><Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">5<Sup>2</Sup><S>6</S>'
        '</ss:Data></Cell><Cell ss:Index="4"><Data ss:Type="Number">9</Data></Cell></Row>'
    )
    data = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
        '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/>'
        '</Style><Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style></Styles>'
        f'<Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()
    assert drawn(data) == [[["甲", "乙"], ["50%", "▣"], ["2022-12-31", "▣5▣"], ["5^2▣6▣", ""], ["", ""]]]
    assert codes(data) == ["cell.formula", "text.hidden"]
