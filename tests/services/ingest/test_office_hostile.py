"""Office files made to hurt: refused with a code within seconds and little memory, and the next file is read."""

import io
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from services.ingest.reading import UnreadableFileError, read
from tests.services.ingest import sheet_files, word_files
from tests.services.ingest.test_spreadsheets import ODS
from tests.services.ingest.word_files import docx, paragraph, run

ROOT = Path(__file__).parents[3]
SHEET = "xl/worksheets/sheet1.xml"
BOMB = '<!DOCTYPE x [<!ENTITY a "99"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def deep(levels: int, before: str, inside: str, after: str) -> str:
    return before * levels + inside + after * levels


def sheet(rows: str, merges: str = "") -> bytes:
    data = sheet_files.xlsx([("Sheet1", [sheet_files.Box(0, 0, "甲")])])

    def changed(text: str) -> str:
        start, end = text.index("<sheetData>"), text.index("</sheetData>") + len("</sheetData>")
        return f"{text[:start]}<sheetData>{rows}</sheetData>{merges}{text[end:]}"

    return sheet_files.edited(data, {SHEET: changed})


def open_document(rows: str) -> bytes:
    return word_files.zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ODS.replace("{tables}", f'<table:table table:name="Sheet1">{rows}</table:table>'),
        }
    )


def in_entity(content: str) -> bytes:
    main = word_files.document(content).replace("<w:document", f"{BOMB}<w:document", 1)
    return docx("", {"word/document.xml": main})


def twice(data: bytes, name: str) -> bytes:
    written = io.BytesIO(data)
    with ZipFile(written, "a", ZIP_DEFLATED) as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(name, word_files.document(paragraph(run("另一个"))))
    return written.getvalue()


CELL = f"<w:tc>{paragraph(run('1'))}</w:tc>"
BUILD = {
    "docx: rows without number": lambda: docx("<w:tbl>" + "<w:tr/>" * 1_200_000 + "</w:tbl>"),
    "docx: rows": lambda: docx("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 100_000 + "</w:tbl>"),
    "docx: paragraphs": lambda: docx("<w:p/>" * 1_200_000),
    "docx: attributes": lambda: docx("<w:p " + " ".join(f'a{n}="1"' for n in range(1_100_000)) + "/>"),
    "docx: wide cells": lambda: docx(
        "<w:tbl>"
        + f'<w:tr>{CELL}<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr>' * 2_000
        + "</w:tbl>"
    ),
    "docx: tables in tables": lambda: docx(deep(60, "<w:tbl><w:tr><w:tc>", "<w:p/>", "</w:tc></w:tr></w:tbl>")),
    "docx: boxes in boxes": lambda: docx(
        deep(60, "<w:p><w:r><w:pict><w:txbxContent>", "<w:p/>", "</w:txbxContent></w:pict></w:r></w:p>")
    ),
    "docx: elements in elements": lambda: docx(deep(100_000, "<w:x>", "", "</w:x>")),
    "docx: controls in controls": lambda: docx(deep(120, "<w:sdt><w:sdtContent>", "<w:p/>", "</w:sdtContent></w:sdt>")),
    "docx: zeros": lambda: docx("", {"word/document.xml": b"\0" * 60_000_000}),
    "docx: spaces": lambda: docx(" " * 60_000_000),
    "docx: entities": lambda: in_entity("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>"),
    "docx: no body": lambda: docx("", {"word/document.xml": f'<w:document xmlns:w="{word_files.W}"/>'}),
    "docx: no document": lambda: word_files.zipped({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<x/>"}),
    "docx: no XML": lambda: docx("", {"word/document.xml": "正文"}),
    "docx: two documents": lambda: twice(docx(paragraph(run("正文"))), "word/document.xml"),
    "docx: an outside file": lambda: docx(
        "", {"word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}
    ),
    "xlsx: rows": lambda: sheet('<row><c t="n"><v>1</v></c></row>' * 150_000),
    "xlsx: cells": lambda: sheet(f"<row>{'<c/>' * 16_000}</row>" * 40),
    "xlsx: one more column": lambda: sheet(f"<row>{'<c/>' * 16_400}</row>"),
    "xlsx: merges": lambda: sheet(
        "".join(f"<row><c><v>{n}</v></c></row>" for n in range(10_000)),
        "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 10_000 + "</mergeCells>",
    ),
    "xlsx: a row that is none": lambda: sheet('<row r="99999999"><c><v>1</v></c></row>'),
    "xlsx: no workbook": lambda: word_files.zipped({"[Content_Types].xml": "<Types/>", "xl/styles.xml": "<x/>"}),
    "ods: rows again": lambda: open_document(
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell><text:p>1</text:p>'
        "</table:table-cell></table:table-row>"
    ),
    "ods: cells again": lambda: open_document(
        '<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p>'
        "</table:table-cell></table:table-row>"
    ),
    "ods: both again": lambda: open_document(
        '<table:table-row table:number-rows-repeated="999">'
        '<table:table-cell table:number-columns-repeated="999"><text:p>1</text:p>'
        "</table:table-cell></table:table-row>" * 20
    ),
    "spreadsheet2003: a cell far away": lambda: sheet_files.spreadsheet_2003(
        [("一", [sheet_files.Box(0, 99_999, "1")])]
    ),
    "word2003: elements in elements": lambda: word_files.word_2003(deep(100_000, "<w:x>", "", "</w:x>")),
    "flat_opc: no document": lambda: word_files.flat("").replace(b"w:document", b"w:dokument"),
}


CODES = {
    # As deep as XML may be, and nothing in it.
    "docx: controls in controls": "document.no_statutory_tables",
    **dict.fromkeys(
        (
            *("docx: tables in tables", "docx: boxes in boxes"),
            *("docx: elements in elements", "word2003: elements in elements"),
        ),
        "file.too_deep",
    ),
    **dict.fromkeys(
        (
            *("docx: entities", "docx: no body", "docx: no document", "docx: no XML", "docx: two documents"),
            *("docx: an outside file", "xlsx: a row that is none", "xlsx: no workbook", "xlsx: one more column"),
            *("spreadsheet2003: a cell far away", "flat_opc: no document"),
        ),
        "file.damaged",
    ),
}
"""Why each is refused; the others are too large."""


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", BUILD)
def test_refused_in_time(name: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(BUILD[name](), "", "")
    reason = refused.value.reasons[0]
    assert reason.code == CODES.get(name, "file.too_large_document")
    assert reason.message.zh
    assert reason.message.en


def test_a_part_behind_a_password_is_told() -> None:
    data, name = bytearray(docx(paragraph(run("正文")))), b"word/document.xml"
    entry = data.index(name, data.index(b"PK\x01\x02")) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 8] |= 1
    with pytest.raises(UnreadableFileError) as refused:
        read(bytes(data), "", "")
    assert refused.value.reasons[0].code == "file.password"


CONFINED = """
import resource, time
from services.ingest.reading import UnreadableFileError, read
from services.ingest.readers import readers
from tests.services.ingest.test_office_hostile import BUILD, STAYS_SMALL
files = [BUILD[name]() for name in STAYS_SMALL]
readers()
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 450 * 2**20, used + 450 * 2**20))
for data in files:
    try:
        read(data, "", "")
    except UnreadableFileError as refused:
        print(refused)
"""
STAYS_SMALL = (
    "docx: rows without number", "docx: rows", "docx: paragraphs", "docx: zeros", "docx: attributes", "xlsx: rows",
    "xlsx: cells", "ods: both again",
)  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="memory in use is read from /proc")
def test_memory_stays_bounded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(STAYS_SMALL)
