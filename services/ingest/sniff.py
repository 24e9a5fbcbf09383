"""What a file is, decided by its content; its name and declared type are never trusted."""

import io
import re
import zipfile

import msgspec

from services.ingest.encoding import decode
from services.ingest.reasons import unreadable
from shared.report.reading import Note

MAX_BYTES = 20_000_000
"""Reports with all their pictures stay well below this."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"\x1f\x8b", "gzip"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ZIP_MEMBERS = (("word/", "docx"), ("xl/", "xlsx"), ("OFD.xml", "ofd"), ("content.xml", "odt/ods"), ("ppt/", "pptx"))
_OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("EncryptedPackage", "encrypted office"))
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tr|td|p|div|span|h[1-6]|br)\b[^<]{0,2000}>", re.IGNORECASE
)
_XML_FORMATS = (("word/2003/wordml", "Word 2003 XML"), ("office:spreadsheet", "Excel 2003 XML"))
_MAIL_HEAD = re.compile(r"(?:MIME-Version|From|Content-Type): ", re.IGNORECASE)


class Source(msgspec.Struct, frozen=True, eq=False):
    """A file whose format is known. `text` is its decoded content, empty for formats that are not text."""

    format: str
    data: bytes
    text: str = ""
    notes: tuple[Note, ...] = ()


def sniff(data: bytes, media_type: str = "") -> Source:
    """Find out what a file is.

    Raises:
        UnreadableFileError: nothing in it, too much in it, or no text that can be decoded.
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
        return _zip_format(data)
    if data.startswith(_OLE):
        return next((name for stream, name in _OLE_STREAMS if stream.encode("utf-16-le") in data), "ole")
    # "BM" alone also starts words; a bitmap repeats its own size in the next four bytes.
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") != len(data):
        return None
    return next((name for magic, name in _MAGIC if data.startswith(magic)), None)


def _zip_format(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return "zip (damaged)"
    return next((kind for member, kind in _ZIP_MEMBERS if any(name.startswith(member) for name in names)), "zip")


def _text_format(text: str) -> str:
    head = text[:4096]
    if text.startswith(("{", "[")):
        return "canonical"
    if (xml := next((name for mark, name in _XML_FORMATS if mark in head), None)) is not None:
        return xml
    if _MAIL_HEAD.match(head):
        return "mht"
    if _HTML.search(text):
        return "html"
    return "xml" if text.startswith("<?xml") else "text"
