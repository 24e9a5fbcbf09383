"""Lines of writing put together to paragraphs, by indentation, length of lines and the space between them."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from services.ingest.layout.box import Box
from services.ingest.layout.writing import TextLine, joined_lines

_INDENT = 1.2
_SHORT = 2.2
_APART = 1.75
_OTHER_SIZE = 1.12
_TABLE_SLACK = 10.0
_ENDS = re.compile(r"[。!！?？;；:：”’)）]$")
_ROW_GAP = re.compile(r"\S  +\S")


class Block(msgspec.Struct, frozen=True, eq=False):
    """The lines of one paragraph. `is_open` says that it may go on: its last line is full and ends no sentence."""

    lines: tuple[TextLine, ...]
    is_open: bool
    is_indented: bool

    @property
    def text(self) -> str:
        """Its writing on one line."""
        return " ".join(joined_lines([line.text for line in self.lines]).split("\n"))

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return self.lines[0].box.top


class Margins(msgspec.Struct, frozen=True):
    """Where full lines begin and end."""

    left: float
    right: float


def blocks(lines: Sequence[TextLine], margins: Margins) -> list[Block]:
    """The paragraphs of a page, or of a stretch of it between tables."""
    left, right = margins.left, margins.right
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, left, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Block(
            tuple(group), _is_full(group[-1], right) and not _ENDS.search(group[-1].text), _is_indented(group[0], left)
        )
        for group in groups
    ]


def margins(lines: Sequence[TextLine], tables: Sequence[Box]) -> Margins:
    """The outermost places that more than one line or table reaches, or else any."""
    sides = [(line.left, line.right, line.size) for line in lines]
    sides += [(table.left, table.right, _TABLE_SLACK) for table in tables]
    if not sides:
        return Margins(0, 0)
    size = sorted(size for _, _, size in sides)[len(sides) // 2]
    lefts, rights = sorted(left for left, _, _ in sides), sorted((right for _, right, _ in sides), reverse=True)
    return Margins(
        next((a for a, b in pairwise(lefts) if b - a < size), lefts[0]),
        next((a for a, b in pairwise(rights) if a - b < size), rights[0]),
    )


def _goes_on(group: Sequence[TextLine], line: TextLine, left: float, right: float) -> bool:
    before = group[-1]
    size = max(before.size, line.size)
    if max(before.size, line.size) > _OTHER_SIZE * min(before.size, line.size):
        return False
    if _ROW_GAP.search(before.text) or _ROW_GAP.search(line.text):
        return False
    pitch = line.baseline - before.baseline
    if pitch > _APART * size * 1.6 or (len(group) > 1 and pitch > _APART * (before.baseline - group[-2].baseline)):
        return False
    return _is_full(before, right) and not _is_indented(line, left)


def _is_full(line: TextLine, right: float) -> bool:
    return line.right > right - _SHORT * line.size


def _is_indented(line: TextLine, left: float) -> bool:
    return line.left > left + _INDENT * line.size
