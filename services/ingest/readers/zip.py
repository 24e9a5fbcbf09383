"""Zip archives: a report packed together with its attachments."""

import io
import zipfile

from services.ingest.containers import ZIP_ERRORS
from services.ingest.package import Member, Package
from services.ingest.reasons import unreadable
from services.ingest.sniff import MAX_BYTES, Source

MAX_FILES = 50
"""A report and what is attached to it."""
MAX_UNPACKED = 60_000_000
MAX_RATIO = 200
"""Text shrinks twentyfold, an XML of empty rows a hundredfold; what shrinks more is made to burst."""
_SMALL = 1_000_000

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LITTER = ("__MACOSX/", "Thumbs.db", "desktop.ini")


def read(source: Source) -> Package:
    """The files in an archive that may be a report.

    Raises:
        UnreadableFileError: it is damaged, or holds more or larger files than any report comes with.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = [member for member in archive.infolist() if _may_be_a_report(member)]
            _check_size(members)
            return Package(tuple(Member(_name(member), _content(archive, member)) for member in members))
    except ZIP_ERRORS:
        raise unreadable("file.damaged", what="zip") from None


def _may_be_a_report(member: zipfile.ZipInfo) -> bool:
    name = member.filename.rsplit("/", 1)[-1]
    is_litter = member.filename.startswith(_LITTER) or name.startswith(("~$", ".")) or name in _LITTER
    return not member.is_dir() and not is_litter and member.file_size > 0


def _check_size(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_FILES:
        raise unreadable("file.too_large_document", what=f"{len(members)} > {MAX_FILES} files")
    if not members:
        raise unreadable("file.empty")
    if all(member.flag_bits & _ENCRYPTED for member in members):
        raise unreadable("file.password")
    for member in members:
        if member.file_size > max(_SMALL, member.compress_size * MAX_RATIO):
            raise unreadable("file.too_large_document", what=f"1 : {MAX_RATIO}")
    if (unpacked := sum(member.file_size for member in members)) > MAX_UNPACKED:
        raise unreadable("file.too_large_document", what=f"{unpacked} > {MAX_UNPACKED} bytes")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """At most as much as the archive says and any report may have, whatever is really packed there."""
    if member.flag_bits & _ENCRYPTED:
        return b""
    with archive.open(member) as packed:
        return packed.read(min(member.file_size, MAX_BYTES + 1))


def _name(member: zipfile.ZipInfo) -> str:
    """The name as the packing program wrote it; Chinese programs write GBK where the format means code page 437."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
