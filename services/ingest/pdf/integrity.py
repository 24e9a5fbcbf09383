"""Whether the drawing instructions of a PDF are whole: of a damaged stream a program draws what comes before."""

import base64
import re
import zlib

from services.ingest.reasons import unreadable

MAX_UNPACKED = 80_000_000
"""Bytes checked in all; more is not looked at."""
_STREAM = re.compile(rb">>[ \t\r\n]{0,8}stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)")
_NO_DRAWING = (
    b"/Image",
    b"/Length1",
    b"/FontFile",
    b"/Type1C",
    b"/CIDFontType0C",
    b"/OpenType",
    b"/Metadata",
    b"/ICCBased",
)
_HEAD = 3000
_CHUNK = 1_000_000


def require_whole(data: bytes) -> None:
    """Check every packed stream that may hold drawing instructions.

    Raises:
        UnreadableFileError: one of them ends too soon or has changed since it was written.
    """
    if b"/Encrypt" in data:
        return
    left = MAX_UNPACKED
    for match in _STREAM.finditer(data):
        head = data[max(match.start() - _HEAD, 0) : match.start() + 2]
        head = head[head.rfind(b"obj") + 3 :]
        if b"/FlateDecode" not in head or any(word in head for word in _NO_DRAWING):
            continue
        packed = _packed(data, match.end(), head)
        unpacked = _unpacked(packed, left) if packed is not None else None
        if unpacked is None:
            raise unreadable("file.damaged", what="PDF")
        left -= unpacked
        if left <= 0:
            return


def _packed(data: bytes, start: int, head: bytes) -> bytes | None:
    """The packed bytes of a stream; None where what wraps them is broken."""
    length = _LENGTH.search(head)
    end = start + int(length[1]) if length else -1
    if length is None or data[end : end + 20].lstrip()[:9] != b"endstream":
        end = data.find(b"endstream", start)
    body = data[start : end if end >= 0 else len(data)]
    if b"/ASCII85Decode" not in head:
        return body
    try:
        return base64.a85decode(b"<~" + body.strip().removeprefix(b"<~"), adobe=True)
    except ValueError:
        return None


def _unpacked(packed: bytes, limit: int) -> int | None:
    """How many bytes a stream unpacks to; None where it is damaged. A check sum may be missing, but not wrong."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    total, check, rest = 0, 1, packed[2:]
    try:
        while rest and not inflater.eof and total < limit:
            part = inflater.decompress(rest, _CHUNK)
            total, check, rest = total + len(part), zlib.adler32(part, check), inflater.unconsumed_tail
    except zlib.error:
        return None
    if total >= limit:
        return total
    written = inflater.unused_data[:4]
    is_whole = inflater.eof and (len(written) < len(b"\0\0\0\0") or int.from_bytes(written, "big") == check)
    return total if is_whole else None
