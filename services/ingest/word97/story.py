"""One part of a document's text, read from its beginning to its end into paragraphs, cells and rows."""

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from services.ingest.document import MARK
from services.ingest.flow import Flow
from services.ingest.reasons import unreadable
from services.ingest.word97.characters import PLAIN, Look, Looks
from services.ingest.word97.fields import instructions
from services.ingest.word97.formatting import Pages
from services.ingest.word97.lists import Lists
from services.ingest.word97.paragraphs import Layout, layout
from services.ingest.word97.piece_table import NOTHING, PieceTable
from services.ingest.word97.styles import StyleSheet

MAX_RUNS = 400_000
"""Stretches of text with one look, the ends of paragraphs apart; reports have a few thousand."""

_ENDS = re.compile("[\r\x07\x0c]")
_HALF = re.compile("[\ud800-\udfff]")
_CELL_END = "\x07"
_SILENT = "\x02\x03\x04\x05\x13\x14\x15\x1f\xad\ufeff" + NOTHING
"""Signs of footnotes, remarks and fields, and hyphens where a line might break."""
_PRINTED = str.maketrans(
    {chr(code): MARK for code in range(32)}  # pictures, drawings, and what only damage puts there
    | {"\t": " ", "\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}
    | dict.fromkeys(_SILENT)
)
_SYMBOL = "("
_PRIVATE = range(0xF000, 0xF100)


class WordFile(msgspec.Struct, frozen=True, eq=False):
    """What a document is read from; `data` is the stream of large modifiers."""

    pieces: PieceTable
    paragraphs: Pages
    characters: Pages
    styles: StyleSheet
    lists: Lists
    data: bytes


class Story:
    """Reads parts of one document; `hides_text`, `is_revised` and `lacks_formatting` say afterwards what was met."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._looks = Looks(file.styles)
        self._layouts: dict[tuple[int, bytes], Layout] = {}
        self._met = 0
        self.hides_text = self.is_revised = False
        self.lacks_formatting = False

    def read(self, start: int, end: int, flow: Flow) -> None:
        """Put the characters `start … end-1` into the flow.

        Raises:
            UnreadableFileError: damage, or more than any report has.
        """
        text = self._file.pieces.text
        skipped = instructions(text, start, end)
        before = ""
        while start < end:
            match = _ENDS.search(text, start, end)
            mark = match.start() if match else end - 1
            style, found = self._layout(mark)
            printed = before + self._printed(start, mark if match else end, style, skipped)
            before = ""
            if found.list_number and not found.ends_row and not found.ends_inner_row and printed.strip():
                printed = self._file.lists.next(found.list_number, found.list_depth) + printed
            look = self._look_at(mark, style)
            if match and match[0] == _CELL_END and found.depth:
                self._ends_cell(printed, found, flow, dropped=look.deleted)
            elif found.depth > 1 and (found.ends_inner_cell or found.ends_inner_row):
                self._ends_inner(printed, found, flow, dropped=look.deleted)
            elif (look.deleted or look.hidden) and mark + 1 < end:
                before = printed
            else:
                flow.paragraph(printed, found.depth, found.level)
            start = mark + 1

    def _ends_cell(self, printed: str, found: Layout, flow: Flow, *, dropped: bool) -> None:
        if found.ends_row:
            flow.row(1, found.shape, dropped=dropped)
        else:
            flow.cell(printed, 1)

    def _ends_inner(self, printed: str, found: Layout, flow: Flow, *, dropped: bool) -> None:
        if found.ends_inner_row:
            flow.row(found.depth, found.shape, dropped=dropped)
        else:
            flow.cell(printed, found.depth)

    def _layout(self, place: int) -> tuple[int, Layout]:
        """Style and layout of the paragraph that ends at a place."""
        piece = self._file.pieces.piece_at(place)
        run = self._file.paragraphs.at(piece.byte_of(place))
        if run is None:
            self.lacks_formatting = True
            return 0, Layout()
        key = (run.style, run.modifiers + piece.modifiers)
        if key not in self._layouts:
            self._layouts[key] = layout(*key, self._file.styles, self._file.data)
        return run.style, self._layouts[key]

    def _look_at(self, place: int, style: int) -> Look:
        return next(self._runs(place, place + 1, style))[2]

    def _runs(self, start: int, end: int, style: int) -> Iterator[tuple[int, int, Look]]:
        """The stretches of one look between two places."""
        while start < end:
            self._met += 1
            if self._met > MAX_RUNS:
                raise unreadable("file.too_large_document", what=f"> {MAX_RUNS} runs")
            piece = self._file.pieces.piece_at(start)
            byte = piece.byte_of(start)
            run = self._file.characters.at(byte)
            if run is None:
                self.lacks_formatting = True
                stop, look = min(piece.end, end), PLAIN
            else:
                places = -(-(run.end - byte) // piece.width)
                stop = min(start + places, piece.end, end)
                look = self._looks.look(style, run.modifiers + piece.modifiers)
            yield start, stop, look
            start = stop

    def _printed(self, start: int, end: int, style: int, skipped: list[tuple[int, int]]) -> str:
        """What is seen of a paragraph; what would change a figure if taken as plain writing is marked."""
        shown: list[str] = []
        for begin, stop, look in self._runs(start, end, style):
            for part_start, part_end in _without(begin, stop, skipped):
                shown.append(self._shown(self._file.pieces.text[part_start:part_end], look))
        text = "".join(shown)
        if _HALF.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text

    def _shown(self, text: str, look: Look) -> str:
        if look.symbol is not None and _SYMBOL in text:
            sign = MARK if look.symbol in _PRIVATE or not look.symbol else chr(look.symbol)
            text = text.replace(_SYMBOL, sign)
        text = text.translate(_PRINTED)
        self.is_revised |= look.deleted or look.inserted
        if look.deleted or not text.strip():
            return "" if look.deleted else text
        if look.hidden or look.field_hidden:
            self.hides_text = True
            return ""
        if look.is_struck:
            return f"{MARK}{text}{MARK}"
        return f"^{text}" if look.raised else text


def _without(start: int, end: int, skipped: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of `start … end-1` that no skipped one covers; those lie in order and apart."""
    number = max(bisect_right(skipped, (start, start)) - 1, 0)
    while start < end and number < len(skipped):
        skip_start, skip_end = skipped[number]
        if skip_start >= end:
            break
        if skip_end > start:
            if skip_start > start:
                yield start, skip_start
            start = skip_end
        number += 1
    if start < end:
        yield start, end
