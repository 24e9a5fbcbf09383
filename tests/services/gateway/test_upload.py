"""Bodies as they stream in: the same whatever the pieces, counted while they arrive, broken ones refused."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import Headers

from services.gateway.problems import ProblemError
from services.gateway.upload import Upload, plain_name, receive

FORM = "multipart/form-data; boundary=seam"
LIMIT = 1000


def part(name: str, content: bytes, rest: str = "") -> bytes:
    return f'--seam\r\nContent-Disposition: form-data; name="{name}"{rest}\r\n\r\n'.encode() + content + b"\r\n"


def a_file(content: bytes = b"abc", filename: str = "年报.html", kind: str = "text/html") -> bytes:
    return part("file", content, f'; filename="{filename}"\r\nContent-Type: {kind}')


END = b"--seam--\r\n"


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def take(content_type: str, *chunks: bytes, **query: str) -> tuple[bytes, Upload]:
    with Upload(LIMIT) as upload:
        await receive(upload, Headers({"content-type": content_type}), query, pieces(*chunks))
        assert upload.size == len(upload.data)
        assert upload.sha256 == hashlib.sha256(upload.data).hexdigest()
        return upload.data, upload


async def refused(content_type: str, *chunks: bytes) -> str:
    with pytest.raises(ProblemError) as refusal:
        await take(content_type, *chunks)
    return refusal.value.kind.code


def cut(body: bytes, places: Sequence[int]) -> list[bytes]:
    edges = [0, *sorted(place % len(body) for place in places), len(body)]
    return [body[start:end] for start, end in pairwise(edges)]


CONTENTS = st.binary(min_size=1, max_size=LIMIT).filter(lambda data: b"--seam" not in data)


@given(CONTENTS, st.lists(st.integers(0), max_size=12))
def test_a_form_reads_the_same_however_it_is_cut(content: bytes, places: list[int]) -> None:
    body = part("agency", b"DH-0101") + a_file(content) + part("year", b"2025") + END
    data, upload = asyncio.run(take(FORM, *cut(body, places)))
    assert data == content
    assert (upload.filename, upload.media_type) == ("年报.html", "text/html")
    assert upload.fields == {"agency": "DH-0101", "year": "2025"}


async def test_a_bare_file_takes_its_name_and_fields_from_the_query() -> None:
    data, upload = await take(
        "application/vnd.gouji.report+json", b"{", b"}", agency="DH-0101", filename="a/b/年报.json"
    )
    assert (data, upload.filename, upload.media_type) == (b"{}", "年报.json", "application/vnd.gouji.report+json")
    assert upload.fields["agency"] == "DH-0101"


@pytest.mark.parametrize(
    ("kind", "query", "filename", "media_type"),
    [
        ('Text/HTML;  Charset="GB2312"', {}, "report.html", "text/html; charset=gb2312"),
        ("", {"filename": "年报.txt"}, "年报.txt", "text/plain"),
        ("", {}, "report.bin", "application/octet-stream"),
        ("nonsense", {"filename": "年报.html"}, "年报.html", "text/html"),
    ],
)
async def test_name_and_type_help_to_guess_each_other(
    kind: str, query: dict[str, str], filename: str, media_type: str
) -> None:
    _, upload = await take(kind, b"x", **query)
    assert (upload.filename, upload.media_type) == (filename, media_type)


async def test_older_clients_name_chinese_files_in_another_way() -> None:
    heading = "; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.html\r\nContent-Type: text/html"
    _, upload = await take(FORM, part("file", b"x", heading) + END)
    assert upload.filename == "年报.html"


async def test_the_limit_counts_the_file_and_not_the_form_around_it() -> None:
    assert len((await take(FORM, part("agency", b"A" * 500) + a_file(b"x" * LIMIT) + END))[0]) == LIMIT
    assert await refused(FORM, a_file(b"x" * (LIMIT + 1)) + END) == "file.too_large"
    assert await refused("text/html", b"x" * LIMIT, b"x") == "file.too_large"


async def test_nothing_is_read_beyond_the_limit() -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 100
            yield b"x" * 100

    with Upload(LIMIT) as upload, pytest.raises(ProblemError, match=r"file\.too_large"):
        await receive(upload, Headers({"content-type": "text/html"}), {}, endless())
    assert taken == LIMIT + 100


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("text/html", b"", "file.empty"),
        (FORM, a_file(b"") + END, "file.empty"),
        (FORM, part("agency", b"A") + END, "file.missing"),
        (FORM, part("file", b"", '; filename=""') + END, "file.missing"),
        (FORM, END, "file.missing"),
        (FORM, a_file() + a_file() + END, "file.repeated"),
        (FORM, a_file(), "form.malformed"),
        (FORM, a_file()[:-20], "form.malformed"),
        (FORM, b"", "form.malformed"),
        (FORM, b"noise" * 100, "form.malformed"),
        (FORM, b"--seam\r\nX: y\r\n\r\nz\r\n" + END, "form.malformed"),
        (FORM, part("agency", b"\xff\xfe") + a_file() + END, "form.malformed"),
        ("multipart/form-data", a_file() + END, "form.malformed"),
        ("multipart/form-data; boundary=", a_file() + END, "form.malformed"),
        ("multipart/form-data; boundary=接缝", a_file() + END, "form.malformed"),
        (FORM, part("agency", b"A" * 20_000) + a_file() + END, "form.too_long"),
        (FORM, part("x", b"A") * 100 + a_file() + END, "form.too_long"),
        (FORM, part("x", b"A", "; y=" + "z" * 9000) + a_file() + END, "form.too_long"),
        ("multipart/mixed; boundary=seam", a_file() + END, "media_type.unsupported"),
        ("application/x-www-form-urlencoded", b"agency=A&year=2025", "media_type.unsupported"),
    ],
)
async def test_what_cannot_be_a_filing_is_refused(content_type: str, body: bytes, code: str) -> None:
    assert await refused(content_type, body) == code


@given(st.binary(max_size=300), st.sampled_from([FORM, "multipart/form-data; boundary=\x00", "text/html"]))
def test_no_body_does_worse_than_being_refused(noise: bytes, content_type: str) -> None:
    async def send() -> None:
        with Upload(LIMIT) as upload:
            try:
                body = pieces(a_file()[:40], noise)
                await receive(upload, Headers({"content-type": content_type}), {}, body)
            except ProblemError:
                return

    asyncio.run(send())


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("年报.html", "年报.html"),
        ("C:\\文件\\年报.html", "年报.html"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\x00.html", "ab.html"),
        ("..", ""),
        ("年" * 300 + ".html", "年" * 180 + ".html"),
    ],
)
def test_file_names_are_kept_plain(given_name: str, kept: str) -> None:
    assert plain_name(given_name) == kept


NOT_CHOSEN = part("file", b"", '; filename=""\r\nContent-Type: application/octet-stream')


@pytest.mark.parametrize(
    ("pasted", "filename", "media_type"),
    [
        ("<!DOCTYPE html><p>年报</p>", "粘贴.html", "text/html; charset=utf-8"),
        ("前面有字 <TABLE border=1><tr><td>1</td></tr></TABLE>", "粘贴.html", "text/html; charset=utf-8"),
        ("2025年政府信息公开工作年度报告\r\n一、总体情况 a<b", "粘贴.txt", "text/plain; charset=utf-8"),
    ],
)
async def test_a_page_is_pasted_instead_of_a_file(pasted: str, filename: str, media_type: str) -> None:
    for unchosen in (b"", NOT_CHOSEN):
        body = part("text", pasted.encode()) + part("agency", b"DH-0101") + unchosen + END
        data, upload = await take(FORM, body)
        assert data == pasted.encode()
        assert (upload.filename, upload.media_type) == (filename, media_type)
        assert upload.fields == {"agency": "DH-0101"}


async def test_a_blank_page_beside_a_file_is_no_page() -> None:
    data, upload = await take(FORM, part("text", b" \r\n") + a_file() + END)
    assert (data, upload.filename) == (b"abc", "年报.html")


async def test_a_page_and_a_file_are_one_too_many() -> None:
    assert await refused(FORM, part("text", b"page") + a_file() + END) == "file.repeated"
    assert await refused(FORM, part("text", b" ") + NOT_CHOSEN + END) == "file.missing"


@given(st.integers(LIMIT - 2, LIMIT + 2), st.lists(st.integers(0), max_size=4))
def test_a_page_is_held_to_the_limit_of_a_file(size: int, places: list[int]) -> None:
    pasted = cut(part("text", b"x" * size) + END, places)
    if size <= LIMIT:
        assert asyncio.run(take(FORM, *pasted))[0] == b"x" * size
    else:
        assert asyncio.run(refused(FORM, *pasted)) == "file.too_large"
