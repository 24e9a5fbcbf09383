"""What a paragraph is: how deep in tables it stands, whether it ends a cell or a row, and the row it then defines."""

from collections.abc import Iterator

import msgspec

from services.ingest.edges import Shape
from services.ingest.word97 import sprms
from services.ingest.word97.binary import part, u16
from services.ingest.word97.rows import RowDefinition
from services.ingest.word97.styles import StyleSheet

_BODY_TEXT = 9
_FACTS = {
    sprms.ROW_END: "ends_row",
    sprms.DEPTH: "depth",
    sprms.INNER_CELL_END: "ends_inner_cell",
    sprms.INNER_ROW_END: "ends_inner_row",
    sprms.LIST: "list_number",
    sprms.LIST_LEVEL: "list_depth",
}
_MAX_ELSEWHERE = 8


class Layout(msgspec.Struct):
    """A paragraph's layout; `depth` counts the tables it stands in."""

    depth: int = 0
    ends_row: int = 0
    ends_inner_cell: int = 0
    ends_inner_row: int = 0
    level: int | None = None
    list_number: int = 0
    list_depth: int = 0
    shape: Shape | None = None


def layout(style: int, modifiers: bytes, styles: StyleSheet, data: bytes) -> Layout:
    """The layout that a paragraph's modifiers describe; `data` is the stream to which large ones are moved.

    Raises:
        UnreadableFileError: they are said to be where the stream is not.
    """
    found = Layout(level=styles.style(style).level)
    row = RowDefinition()
    in_table = False
    for code, operand in _all(styles.style(style).paragraph + modifiers, data):
        value = int.from_bytes(operand, "little", signed=code == sprms.DEPTH_CHANGE)
        if code == sprms.IN_TABLE:
            in_table = bool(value)
        elif (name := _FACTS.get(code)) is not None:
            setattr(found, name, value)
        elif code == sprms.DEPTH_CHANGE:
            found.depth = max(found.depth + value, 0)
        elif code == sprms.OUTLINE_LEVEL:
            found.level = value + 1 if value < _BODY_TEXT else None
        else:
            row.apply(code, operand)
    found.depth = max(found.depth, 1) if in_table else 0
    found.shape = row.shape()
    return found


def _all(modifiers: bytes, data: bytes, left: int = _MAX_ELSEWHERE) -> Iterator[tuple[int, bytes]]:
    """Modifiers, those kept elsewhere in the place of the one that says where."""
    for code, operand in sprms.modifiers(modifiers):
        if code in sprms.ELSEWHERE:
            if left and operand != b"\xff\xff\xff\xff":
                at = int.from_bytes(operand, "little")
                yield from _all(part(data, at + 2, u16(data, at)), data, left - 1)
        else:
            yield code, operand
