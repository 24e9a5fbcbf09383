"""The definition of a table row: where its cells begin and end, and which are merged with a neighbour."""

import msgspec

from services.ingest.edges import Box, Shape
from services.ingest.word97 import sprms

MAX_CELLS = 63
"""Word's own limit for a row, which its one-byte count could exceed."""
_DESCRIBED = {sprms.ROW: 20, sprms.ROW_OLD: 10}
_ACROSS, _DOWN, _DOWN_SHIFT = 0x3, 0x3, 5
_DOWN_CONTINUES = 1


class _Cell(msgspec.Struct):
    width: int
    across: int = 0
    down: int = 0


class RowDefinition:
    """Takes the modifiers of a row in their order."""

    def __init__(self) -> None:
        self._left = 0
        self._cells: list[_Cell] = []
        self._is_damaged = False

    def apply(self, code: int, operand: bytes) -> None:
        """Change the definition; modifiers of anything else are passed over."""
        if code in _DESCRIBED:
            self._define(operand, _DESCRIBED[code])
        elif code == sprms.CELLS_INSERTED:
            self._insert(operand[0], operand[1], int.from_bytes(operand[2:4], "little"))
        elif code == sprms.CELLS_DELETED:
            del self._cells[operand[0] : operand[1]]
        elif code == sprms.CELL_MERGED_DOWN and len(operand) > 1:
            for cell in self._cells[operand[0] : operand[0] + 1]:
                cell.down = operand[1] & _DOWN
        elif code in {sprms.CELLS_WIDTH, sprms.CELLS_MERGED, sprms.CELLS_SPLIT}:
            for number, cell in enumerate(self._cells[operand[0] : operand[1]]):
                if code == sprms.CELLS_WIDTH:
                    cell.width = int.from_bytes(operand[2:4], "little")
                else:
                    cell.across = 0 if code == sprms.CELLS_SPLIT else 2 if number else 1

    def _insert(self, first: int, count: int, width: int) -> None:
        missing = max(first - len(self._cells), 0)
        if len(self._cells) + missing + count > MAX_CELLS:
            self._is_damaged = True
        else:
            self._cells[first:first] = [_Cell(width) for _ in range(missing + count)]

    def shape(self) -> Shape | None:
        """The boxes of the row; None when nothing, or nothing sound, defined it."""
        if self._is_damaged or not self._cells:
            return None
        boxes: list[Box] = []
        left = self._left
        first_of_set = 0
        for cell in self._cells:
            # Documents differ in which of two values opens a set of cells merged across; the first one met does.
            joins_left = bool(cell.across) and bool(first_of_set) and cell.across != first_of_set
            if not cell.across or not first_of_set:
                first_of_set = cell.across
            boxes.append(Box(left, left + cell.width, joins_left, cell.down == _DOWN_CONTINUES))
            left += cell.width
        return tuple(boxes)

    def _define(self, operand: bytes, described: int) -> None:
        count = operand[0] if operand else 0
        edges = [int.from_bytes(operand[at : at + 2], "little", signed=True) for at in range(1, 2 * count + 3, 2)]
        if not 0 < count <= MAX_CELLS or len(operand) < 2 * count + 3:
            self._is_damaged = True
            return
        self._is_damaged = False
        self._left = edges[0]
        self._cells = []
        for number in range(count):
            at = 2 * count + 3 + described * number
            flags = int.from_bytes(operand[at : at + 2], "little")
            down = flags >> _DOWN_SHIFT & _DOWN if described == _DESCRIBED[sprms.ROW] else 0
            self._cells.append(_Cell(edges[number + 1] - edges[number], flags & _ACROSS, down))
