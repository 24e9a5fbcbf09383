"""Zip archives of a report with its attachments, and pages saved as one file."""

import io
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from quopri import encodestring

import pytest

from services.ingest.reading import UnreadableFileError, read
from services.ingest.sniff import sniff
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.services.ingest import render

FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
PAGE = render.html(FORM, FIGURES)
TEXT = render.text(FORM, FIGURES)
NOTICE = "关于报送政府信息公开工作年度报告的通知，请各单位于1月31日前报送。".encode()


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def codes(data: bytes) -> list[str]:
    with pytest.raises(UnreadableFileError) as refused:
        read(data, "", "")
    return [reason.code for reason in refused.value.reasons]


def test_a_report_with_attachments() -> None:
    litter = {"__MACOSX/._年报.html": b"\0\5", "~$年报.docx": b"\1" * 162, ".DS_Store": b"\0\1", "附件/": b""}
    result = read(zipped({**litter, "附件/通知.txt": NOTICE, "年报.html": PAGE.encode()}), "", "")
    assert dict(result.report.tables) == FIGURES
    assert result.reading.format == "html"
    told = [(note.code, note.text.zh) for note in result.reading.notes]
    assert [code for code, _ in told] == ["archive.report", "archive.attachment"]
    assert "年报.html" in told[0][1]
    assert "附件/通知.txt" in told[1][1]


def test_the_same_report_twice_is_read_where_more_of_it_can_be_read() -> None:
    ragged = render.one_per_line(FORM, FIGURES).encode()
    result = read(zipped({"a.txt": ragged, "b.html": PAGE.encode()}), "", "")
    assert result.reading.format == "html"
    assert set(result.reading.having(Confidence.READ)) == set(FIGURES)


def test_two_reports_are_one_too_many() -> None:
    other = render.html(FORM, {**FIGURES, "proactive.licensing": 4711}).encode()
    assert codes(zipped({"甲.html": PAGE.encode(), "乙.html": other})) == ["archive.several_reports"]


def test_no_report() -> None:
    assert codes(zipped({"通知.txt": NOTICE})) == ["document.no_statutory_tables"]
    told = codes(zipped({"通知.txt": NOTICE, "b.rar": b"Rar!\x1a\x07\x01\x00"}))
    assert told == ["archive.no_report", "document.no_statutory_tables", "file.archive_unsupported"]


def test_an_archive_in_an_archive_is_not_opened() -> None:
    packed = zipped({"年报.html": PAGE.encode()})
    assert codes(zipped({"年报.zip": packed})) == ["file.archive_unsupported"]


def test_names_written_by_chinese_programs() -> None:
    data = zipped({"AAAA.html": PAGE.encode(), "b.txt": NOTICE}).replace(b"AAAA.html", "年报".encode("gbk") + b".html")
    (found, _) = read(data, "", "").reading.notes
    assert "“年报.html”" in found.text.zh


@pytest.mark.parametrize(
    "members",
    [
        {f"{number}.txt": NOTICE for number in range(51)},
        {"bomb.txt": b"0" * 30_000_000},
        {f"{number}": bytes(range(256)) * 40_000 for number in range(7)},
    ],
)
def test_archives_made_to_burst(members: dict[str, bytes]) -> None:
    assert codes(zipped(members)) == ["file.too_large_document"]


def test_an_archive_that_lies_about_a_size() -> None:
    data = zipped({"a.txt": b"0" * 3_000_000})
    size = (3_000_000).to_bytes(4, "little")
    assert codes(data.replace(size, (3_000).to_bytes(4, "little"))) == ["file.damaged"]


def mht(body: bytes, encoding: str, charset: str) -> bytes:
    fields = ["From: <Saved by WPS>", "MIME-Version: 1.0", "Content-Type: multipart/related;"]
    fields += ['\ttype="text/html";', '\tboundary="----=_x"', "", "------=_x"]
    fields += ["Content-Type: text/html;", f"\tcharset={charset}", f"Content-Transfer-Encoding: {encoding}", "", ""]
    picture = b"\r\n------=_x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return "\r\n".join(fields).encode() + body + picture + b"------=_x--\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "unknown"])
def test_pages_saved_as_one_file(charset: str) -> None:
    page = PAGE.replace("<meta charset='utf-8'>", "").encode("gb18030" if charset == "gb2312" else "utf-8")
    bodies = {"quoted-printable": encodestring(page), "base64": b64encode(page), "8bit": page}
    for encoding, body in bodies.items():
        data = mht(body, encoding, charset)
        assert sniff(data).format == "mht"
        result = read(data, "", "")
        assert dict(result.report.tables) == FIGURES
        assert result.reading.format == "mht"


def test_a_saved_page_of_several_pages() -> None:
    half = PAGE.index("<table>", PAGE.index("<table>") + 1)
    parts = [
        f"--x\nContent-Type: text/html; charset=utf-8\n\n<html><body>{half_page}\n"
        for half_page in (PAGE[:half], PAGE[half:])
    ]
    data = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + "".join(parts) + "--x--"
    result = read(data.encode(), "", "")
    assert dict(result.report.tables) == FIGURES
    assert result.reading.cells["requests.closed.total"].at.startswith("part[2].table[1]")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (mht(b"", "8bit", "utf-8"), "document.no_statutory_tables"),
        (mht(b"", "8bit", "utf-8").replace(b"text/html;\r\n", b"text/css;\r\n"), "document.no_statutory_tables"),
        (mht(b"x\r\n" * 600_000, "8bit", "utf-8"), "file.too_large_document"),
        (b"MIME-Version: 1.0\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 5000, "file.too_deep"),
    ],
)
def test_saved_pages_without_a_report(data: bytes, code: str) -> None:
    assert codes(data) == [code]
