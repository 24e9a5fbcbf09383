"""Pages of formatting: which modifiers apply to the paragraph or the run of characters at a byte of the text."""

from bisect import bisect_right

import msgspec

from services.ingest.word97.binary import damaged, part, u8, u16, u32
from services.ingest.word97.fib import Stretch

_PAGE = 512
_COUNT_AT = _PAGE - 1
_NUMBER_BITS = 0x3FFFFF
_PARAGRAPH_ENTRY = 13


class Run(msgspec.Struct, frozen=True, eq=False):
    """Bytes `start … end-1` of the text; `style` only for paragraphs."""

    start: int
    end: int
    modifiers: bytes = b""
    style: int = 0


class Pages:
    """All pages of one kind, read when asked for."""

    def __init__(self, index: Stretch, table: bytes, stream: bytes, *, of_paragraphs: bool) -> None:
        data = part(table, index.at, index.size)
        count = (len(data) - 4) // 8
        if count < 1:
            raise damaged("PLCFBTE")
        self._starts = [u32(data, 4 * number) for number in range(count + 1)]
        self._numbers = [u32(data, 4 * (count + 1 + number)) & _NUMBER_BITS for number in range(count)]
        if self._starts != sorted(self._starts):
            raise damaged("PLCFBTE")
        self._stream = stream
        self._of_paragraphs = of_paragraphs
        self._pages: dict[int, tuple[list[int], list[Run]]] = {}

    def at(self, byte: int) -> Run | None:
        """The run that covers a byte; None where no page tells of it."""
        place = bisect_right(self._starts, byte) - 1
        if not 0 <= place < len(self._numbers):
            return None
        starts, runs = self._page(self._numbers[place])
        number = bisect_right(starts, byte) - 1
        return runs[number] if number >= 0 and byte < runs[number].end else None

    def _page(self, number: int) -> tuple[list[int], list[Run]]:
        if number not in self._pages:
            page = part(self._stream, number * _PAGE, _PAGE)
            count = page[_COUNT_AT]
            entry = _PARAGRAPH_ENTRY if self._of_paragraphs else 1
            if not count or 4 * (count + 1) + entry * count > _COUNT_AT:
                raise damaged("FKP")
            starts = [u32(page, 4 * run) for run in range(count + 1)]
            if starts != sorted(starts):
                raise damaged("FKP")
            offsets = [2 * page[4 * (count + 1) + entry * run] for run in range(count)]
            read = _paragraph if self._of_paragraphs else _characters
            runs = [read(page, offsets[run], starts[run], starts[run + 1]) for run in range(count)]
            self._pages[number] = starts[:-1], runs
        return self._pages[number]


def _paragraph(page: bytes, offset: int, start: int, end: int) -> Run:
    if not offset:
        return Run(start, end)
    size = 2 * u8(page, offset) - 1
    if size < 0:
        offset += 1
        size = 2 * u8(page, offset)
    data = part(page, offset + 1, size)
    return Run(start, end, data[2:], u16(data, 0))


def _characters(page: bytes, offset: int, start: int, end: int) -> Run:
    return Run(start, end, part(page, offset + 1, u8(page, offset))) if offset else Run(start, end)
