"""What is inside the two containers office programs write: zip packages and OLE compound files."""

import io
import struct
import zipfile
import zlib

from services.ingest.compound import open_compound
from services.ingest.reasons import unreadable

MAX_MEMBERS = 5_000
"""Documents with a picture on every page have a few hundred."""

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    ValueError,
    OverflowError,
    RuntimeError,
    OSError,
    EOFError,
)
"""Everything that reading a damaged or hostile zip file raises."""

_CENTRAL = b"PK\x01\x02"
_ENCRYPTED_FLAG = 0x1
_PACKAGE_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_MIME_TYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
    (b"application/epub+zip", "epub"),
)
_MANIFEST = "META-INF/manifest.xml"
_MANIFEST_BYTES = 200_000
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("FileHeader", "hwp"),
)
_DOC_FLAGS_AT = 10
_DOC_ENCRYPTED = 0x0100
_XLS_FILEPASS = 0x002F
_XLS_RECORDS_BEFORE_PASS = 20


def zip_format(data: bytes) -> str:
    """The format of a zip package, or `zip` for a mere archive.

    Raises:
        UnreadableFileError: it is damaged, behind a password, empty, or has more members than any report.
    """
    if data.count(_CENTRAL) > MAX_MEMBERS:
        raise unreadable("file.too_large_document", what=f"> {MAX_MEMBERS} zip members")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
            kind = _package_format(archive, members)
    except ZIP_ERRORS:
        raise unreadable("file.damaged", what="zip / docx / xlsx") from None
    if not members:
        raise unreadable("file.empty")
    if kind == "encrypted" or all(member.flag_bits & _ENCRYPTED_FLAG for member in members.values()):
        raise unreadable("file.password")
    return kind


def _package_format(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    names = {name.replace("\\", "/") for name in members}
    if "encrypted-package" in names:
        return "encrypted"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.lower() == "[content_types].xml" for name in names):
        for folder, kind in _PACKAGE_PARTS:
            if any(name.lower().startswith(folder) for name in names):
                return kind
    if "OFD.xml" in names:
        return "ofd"
    if "Index/Document.iwa" in names:
        return "iwork"
    return _open_document(archive, members) or "zip"


def _open_document(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str | None:
    """What `mimetype` says, else the manifest; either may be missing from what converters write."""
    if "mimetype" not in members and "content.xml" not in members:
        return None
    told = b""
    for name in ("mimetype", _MANIFEST):
        if name in members and not members[name].flag_bits & _ENCRYPTED_FLAG:
            with archive.open(name) as part:
                told += part.read(_MANIFEST_BYTES)
    if b"encryption-data" in told:
        return "encrypted"
    return next((kind for mime_type, kind in _MIME_TYPES if mime_type in told), None)


def ole_format(data: bytes) -> str:
    """The format of an OLE compound file by the streams at its root, or `ole`.

    Raises:
        UnreadableFileError: it is damaged or behind a password.
    """
    with open_compound(data) as ole:
        for name, kind in _STREAMS:
            if (stream := ole.stream(name)) is not None:
                if kind == "encrypted" or _HAS_PASSWORD.get(kind, _never)(stream):
                    raise unreadable("file.password")
                return kind
    return "ole"


def _doc_has_password(stream: bytes) -> bool:
    return bool(int.from_bytes(stream[_DOC_FLAGS_AT : _DOC_FLAGS_AT + 2], "little") & _DOC_ENCRYPTED)


def _xls_has_password(stream: bytes) -> bool:
    """Whether one of the first records says so."""
    at = 0
    for _ in range(_XLS_RECORDS_BEFORE_PASS):
        record, length = (int.from_bytes(stream[place : place + 2], "little") for place in (at, at + 2))
        if record == _XLS_FILEPASS:
            return True
        at += 4 + length
    return False


def _never(_: bytes) -> bool:
    return False


_HAS_PASSWORD = {"doc": _doc_has_password, "xls": _xls_has_password}
