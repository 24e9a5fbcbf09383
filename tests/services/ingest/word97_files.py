"""Word 97 documents written byte by byte for tests, as Word, WPS and old converters write them."""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from shared.layout.printed_report import PrintedLine, PrintedReport
from tests.services.ingest.compound import compound_file
from tests.services.ingest.edged_rows import COLUMN, EdgedCell, edged

TEXT_AT = 1024
PAGE = 512
UTF_16 = 2
IN_TABLE = b"\x16\x24\x01"
ROW_END = b"\x17\x24\x01"
DELETED, HIDDEN, STRUCK, RAISED = b"\x00\x08\x01", b"\x3c\x08\x01", b"\x37\x08\x01", b"\x48\x2a\x01"
SPECIAL = b"\x55\x08\x01"
Runs = Sequence[tuple[str, bytes]]


class Par(msgspec.Struct, frozen=True):
    """A paragraph: stretches of text with their modifiers, the sign that ends it, and its own modifiers."""

    runs: Runs
    end: str = "\r"
    modifiers: bytes = b""
    of_end: bytes = b""


def par(text: str, end: str = "\r", modifiers: bytes = b"") -> Par:
    return Par([(text, b"")], end, modifiers)


def depth(number: int) -> bytes:
    return b"\x49\x66" + struct.pack("<I", number)


def defined(edges: Sequence[int], flags: Sequence[int]) -> bytes:
    """`sprmTDefTable`."""
    body = struct.pack(f"<B{len(edges)}h", len(flags), *edges)
    body += b"".join(struct.pack("<H18x", flag) for flag in flags)
    return b"\x08\xd6" + struct.pack("<H", len(body) + 1) + body


def whole_cells(cells: Sequence[EdgedCell]) -> tuple[list[str], bytes]:
    """The row as Word writes it: merged across by being wide, merged down by flags."""
    edges = [COLUMN * cell.column for cell in cells] + [COLUMN * cells[-1].end]
    return [cell.text for cell in cells], defined(edges, [_down(cell) for cell in cells])


def _down(cell: EdgedCell) -> int:
    return 0x60 if cell.starts_down else 0x20 if cell.continues else 0


Draw = Callable[[Sequence[EdgedCell]], tuple[list[str], bytes]]


def report_paragraphs(report: PrintedReport, draw: Draw = whole_cells) -> Iterator[Par]:
    for block in report.blocks:
        if isinstance(block, PrintedLine):
            yield par(block.text)
            continue
        for cells in edged(block):
            yield from row(*draw(cells))
        yield par("")


def row(texts: Sequence[str], definition: bytes, of_end: bytes = b"") -> Iterator[Par]:
    for text in texts:
        yield par(text, "\x07", IN_TABLE)
    yield Par([], "\x07", IN_TABLE + ROW_END + definition, of_end)


class Options(msgspec.Struct, frozen=True):
    """What differs from a plain document."""

    flags: int = 0x0200
    version: int = 0x00C1
    magic: int = 0xA5EC
    encoding: str = "utf-16-le"
    pieces: int = 1
    """How many pieces the text is cut into; they lie in the file in reverse order."""
    piece_modifiers: int = 0
    large: int = PAGE
    """Modifiers of paragraphs longer than this are moved to the stream `Data`."""
    box: str = ""
    tables: str = "1Table"


PLAIN = Options()


def word_document(paragraphs: Sequence[Par], options: Options = PLAIN) -> bytes:
    """The compound file of a document."""
    width = UTF_16 if options.encoding == "utf-16-le" else 1
    raw, data = b"", bytearray()
    looks: list[tuple[int, bytes]] = []
    ends: list[tuple[int, bytes]] = []
    for paragraph in [*paragraphs, *([par(options.box)] if options.box else [])]:
        for piece, modifiers in [*paragraph.runs, (paragraph.end, paragraph.of_end)]:
            raw += piece.encode(options.encoding)
            looks.append((len(raw) // width, modifiers))
        ends.append((len(raw) // width, _moved(paragraph.modifiers, data, options.large)))
    count = len(raw) // width
    cuts = [count * number // options.pieces for number in range(options.pieces + 1)]
    stored, places = b"", {}
    for start, end in reversed(list(pairwise(cuts))):
        places[start] = TEXT_AT + len(stored)
        stored += raw[start * width : end * width]
    stream = stored + b"\0" * (-len(stored) % PAGE)
    index: list[bytes] = []
    for of_paragraphs, entries in ((True, ends), (False, looks)):
        ranges = _ranges(entries, places, width)
        pages = list(_pages(ranges, of_paragraphs=of_paragraphs))
        first = (TEXT_AT + len(stream)) // PAGE
        stream += b"".join(page for page, _ in pages)
        bounds = [*(start for _, start in pages), ranges[-1][1], *range(first, first + len(pages))]
        index.append(struct.pack(f"<{len(bounds)}I", *bounds))
    plc = struct.pack(f"<{len(cuts)}I", *cuts)
    for start in cuts[:-1]:
        address = places[start] if width == UTF_16 else places[start] * 2 | 0x40000000
        plc += struct.pack("<HIH", 0, address, options.piece_modifiers)
    table, pairs = b"", dict[int, tuple[int, int]]()
    for number, part in ((33, b"\x02" + struct.pack("<I", len(plc)) + plc), (13, index[0]), (12, index[1])):
        pairs[number] = (len(table), len(part))
        table += part
    boxes = ends[-1][0] - ends[-2][0] if options.box else 0
    fib = _fib(options, count - boxes, boxes, pairs)
    return compound_file({"WordDocument": fib + stream, options.tables: table, "Data": bytes(data) or b"\0"})


def _moved(modifiers: bytes, data: bytearray, large: int) -> bytes:
    if len(modifiers) <= large:
        return modifiers
    at = len(data)
    data += struct.pack("<H", len(modifiers)) + modifiers
    return b"\x46\x66" + struct.pack("<I", at)


def _ranges(
    entries: Sequence[tuple[int, bytes]], places: Mapping[int, int], width: int
) -> list[tuple[int, int, bytes]]:
    """Ranges of bytes in the order they lie in the file, cut where pieces are."""
    found: list[tuple[int, int, bytes]] = []
    start = 0
    for end, modifiers in entries:
        while start < end:
            piece = max(cut for cut in places if cut <= start)
            stop = min([cut for cut in places if start < cut <= end] + [end])
            begin = places[piece] + (start - piece) * width
            found.append((begin, begin + (stop - start) * width, modifiers))
            start = stop
    return sorted(found)


def _pages(ranges: Sequence[tuple[int, int, bytes]], *, of_paragraphs: bool) -> Iterator[tuple[bytes, int]]:
    entry = 13 if of_paragraphs else 1
    waiting = list(ranges)
    while waiting:
        page, data_at = bytearray(PAGE), PAGE - 1
        taken: list[tuple[int, int, int]] = []
        while waiting:
            start, end, modifiers = waiting[0]
            packed = _packed(modifiers, of_paragraphs=of_paragraphs)
            at = (data_at - len(packed)) // 2 * 2
            if at < 4 * (len(taken) + 2) + entry * (len(taken) + 1):
                break
            page[at : at + len(packed)] = packed
            taken.append((start, end, at if packed else 0))
            data_at = at if packed else data_at
            waiting.pop(0)
        bounds = [start for start, _, _ in taken] + [taken[-1][1]]
        struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
        for number, (_, _, at) in enumerate(taken):
            page[4 * len(bounds) + entry * number] = at // 2
        page[PAGE - 1] = len(taken)
        yield bytes(page), taken[0][0]


def _packed(modifiers: bytes, *, of_paragraphs: bool) -> bytes:
    if not of_paragraphs:
        return bytes([len(modifiers)]) + modifiers if modifiers else b""
    whole = b"\0\0" + modifiers
    if len(whole) % 2:
        return bytes([(len(whole) + 1) // 2]) + whole
    return bytes([0, len(whole) // 2]) + whole


def _fib(options: Options, body: int, boxes: int, pairs: dict[int, tuple[int, int]]) -> bytes:
    head = struct.pack("<HHHHHHHI", options.magic, options.version, 0, 0x0804, 0, options.flags, 0xBF, 0)
    head = head.ljust(32, b"\0") + struct.pack("<H28xH", 14, 22)
    head += struct.pack("<12x8i44x", body, 0, 0, 0, 0, 0, boxes, 0)
    count = 75
    head += struct.pack("<H", count)
    for number in range(count):
        head += struct.pack("<II", *pairs.get(number, (0, 0)))
    return head.ljust(TEXT_AT, b"\0")
