"""Property modifiers: each a code of two bytes, whose top bits tell how long the operand is, and the operand."""

from collections.abc import Iterator

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_VARIABLE = 6
_LONG_SIZE = {0xD606, 0xD608}
"""Definitions of table rows state their size in two bytes, one too large."""
_TABS = 0xC615
_TABS_COUNTED = 255

DELETED = 0x0800
INSERTED = 0x0801
FIELD_HIDDEN = 0x0802
SPECIAL = 0x0855
STRUCK = 0x0837
HIDDEN = 0x083C
STRUCK_TWICE = 0x2A53
RAISED = 0x2A48
PLAIN = 0x2A33
SYMBOL = 0x6A09
CHARACTER_STYLE = 0x4A30

PARAGRAPH_STYLE = 0x4600
OUTLINE_LEVEL = 0x2640
LIST_LEVEL = 0x260A
LIST = 0x460B
IN_TABLE = 0x2416
ROW_END = 0x2417
DEPTH = 0x6649
DEPTH_CHANGE = 0x664A
INNER_CELL_END = 0x244B
INNER_ROW_END = 0x244C
ELSEWHERE = {0x6645, 0x6646, 0x646B}
"""The operand says where in the stream `Data` more modifiers stand."""

ROW_OLD = 0xD606
ROW = 0xD608
ROW_LEFT = 0x9601
CELLS_INSERTED = 0x7621
CELLS_DELETED = 0x5622
CELLS_WIDTH = 0x7623
CELLS_MERGED = 0x5624
CELLS_SPLIT = 0x5625
CELL_MERGED_DOWN = 0xD62B

_SHORT = {
    0x18: IN_TABLE,
    0x19: ROW_END,
    0x41: DELETED,
    0x42: INSERTED,
    0x43: FIELD_HIDDEN,
    0x53: PLAIN,
    0x57: STRUCK,
    0x5C: HIDDEN,
    0x68: RAISED,
    0x73: STRUCK_TWICE,
    0x75: SPECIAL,
    0x78: OUTLINE_LEVEL,
}
"""Codes that a piece of a fast-saved file has room for, of those that matter here."""


def modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Codes and operands; what follows a modifier that is cut off is not there."""
    at = 0
    while at + 2 < len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        at += 2
        kind = code >> 13
        if kind != _VARIABLE:
            size = _SIZES[kind]
        elif code in _LONG_SIZE:
            size = int.from_bytes(data[at : at + 2], "little") - 1
            at += 2
        elif code == _TABS and data[at] == _TABS_COUNTED:
            size = _tabs_size(data, at + 1)
            at += 1
        else:
            size = data[at]
            at += 1
        if size < 0 or at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


def _tabs_size(data: bytes, at: int) -> int:
    """The size of a list of tabs that is too long for one byte to tell."""
    if at >= len(data):
        return 0
    deleted = 1 + 4 * data[at]
    return deleted + 1 + 3 * data[at + deleted] if at + deleted < len(data) else deleted


def short_modifier(packed: int) -> bytes:
    """The modifier packed into a piece of a fast-saved file, nothing when it does not matter here."""
    code = _SHORT.get((packed >> 1) & 0x7F)
    return b"" if code is None else code.to_bytes(2, "little") + bytes([packed >> 8])
