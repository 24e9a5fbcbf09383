"""What a file is, and in which letters it is written, by its content alone."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.encoding import decode
from services.ingest.reading import UnreadableFileError, read
from services.ingest.sniff import MAX_BYTES, sniff

TEXT = "一、本年新收政府信息公开申请数量 | 12 | 1 | 0 | 0 | 0 | 0 | 13 |\n二、上年结转政府信息公开申请数量 | 0 |\n" * 5


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("OFD.xml"), "ofd"),
        (zipped("a.txt"), "zip"),
        (b"PK\x03\x04broken", "zip (damaged)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "xls"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\x89PNG\r\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "mht"),
        (b'<?xml version="1.0"?><?mso-application?><w:x xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
         "Word 2003 XML"),
        (b"<?xml version='1.0'?><report/>", "xml"),
    ],
)  # fmt: skip
def test_formats_without_a_reader_are_named(data: bytes, kind: str) -> None:
    assert sniff(data).format == kind
    with pytest.raises(UnreadableFileError) as refused:
        read(data, "report.html", "text/html")
    (reason,) = refused.value.reasons
    assert (reason.code, reason.at) == ("file.format_unsupported", "file")
    assert kind in reason.message.zh
    assert kind in reason.message.en


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><p>x", "html"),
        ("\ufeff<table><tr><td>1".encode(), "html"),
        (b"  {}", "canonical"),
        ("依据《关于印发<格式>的通知》 --> 编制".encode(), "text"),
        (b"BM is no bitmap here", "text"),
    ],
)
def test_text_formats(data: bytes, kind: str) -> None:
    assert sniff(data, "application/msword").format == kind


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
