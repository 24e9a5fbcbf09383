"""What a file is, and in which letters it is written, by its content alone."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.encoding import decode
from services.ingest.reading import UnreadableFileError, read
from services.ingest.sniff import MAX_BYTES, sniff
from tests.services.ingest.compound import compound_file

TEXT = "一、本年新收政府信息公开申请数量 | 12 | 1 | 0 | 0 | 0 | 0 | 13 |\n二、上年结转政府信息公开申请数量 | 0 |\n" * 5


def zipped(*names: str, **contents: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def with_a_password(archive: bytes) -> bytes:
    """The archive with the flag that says its members are encrypted, in both places it has."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := archive.find(mark, start)) >= 0:
            archive = archive[: start + at] + b"\x01" + archive[start + at + 1 :]
            start += 1
    return archive


def bitmap(kind: str) -> bytes:
    starts = {
        "png": b"\x89PNG\r\n\x1a\n",
        "jpeg": b"\xff\xd8\xff\xe0",
        "gif": b"GIF89a",
        "tiff": b"II*\0",
        "tiff, big": b"MM\0*",
        "webp": b"RIFF\x10\0\0\0WEBP",
        "bmp": b"BM" + (64).to_bytes(4, "little"),
    }
    return starts[kind].ljust(64, b"\1")


WORD_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<!-- x -->'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
)
EXCEL_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PACKAGE = "[Content_Types].xml"
MAIL = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\0junk\n%PDF-1.4\n1 0 obj\nendobj", "pdf"),
        (zipped(PACKAGE, "word/document.xml"), "docx"),
        (zipped(PACKAGE, "word/document2.xml", "word/embeddings/a.xlsx", "word/vbaProject.bin"), "docx"),
        (zipped(PACKAGE, "xl/workbook.xml"), "xlsx"),
        (zipped("content.xml", mimetype=ODT), "odt"),
        (zipped("content.xml", mimetype=f"{ODT}-template"), "odt"),
        (zipped("content.xml", mimetype=ODS), "ods"),
        (zipped("content.xml", **{"META-INF__manifest.xml": f'<x media-type="{ODS}"/>'}), "ods"),
        (zipped("a.txt"), "zip"),
        (zipped("word/a.docx", "xl/b.xls"), "zip"),
        (b"{\\rtf1\\ansi", "rtf"),
        *((bitmap(kind), "image") for kind in ("png", "jpeg", "gif", "tiff", "tiff, big", "webp", "bmp")),
        (MAIL, "mht"),
        (b"\xef\xbb\xbfMIME-Version: 1.0\nContent-Type: text/html; charset=gbk\n\n<p>x", "mht"),
        (WORD_2003.encode(), "word2003"),
        (EXCEL_2003.encode("utf-16"), "spreadsheet2003"),
        (b"<!DOCTYPE html><p>x", "html"),
        ("\ufeff<table><tr><td>1".encode(), "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html xmlns:x="urn:schemas-microsoft-com:office:spreadsheet">', "html"),
        (b"  {}", "canonical"),
        (b'[{"a": 1}]', "canonical"),
        ("[首页] 2023年报".encode(), "text"),
        ("{2023}年报".encode(), "text"),
        ("依据《关于印发<格式>的通知》 --> 编制".encode(), "text"),
        ("From: 东海省\n年报".encode(), "text"),
        (b"BM is no bitmap here", "text"),
        (b"MZ and RIFF are no programs", "text"),
        ("编制依据 %PDF-1.4 以及其他".encode(), "text"),
        ("| 甲 | 乙 |\n|---|:-:|\n| 1<br>2 | 2 |".encode(), "markdown"),
        ("# 年度报告\n\n<table><tr><td>1</td></tr></table>".encode(), "markdown"),
        ("<html><body># 年度报告\n<p>x".encode(), "html"),
        ("甲 | 乙 |\n1 | 2 |".encode(), "text"),
    ],
)
def test_formats(data: bytes, kind: str) -> None:
    assert sniff(data, "application/msword").format == kind


@pytest.mark.parametrize("stream", ["WordDocument", "Workbook", "PowerPoint Document"])
def test_old_office_formats_by_their_streams(stream: str) -> None:
    expected = {"WordDocument": "doc", "Workbook": "xls", "PowerPoint Document": "ppt"}
    assert sniff(compound_file({stream: b"\0" * 5000})).format == expected[stream]


def test_a_document_that_holds_a_sheet_is_a_document() -> None:
    text = "Workbook".encode("utf-16-le")
    assert sniff(compound_file({"WordDocument": text.ljust(5000, b"\0")})).format == "doc"


@pytest.mark.parametrize(
    "data",
    [
        with_a_password(zipped("年报.docx")),
        with_a_password(zipped(PACKAGE, "word/document.xml")),
        zipped("content.xml", mimetype=ODT, **{"META-INF__manifest.xml": "<manifest:encryption-data/>"}),
        compound_file({"EncryptedPackage": b"\1" * 5000, "EncryptionInfo": b"\1" * 5000}),
        compound_file({"WordDocument": (b"\xec\xa5" + b"\0" * 9 + b"\x01").ljust(5000, b"\0")}),
        compound_file({"Workbook": b"\x09\x08\x02\x00\x00\x06\x2f\x00\x36\x00".ljust(5000, b"\0")}),
    ],
)
def test_a_password_is_told(data: bytes) -> None:
    assert refusal(data) == "file.password"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04broken",
        zipped(PACKAGE, "word/document.xml")[:-30],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        compound_file({"WordDocument": b"\0" * 5000})[:1000],
    ],
)
def test_damage_is_told(data: bytes) -> None:
    assert refusal(data) == "file.damaged"


def test_an_archive_of_nothing_is_empty() -> None:
    assert refusal(zipped()) == "file.empty"
    assert refusal(zipped("a/")) == "file.empty"


def test_an_archive_of_too_much_is_not_opened() -> None:
    assert refusal(zipped(*(f"{number}" for number in range(5_001)))) == "file.too_large_document"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zipped("OFD.xml"), "OFD"),
        (zipped(PACKAGE, "ppt/presentation.xml"), "pptx"),
        (zipped(PACKAGE, "xl/workbook.bin"), "xlsb"),
        (compound_file({"PowerPoint Document": b"\0" * 5000}), "ppt"),
        (compound_file({"Contents": b"\0" * 5000}), ""),
        (b"<?xml version='1.0'?><report/>", "XML"),
        (b"<?xml version='1.0'?><uof:UOF xmlns:uof='http://schemas.uof.org/cn/2003/uof'/>", "UOF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"MZ\x90\0" + b"\0" * 100 + b"PE\0\0", ""),
    ],
)
def test_formats_that_are_not_read_are_named_with_a_way_on(data: bytes, name: str) -> None:
    (reason,) = refused(data).reasons
    assert (reason.code, reason.at) == ("file.format_unsupported", "file")
    for wording, way_on in ((reason.message.zh, "另存为"), (reason.message.en, "Save it as")):
        assert name in wording
        assert way_on in wording


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"a" * 257 + b"ustar", "tar"),
    ],
)
def test_archives_that_are_not_opened_are_named_with_a_way_on(start: bytes, name: str) -> None:
    (reason,) = refused(start).reasons
    assert reason.code == "file.archive_unsupported"
    assert name in reason.message.zh
    assert name in reason.message.en


def refused(data: bytes) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as refused:
        read(data, "report.html", "text/html")
    return refused.value


def refusal(data: bytes) -> str:
    (reason,) = refused(data).reasons
    return reason.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding))[0].lstrip("\ufeff") == TEXT


def test_a_declared_gb2312_is_read_as_gb18030() -> None:
    page = "<meta charset=gb2312><p>朱镕基 喆 〇 €"
    assert decode(page.encode("gb18030"))[0] == page


@pytest.mark.parametrize("declared", ["utf-16", "hex", "rot13", "no-such", "big5"])
def test_a_false_declaration_is_not_believed(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>政府信息公开</p>'
    assert decode(page.encode())[0] == page


def test_a_character_cut_off_at_the_end_is_let_go() -> None:
    for encoding in ("utf-8", "gb18030"):
        text, _ = decode(TEXT.strip().encode(encoding) + "数".encode(encoding)[:1])
        assert text == TEXT.strip()


def test_a_few_wrong_bytes_are_told() -> None:
    text, notes = decode((TEXT * 40).encode() + b"\xff" + TEXT.encode())
    assert text.count("\ufffd") == 1
    assert [note.code for note in notes] == ["text.replaced"]


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\0" * 100, "\ufeff\n".encode(), "\ufeff".encode("utf-16")])
def test_nothing_is_nothing(data: bytes) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sniff(data)
    assert refused.value.reasons[0].code == "file.empty"


def test_too_much_is_too_much() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sniff(b"x" * (MAX_BYTES + 1))
    assert refused.value.reasons[0].code == "file.too_large_document"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    for front in (b"", b"<table><tr><td>", b'{"tables":', "行政许可 | 1 |\n".encode()):
        try:
            read(front + data, "x", "text/html; charset=utf-7")
        except UnreadableFileError as refused:
            told = [reason.message.zh and reason.message.en for reason in refused.reasons]
            if not told or not all(told):
                pytest.fail(f"refused without saying why: {refused}")
