"""The numbers that Word puts before the paragraphs of a list, counted as Word counts them."""

import msgspec

from services.ingest.reasons import UnreadableFileError
from services.ingest.word97.binary import part, u8, u16, u32
from services.ingest.word97.fib import Stretch
from services.ingest.wordprocessing.numbering import written

_LEVELS = 9
_MAX_COUNT = 9_999
_MAX_TEXT = 40
_LIST_SIZE, _LEVEL_SIZE, _OVERRIDE_SIZE = 28, 28, 16
_SIMPLE = 0x01
_SILENT = {23, 255}
_WRITINGS = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    18: "decimalEnclosedCircle",
    22: "decimalZero",
    28: "decimalEnclosedCircleChinese",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    35: "taiwaneseCountingThousand",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
}


class Level(msgspec.Struct, frozen=True):
    """One level of a list; in `text`, the characters 0 … 8 stand for the numbers of the levels."""

    start: int
    writing: int
    text: str


class Lists:
    """All lists of a document with their counters; damage among them costs their numbers and nothing else."""

    def __init__(self, lists: dict[int, list[Level]], list_of: dict[int, int]) -> None:
        self._lists = lists
        self._list_of = list_of
        self._counts: dict[int, dict[int, int]] = {}

    def next(self, number: int, depth: int) -> str:
        """The number of the next paragraph of list `number` at a depth from zero, nothing before a bullet."""
        identity = self._list_of.get(number)
        levels = self._lists.get(identity, []) if identity is not None else []
        if identity is None or depth >= len(levels):
            return ""
        counts = self._counts.setdefault(identity, {})
        counts[depth] = min(counts.get(depth, levels[depth].start - 1) + 1, _MAX_COUNT)
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if levels[depth].writing in _SILENT:
            return ""
        return "".join(
            _number(levels, counts, ord(letter)) if ord(letter) < _LEVELS else letter for letter in levels[depth].text
        )


def _number(levels: list[Level], counts: dict[int, int], depth: int) -> str:
    if depth >= len(levels):
        return ""
    level = levels[depth]
    return written(counts.get(depth, level.start), _WRITINGS.get(level.writing, "decimal"))


def read_lists(lists: Stretch, overrides: Stretch, table: bytes) -> Lists:
    """Read the lists and which of them a paragraph's list number means."""
    try:
        found = _read_lists(lists, table) if lists.size else {}
        list_of = _read_overrides(overrides, table) if overrides.size else {}
    except UnreadableFileError:
        return Lists({}, {})
    return Lists(found, list_of)


def _read_lists(where: Stretch, table: bytes) -> dict[int, list[Level]]:
    count = u16(table, where.at)
    heads = [where.at + 2 + _LIST_SIZE * number for number in range(count)]
    at = where.at + 2 + _LIST_SIZE * count
    found: dict[int, list[Level]] = {}
    for head in heads:
        levels: list[Level] = []
        for _ in range(1 if u8(table, head + 26) & _SIMPLE else _LEVELS):
            start = min(u32(table, at), _MAX_COUNT)
            text_at = at + _LEVEL_SIZE + u8(table, at + 24) + u8(table, at + 25)
            length = u16(table, text_at)
            text = part(table, text_at + 2, 2 * length).decode("utf-16-le", "replace")
            levels.append(Level(start, u8(table, at + 4), text[:_MAX_TEXT]))
            at = text_at + 2 + 2 * length
        found[u32(table, head)] = levels
    return found


def _read_overrides(where: Stretch, table: bytes) -> dict[int, int]:
    count = min(u32(table, where.at), where.size // _OVERRIDE_SIZE)
    return {number + 1: u32(table, where.at + 4 + _OVERRIDE_SIZE * number) for number in range(count)}
