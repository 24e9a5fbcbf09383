"""The records of a legacy Excel workbook (BIFF5, BIFF8), and the strings in them."""

import struct
from collections.abc import Iterator, Sequence

import msgspec

from services.ingest.reasons import unreadable

MAX_RECORDS = 1_000_000
MAX_STRINGS = 200_000

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
_BIFF8 = 0x0600
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


class Record(msgspec.Struct, frozen=True):
    """A record and what continues it, because it was too long for one."""

    kind: int
    data: bytes
    more: Sequence[bytes] = ()

    def numbers(self, layout: str, at: int = 0) -> tuple[int, ...]:
        """Numbers at a place in the record.

        Raises:
            struct.error: the record is too short.
        """
        return struct.unpack_from(f"<{layout}", self.data, at)


def records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of one substream; substreams inside it (charts) are passed over.

    Raises:
        UnreadableFileError: there are more than any report has.
        struct.error: the stream ends before the substream does.
    """
    depth = 0
    for _ in range(MAX_RECORDS):
        kind, start, data = _next(stream, start)
        more: list[bytes] = []
        while start + 4 <= len(stream) and struct.unpack_from("<H", stream, start)[0] == CONTINUE:
            _, start, rest = _next(stream, start)
            more.append(rest)
        depth += kind == BOF
        if depth <= 1:
            yield Record(kind, data, more)
        depth -= kind == EOF
        if kind == EOF and depth <= 0:
            return
    raise unreadable("file.too_large_document", what=f"> {MAX_RECORDS} records")


def _next(stream: bytes, start: int) -> tuple[int, int, bytes]:
    kind, length = struct.unpack_from("<HH", stream, start)
    end = start + 4 + length
    return kind, end, stream[start + 4 : end]


class Run(msgspec.Struct, frozen=True):
    """From this character on another font is used."""

    start: int
    font: int


class Text(msgspec.Struct, frozen=True):
    """A string and the fonts of its parts."""

    text: str
    runs: tuple[Run, ...] = ()


class Strings:
    """Reads strings that may go on in the records that continue theirs."""

    def __init__(self, record: Record, at: int, version: int, encoding: str) -> None:
        self._pieces = [record.data, *record.more]
        self._piece = 0
        self._at = at
        self._version = version
        self._encoding = encoding

    def next(self, *, short: bool = False) -> Text:
        """The next string; a short one has its length in one byte.

        Raises:
            IndexError: the record ends before the string does.
        """
        length = self._number(1 if short else 2)
        if self._version < _BIFF8:
            return Text(self._take(length).decode(self._encoding, "replace"))
        flags = self._number(1)
        runs = self._number(2) if flags & _RICH else 0
        extended = self._number(4) if flags & _EXTENDED else 0
        text = self._characters(length, wide=bool(flags & _WIDE))
        fonts = struct.iter_unpack("<HH", self._take(4 * runs))
        self._take(extended)
        return Text(text, tuple(Run(start, font) for start, font in fonts))

    def _characters(self, length: int, *, wide: bool) -> str:
        text = ""
        while len(text) < length:
            if self._at >= len(self._pieces[self._piece]):
                # Where a string goes on in the next record, that says anew whether its characters are wide.
                self._piece, self._at = self._piece + 1, 0
                wide = bool(self._number(1) & _WIDE)
            size = 2 if wide else 1
            rest = self._pieces[self._piece][self._at :][: (length - len(text)) * size]
            got = rest[: len(rest) // size * size]
            if not got:
                raise IndexError
            self._at += len(rest)
            # Halves of characters outside the basic plane are put together below.
            text += "".join(map(chr, struct.unpack(f"<{len(got) // size}{'H' if wide else 'B'}", got)))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "little")

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if self._at >= len(self._pieces[self._piece]):
                self._piece, self._at = self._piece + 1, 0
            part = self._pieces[self._piece][self._at :][: size - len(taken)]
            taken += part
            self._at += len(part)
        return taken


def table(record: Record, version: int, encoding: str) -> Iterator[Text]:
    """The strings that all sheets share.

    Raises:
        UnreadableFileError: there are more than any report has.
        IndexError: the table ends too early.
    """
    count = record.numbers("I", 4)[0]
    if count > MAX_STRINGS:
        raise unreadable("file.too_large_document", what=f"{count} strings")
    strings = Strings(record, 8, version, encoding)
    for _ in range(count):
        yield strings.next()
