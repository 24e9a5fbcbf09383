"""What of the originals is shown in place, and in which characters."""

import pytest

from services.gateway.showing import shown_as


@pytest.mark.parametrize(
    ("media_type", "filename", "data", "expected"),
    [
        ("text/html", "a", "年报".encode(), "text/html; charset=utf-8"),
        ("text/html", "a", "年报".encode("gb18030"), "text/html; charset=gb18030"),
        ("text/html; charset=big5", "a", b"", "text/html; charset=big5"),
        ("text/html", "a", b"<meta charset=gbk>", "text/html"),
        ("application/xhtml+xml", "a", b"", "text/html; charset=utf-8"),
        ("text/plain", "a", "年报".encode("utf-16"), "text/plain; charset=utf-16"),
        ("text/markdown", "a.md", b"# 1", "text/plain; charset=utf-8"),
        ("application/octet-stream", "年报.HTM", b"", "text/html; charset=utf-8"),
        ("application/octet-stream", "年报.exe", b"", None),
        ("image/svg+xml", "a.svg", b"<svg>", None),
        ("application/pdf", "a.html", b"", None),
    ],
)
def test_what_is_shown_in_place_and_as_what(media_type: str, filename: str, data: bytes, expected: str | None) -> None:
    assert shown_as(media_type, filename, data) == expected
