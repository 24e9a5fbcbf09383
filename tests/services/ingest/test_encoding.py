"""The letters of a report, whatever encoding it is in and whatever it says about that."""

import pytest

from services.ingest.encoding import decode

PAGE = "<html><head><meta charset={}></head><p>政府信息公开年度报告</p><td>總計 12 件</td>"
TRADITIONAL = "<html><head><meta charset={}></head><p>政府資訊公開年度報告</p><td>總計 12 件，受理機關申請</td>"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1", "utf-16", "x-sjis", "''"])
@pytest.mark.parametrize("real", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_what_a_page_declares_is_not_believed_against_its_words(declared: str, real: str) -> None:
    page = PAGE.format(declared)
    text, notes = decode(page.encode(real), f"text/html; charset={declared}")
    assert text.lstrip("\ufeff") == page
    assert notes == ()


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "windows-1252", "''"])
@pytest.mark.parametrize("real", ["big5", "cp950", "big5hkscs", "utf-8", "gb18030"])
def test_traditional_pages(declared: str, real: str) -> None:
    page = TRADITIONAL.format(declared)
    assert decode(page.encode(real))[0] == page


@pytest.mark.parametrize("real", ["utf-16-le", "utf-16-be"])
def test_wide_letters_without_a_mark_and_with_hardly_a_space(real: str) -> None:
    text = "政府信息公开工作年度报告本年度主动公开政府信息" * 20
    assert decode(text.encode(real))[0] == text


@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
def test_wrong_bytes_here_and_there_are_told(real: str) -> None:
    line = "本年度收到政府信息公开申请十二件。".encode(real)
    text, notes = decode(b"\n".join([*[line] * 9, line + b"\xff"] * 20 + [line]))
    assert text.count("\ufffd") == 20
    assert [note.code for note in notes] == ["text.replaced"]
