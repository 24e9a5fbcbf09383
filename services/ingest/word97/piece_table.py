"""The piece table: which bytes of the file are the text, in what order, and what a fast save changed in them."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from services.ingest.word97.binary import damaged, part, u8, u16, u32
from services.ingest.word97.fib import MAX_CHARACTERS, Fib
from services.ingest.word97.sprms import short_modifier

_MODIFIERS, _PIECES = 1, 2
_NARROW = 0x40000000
_CJK = range(0x4E00, 0xA000)
_ENOUGH_HANZI = 20
NOTHING = "\uffff"
"""Stands for a place that prints nothing: the second half of a character that takes two bytes."""


class Piece(msgspec.Struct, frozen=True, eq=False):
    """Characters `start … end-1`, which lie together in the stream from byte `at`."""

    start: int
    end: int
    at: int
    width: int
    modifiers: bytes

    def byte_of(self, place: int) -> int:
        """Where in the stream a character lies."""
        return self.at + (place - self.start) * self.width


class PieceTable:
    """The text of all parts of a document, one character a place, and the pieces it is made of."""

    def __init__(self, pieces: Sequence[Piece], stream: bytes) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        texts = [_text(piece, stream) for piece in pieces]
        if not any(ord(letter) in _CJK for text in texts for letter in text):
            texts = _as_gbk(pieces, texts, stream)
        self.text = "".join(texts)

    def piece_at(self, place: int) -> Piece:
        """The piece that holds a character."""
        return self._pieces[bisect_right(self._starts, place) - 1]


def read_pieces(fib: Fib, table: bytes, stream: bytes) -> PieceTable:
    """Read the piece table.

    Raises:
        UnreadableFileError: `file.damaged`.
    """
    data = part(table, fib.pieces.at, fib.pieces.size)
    saved: list[bytes] = []
    at = 0
    while u8(data, at) == _MODIFIERS:
        size = u16(data, at + 1)
        saved.append(part(data, at + 3, size))
        at += 3 + size
    if u8(data, at) != _PIECES:
        raise damaged("CLX")
    plc = part(data, at + 5, u32(data, at + 1))
    count = (len(plc) - 4) // 12
    places = [u32(plc, 4 * number) for number in range(count + 1)] if count > 0 else []
    is_ordered = all(start < end for start, end in pairwise(places))
    if not places or places[0] != 0 or not is_ordered or not fib.characters <= places[-1] <= MAX_CHARACTERS + 2:
        raise damaged("CLX")
    pieces: list[Piece] = []
    for number in range(count):
        described = 4 * (count + 1) + 8 * number
        address, packed = u32(plc, described + 2), u16(plc, described + 6)
        is_narrow = bool(address & _NARROW)
        begins = (address & ~_NARROW) // 2 if is_narrow else address
        piece = Piece(
            places[number], places[number + 1], begins, 1 if is_narrow else 2, _piece_modifiers(packed, saved)
        )
        if piece.byte_of(piece.end) > len(stream):
            raise damaged("CLX")
        pieces.append(piece)
    return PieceTable(pieces, stream)


def _piece_modifiers(packed: int, saved: Sequence[bytes]) -> bytes:
    if packed & 1:
        number = packed >> 1
        if number >= len(saved):
            raise damaged("CLX")
        return saved[number]
    return short_modifier(packed)


def _text(piece: Piece, stream: bytes) -> str:
    data = stream[piece.at : piece.byte_of(piece.end)]
    if piece.width == 1:
        return data.decode("cp1252", "replace")
    text = data.decode("utf-16-le", "surrogatepass")
    if len(text) == piece.end - piece.start:
        return text
    # A character beyond the first plane takes two places; the halves are put together where the text is used.
    return "".join(chr(int.from_bytes(data[at : at + 2], "little")) for at in range(0, len(data), 2))


def _as_gbk(pieces: Sequence[Piece], texts: Sequence[str], stream: bytes) -> list[str]:
    """The texts, with bytes read as GBK where a converter of Chinese files from before Unicode left them so."""
    read = [
        _double(stream[piece.at : piece.byte_of(piece.end)]) if piece.width == 1 else text
        for piece, text in zip(pieces, texts, strict=True)
    ]
    hanzi = sum(ord(letter) in _CJK for text in read for letter in text)
    return read if hanzi >= _ENOUGH_HANZI else list(texts)


def _double(data: bytes) -> str:
    """Two bytes a Chinese character, which then takes two places, and Western letters as they are."""
    letters: list[str] = []
    at = 0
    while at < len(data):
        pair = data[at : at + 2]
        if len(pair) == 2 and min(pair) > 0xA0:  # noqa: PLR2004 - the two bytes of GB 2312
            letters += [pair.decode("gb18030", "replace")[0], NOTHING]
            at += 2
        else:
            letters.append(data[at : at + 1].decode("cp1252", "replace"))
            at += 1
    return "".join(letters)
