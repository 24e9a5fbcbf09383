"""What a file is, decided by its content; its name and declared type are never trusted."""

import re

import msgspec

from services.ingest.containers import ole_format, zip_format
from services.ingest.encoding import decode
from services.ingest.reasons import unreadable
from shared.report.reading import Note

MAX_BYTES = 20_000_000
"""Reports with all their pictures stay well below this."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x7fELF", "program"),
    (b"CAJ\x00", "caj"),
    (b"HN\x00\x00", "caj"),
    (b"ID3", "media"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF_WITHIN = 1024
"""Programs that read PDF look this far for its beginning."""
_TAR_MAGIC = (257, b"ustar")
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tr|td|p|div|span|h[1-6]|br)\b[^<]{0,2000}>", re.IGNORECASE
)
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PROLOG = re.compile(
    r"(?:\s|<\?.{0,2000}?\?>|<!--.{0,20000}?-->|<!DOCTYPE[^>\[]{0,2000}(?:\[[^\]]{0,20000}\]\s*)?>)*+", re.DOTALL
)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_XML_ROOTS = {
    "wordDocument": "word2003",
    "Workbook": "spreadsheet2003",
    "package": "flat_opc",
    "document": "fodt",
    "UOF": "uof",
}
_MAIL_FIELD = re.compile(rb"[A-Za-z][A-Za-z-]{2,40}:[ \t]")
_MAIL_BODY = re.compile(rb"^Content-Type:[ \t]*(multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_MAIL_WITHIN = 8192
_MARKDOWN_RULE = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)
_MARKDOWN_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_JSON = re.compile(r"""\{\s*["'}A-Za-z]|\[\s*[\[\]{"'\d-]""")


class Source(msgspec.Struct, frozen=True, eq=False):
    """A file whose format is known. `text` is its decoded content, empty for formats that are not text."""

    format: str
    data: bytes
    text: str = ""
    notes: tuple[Note, ...] = ()


def sniff(data: bytes, media_type: str = "") -> Source:
    """Find out what a file is.

    Raises:
        UnreadableFileError: nothing or too much in it, a password, damage, or no text that can be decoded.
    """
    if len(data) > MAX_BYTES:
        raise unreadable("file.too_large_document", what=f"{len(data)} > {MAX_BYTES} bytes")
    if not data.strip(b" \t\r\n\x00"):
        raise unreadable("file.empty")
    if (binary := _binary_format(data)) is not None:
        return Source(binary, data)
    text, notes = decode(data, media_type)
    if not text.strip("\ufeff \t\r\n\x00"):
        raise unreadable("file.empty")
    return Source(_text_format(text.lstrip("\ufeff \t\r\n")), data, text, notes)


def _binary_format(data: bytes) -> str | None:
    if data.startswith(_ZIP):
        return zip_format(data)
    if data.startswith(_OLE):
        return ole_format(data)
    if (magic := next((name for start, name in _MAGIC if data.startswith(start)), None)) is not None:
        return magic
    if b"%PDF-" in data[:_PDF_WITHIN] and b"endobj" in data:
        return "pdf"
    return _by_structure(data)


def _by_structure(data: bytes) -> str | None:
    """Formats whose first bytes alone could also begin a text."""
    # "BM" alone also starts words; a bitmap repeats its own size in the next four bytes.
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "image"
    if data.startswith(b"RIFF"):
        return "image" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        return "heif" if data[8:12] in {b"heic", b"heix", b"mif1", b"avif", b"msf1"} else "media"
    if data.startswith(b"MZ") and b"PE\x00\x00" in data[:4096]:
        return "program"
    at, magic = _TAR_MAGIC
    if data[at : at + len(magic)] == magic:
        return "tar"
    return _mail_format(data[:_MAIL_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n"))


def _mail_format(head: bytes) -> str | None:
    """A page saved as one file is an e-mail message; its parts have encodings of their own."""
    if not _MAIL_FIELD.match(head):
        return None
    return "mht" if b"mime-version:" in head.lower() and _MAIL_BODY.search(head) else None


def _text_format(text: str) -> str:
    if _JSON.match(text):
        return "canonical"
    if text.startswith("<") and (xml := _xml_format(text)) is not None:
        return xml
    if _is_markdown(text):
        return "markdown"
    if _HTML.search(text):
        return "html"
    return "xml" if text.startswith("<?xml") else "text"


def _xml_format(text: str) -> str | None:
    """The format that the root element names, which stands behind declarations and comments."""
    prolog = _PROLOG.match(text)
    root = _ROOT.match(text, prolog.end() if prolog else 0)
    if root is None or (root[1] is None and root[2] not in {"Workbook", "wordDocument"}):
        return None
    return _XML_ROOTS.get(root[2])


def _is_markdown(text: str) -> bool:
    """Tables ruled with `|---|`, or headings marked with `#`; both may hold single HTML elements, but no page does."""
    if _WHOLE_PAGE.search(text):
        return False
    return _MARKDOWN_RULE.search(text) is not None or _MARKDOWN_HEADING.search(text) is not None
