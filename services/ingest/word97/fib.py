"""The file information block: where everything else of a Word document lies, and how much text each part has."""

import struct

import msgspec

from services.ingest.reasons import unreadable
from services.ingest.word97.binary import damaged, part, u16, u32

MAX_CHARACTERS = 1_000_000
"""Five hundred pages; no report says so much."""

_MAGIC = 0xA5EC
_OLD_MAGIC = {0xA5DB, 0xA5DC}
_FIRST_VERSION = 0xC0
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_LENGTHS_BEFORE, _LENGTHS = 3, 22
_STYLES, _CHARACTER_PAGES, _PARAGRAPH_PAGES, _PIECES, _LISTS, _OVERRIDES = 1, 12, 13, 33, 73, 74


class Stretch(msgspec.Struct, frozen=True):
    """Where a structure lies in the table stream."""

    at: int
    size: int


class Fib(msgspec.Struct, frozen=True):
    """What is needed of it. Texts lie in this order: body, footnotes, headers, macros, remarks, endnotes, boxes."""

    table_stream: int
    body: int
    boxes_from: int
    boxes: int
    characters: int
    styles: Stretch
    character_pages: Stretch
    paragraph_pages: Stretch
    pieces: Stretch
    lists: Stretch
    list_overrides: Stretch


def read_fib(stream: bytes) -> Fib:
    """Read the block at the head of the stream `WordDocument`.

    Raises:
        UnreadableFileError: a password, a version before Word 97, damage, or more text than any report has.
    """
    magic, version, flags = u16(stream, 0), u16(stream, 2), u16(stream, 10)
    if magic in _OLD_MAGIC or (magic == _MAGIC and version < _FIRST_VERSION):
        raise unreadable("file.word_before_97")
    if magic != _MAGIC:
        raise damaged("FIB")
    if flags & _ENCRYPTED:
        raise unreadable("file.password")
    words = u16(stream, 32)
    lengths_at = 34 + 2 * words
    count = u16(stream, lengths_at)
    if count < _LENGTHS - 1:
        raise damaged("FIB")
    lengths = struct.unpack("<8i", part(stream, lengths_at + 2 + 4 * _LENGTHS_BEFORE, 32))
    if min(lengths) < 0:
        raise damaged("FIB")
    if sum(lengths) > MAX_CHARACTERS:
        raise unreadable("file.too_large_document", what=f"> {MAX_CHARACTERS}")
    pairs_at = lengths_at + 2 + 4 * count + 2
    pairs = u16(stream, pairs_at - 2)
    if pairs <= _PIECES:
        raise damaged("FIB")

    def stretch(number: int) -> Stretch:
        if number >= pairs:
            return Stretch(0, 0)
        return Stretch(u32(stream, pairs_at + 8 * number), u32(stream, pairs_at + 8 * number + 4))

    body, *between, boxes, _ = lengths
    return Fib(
        table_stream=1 if flags & _TABLE_1 else 0,
        body=body,
        boxes_from=body + sum(between),
        boxes=boxes,
        characters=sum(lengths),
        styles=stretch(_STYLES),
        character_pages=stretch(_CHARACTER_PAGES),
        paragraph_pages=stretch(_PARAGRAPH_PAGES),
        pieces=stretch(_PIECES),
        lists=stretch(_LISTS),
        list_overrides=stretch(_OVERRIDES),
    )
