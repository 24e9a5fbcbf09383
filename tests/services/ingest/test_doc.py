"""Word 97–2003 documents and WPS: every cell comes back from pieces, pages of formatting and rows known by edges."""

import struct
from collections.abc import Sequence
from random import Random  # noqa: TID251 - seeded, so that damage repeats

import pytest

from services.ingest.document import MARK, Document, Grid, Paragraph
from services.ingest.readers import doc
from services.ingest.reading import ReadReport, UnreadableFileError, read
from services.ingest.sniff import Source
from shared.layout.printed_report import blank_report
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import word97_files, word_files
from tests.services.ingest.edged_rows import COLUMN, EdgedCell
from tests.services.ingest.word97_files import IN_TABLE, Options, Par, defined, depth, par, report_paragraphs, row

NAME = "haitang-2022"
PLAIN = Options()
REASONS = {"file.damaged", "file.password", "file.word_before_97", "file.too_large_document", "file.too_deep"}


def written(draw: word97_files.Draw = word97_files.whole_cells, options: Options = PLAIN) -> bytes:
    return word97_files.word_document(list(report_paragraphs(word_files.report(NAME), draw)), options)


def assert_whole(result: ReadReport, name: str = NAME, *, confidence: Confidence = Confidence.READ) -> None:
    expected, found = dict(shelf.report(name).tables), dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {confidence}


def document(*paragraphs: Par, options: Options = PLAIN) -> Document:
    return doc.read(Source("doc", word97_files.word_document(paragraphs, options)))


def cells(block: Paragraph | Grid) -> list[list[tuple[str, int, int, int]]]:
    assert isinstance(block, Grid)
    return [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in line] for line in block.rows]


def texts(found: Document) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in line] for line in block.rows]
        for block in found.blocks
    ]


def codes(found: Document) -> list[str]:
    return [note.code for note in found.notes]


def one_row(*runs: word97_files.Runs) -> list[Par]:
    """A row of one cell for each stretch of runs."""
    made = [Par(each, "\x07", IN_TABLE) for each in runs]
    end = defined([COLUMN * place for place in range(len(runs) + 1)], [0] * len(runs))
    return [*made, Par([], "\x07", IN_TABLE + word97_files.ROW_END + end)]


@pytest.mark.parametrize("name", shelf.names())
def test_every_report_of_the_corpus(name: str) -> None:
    result = read(word97_files.word_document(list(report_paragraphs(word_files.report(name)))), "", "")
    assert_whole(result, name)
    assert result.reading.format == "doc"
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


def test_a_blank_form_is_empty() -> None:
    paragraphs = list(report_paragraphs(blank_report(edition("2021"), "东海省青石县", 2022)))
    with pytest.raises(UnreadableFileError) as refused:
        read(word97_files.word_document(paragraphs), "", "")
    assert refused.value.reasons[0].code == "form.empty"


@pytest.mark.parametrize(
    "options",
    [
        Options(large=40),
        Options(pieces=9),
        Options(pieces=9, large=40, flags=0, tables="0Table"),
        Options(flags=0x0200, tables="0Table"),
        Options(version=0x0112),
        Options(encoding="gbk"),
    ],
    ids=["large rows elsewhere", "saved fast", "other table stream", "table stream misnamed", "2007", "bytes in GBK"],
)
def test_however_it_is_stored(options: Options) -> None:
    assert_whole(read(written(options=options), "", ""))


def flagged(first: int, merged: int) -> word97_files.Draw:
    """Cells merged across by flags: as many as columns, all but the first of a set empty."""

    def draw(line: Sequence[EdgedCell]) -> tuple[list[str], bytes]:
        texts: list[str] = []
        flags: list[int] = []
        for cell in line:
            width = cell.end - cell.column
            down = 0x60 if cell.starts_down else 0x20 if cell.continues else 0
            texts += [cell.text, *[""] * (width - 1)]
            flags += [down | (first if width > 1 else 0), *[down | merged] * (width - 1)]
        return texts, defined([COLUMN * place for place in range(len(flags) + 1)], flags)

    return draw


@pytest.mark.parametrize(("first", "merged"), [(1, 2), (2, 1), (3, 1)])
def test_cells_merged_by_flags(first: int, merged: int) -> None:
    assert_whole(read(written(flagged(first, merged)), "", ""))


def test_rows_built_from_inserted_cells() -> None:
    """Word itself defines rows so when they were split or joined by hand."""

    def draw(line: Sequence[EdgedCell]) -> tuple[list[str], bytes]:
        made = b""
        for place, cell in enumerate(line):
            made += struct.pack("<HBBH", 0x7621, place, 1, COLUMN * (cell.end - cell.column))
            if cell.starts_down or cell.continues:
                made += struct.pack("<HBBB", 0xD62B, 2, place, 3 if cell.starts_down else 1)
        return [cell.text for cell in line], made

    assert_whole(read(written(draw), "", ""))


def test_borders_drawn_by_hand_miss_each_other() -> None:
    chance = Random(7)  # noqa: S311

    def draw(line: Sequence[EdgedCell]) -> tuple[list[str], bytes]:
        made, flags = [COLUMN * line[0].column], []
        for cell in line:
            made.append(COLUMN * cell.end + chance.randint(-70, 70))
            flags.append(0x60 if cell.starts_down else 0x20 if cell.continues else 0)
        return [cell.text for cell in line], defined(made, flags)

    assert_whole(read(written(draw), "", ""))


def test_rows_without_a_definition_are_read_in_order_and_doubted() -> None:
    result = read(written(lambda line: ([cell.text for cell in line], b"")), "", "")
    expected = shelf.report(NAME).tables
    assert list(result.reading.having(Confidence.READ)) == []
    for at in result.reading.having(Confidence.INFERRED):
        assert result.report.tables[at] == expected[at], at
    assert "table.columns_lost" in {note.code for note in result.reading.notes}


def test_what_is_not_plain_writing() -> None:
    found = document(
        *one_row(
            [("1", b""), ("2", word97_files.DELETED), ("3", b"")],
            [("4", b""), ("5", word97_files.HIDDEN)],
            [("6", word97_files.STRUCK)],
            [("7", b""), ("8", word97_files.RAISED)],
            [("9", b""), ("\x01", word97_files.SPECIAL)],
        ),
        par("end"),
    )
    assert texts(found) == [[["13", "4", f"{MARK}6{MARK}", "7^8", f"9{MARK}"]], "end"]
    assert codes(found) == ["text.hidden", "text.revised"]


def test_fields_give_their_result() -> None:
    found = document(
        *one_row(
            [("\x13 =SUM(LEFT) \x1442\x15", b"")], [("\x13 A \x13 B \x14 C \x15 \x14 7 \x15", b"")], [("\x13 1", b"")]
        ),
        par("end"),
    )
    assert texts(found) == [[["42", "7", "1"]], "end"]


def test_a_paragraph_mark_that_is_deleted_parts_nothing() -> None:
    found = document(Par([("12", b"")], of_end=word97_files.DELETED), par("34"), par("5"))
    assert texts(found) == ["1234", "5"]


def test_a_deleted_row_is_gone_and_a_row_with_writing_left_is_not() -> None:
    gone = [Par([("8", word97_files.DELETED)], "\x07", IN_TABLE)]
    end = IN_TABLE + word97_files.ROW_END + defined([0, COLUMN], [0])
    kept = [par("9", "\x07", IN_TABLE), Par([], "\x07", end, word97_files.DELETED)]
    found = document(*row(["7"], defined([0, COLUMN], [0])), *gone, Par([], "\x07", end, word97_files.DELETED), *kept)
    assert texts(found) == [[["7"], ["9"]]]


def test_a_fast_save_may_delete_a_whole_piece() -> None:
    found = document(par("12345678"), options=Options(piece_modifiers=0x41 << 1 | 1 << 8))
    assert texts(found) == []


def test_tables_within_tables() -> None:
    inner_end = IN_TABLE + depth(2)
    found = document(
        par("above", "\r", IN_TABLE + depth(1)),
        par("a", "\r", inner_end + b"\x4b\x24\x01"),
        par("b", "\r", inner_end + b"\x4b\x24\x01"),
        par("", "\r", inner_end + b"\x4c\x24\x01" + b"\x4b\x24\x01" + defined([0, 600, 1200], [0, 0])),
        par("below", "\x07", IN_TABLE + depth(1)),
        Par([], "\x07", IN_TABLE + depth(1) + word97_files.ROW_END + defined([0, 4000], [0])),
        par("end"),
    )
    assert texts(found) == ["above", [["a", "b"]], "below", "end"]
    assert [block.at for block in found.blocks] == ["paragraph[1]", "table[1]", "paragraph[2]", "paragraph[3]"]


def test_spans_of_merged_cells() -> None:
    found = document(
        *row(["a", "b"], defined([0, 600, 1800], [0x60, 0])),
        *row(["", "c", "d"], defined([0, 600, 1200, 1800], [0x20, 0, 0])),
        *row(["e"], defined([600, 1800], [0])),
    )
    assert cells(found.blocks[0]) == [
        [("a", 0, 1, 2), ("b", 1, 2, 1)],
        [("a", 0, 1, 2), ("c", 1, 1, 1), ("d", 2, 1, 1)],
        [("e", 1, 2, 1)],
    ]


def test_cells_merged_down_one_by_one() -> None:
    def merged(flag: int) -> bytes:
        return struct.pack("<HBBHHBBB", 0x7621, 0, 2, COLUMN, 0xD62B, 2, 1, flag)

    found = document(*row(["a", "b"], merged(3)), *row(["c", ""], merged(1)))
    assert cells(found.blocks[0]) == [[("a", 0, 1, 1), ("b", 1, 1, 2)], [("c", 0, 1, 1), ("b", 1, 1, 2)]]


def test_a_narrow_column_keeps_its_cells() -> None:
    """A tolerance for borders must not swallow a column narrower than it."""
    found = document(*row(["a", "b", "c"], defined([0, 100, 160, 700], [0, 0, 0])))
    assert cells(found.blocks[0]) == [[("a", 0, 1, 1), ("b", 1, 1, 1), ("c", 2, 1, 1)]]


def test_writing_under_a_merged_cell_is_not_read_and_told() -> None:
    found = document(*row(["a"], defined([0, 600], [0x60])), *row(["9"], defined([0, 600], [0x20])), par("end"))
    assert texts(found) == [[["a"], ["a"]], "end"]
    assert codes(found) == ["text.hidden"]


def test_text_boxes_come_last() -> None:
    found = document(par("body"), par("end"), options=Options(box="印章"))
    assert [(block.at, texts(found)[place]) for place, block in enumerate(found.blocks)] == [
        ("paragraph[1]", "body"),
        ("paragraph[2]", "end"),
        ("textbox.paragraph[1]", "印章"),
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (Options(flags=0x0300), "file.password"),
        (Options(magic=0xA5DC, version=0x68), "file.word_before_97"),
        (Options(version=0x65), "file.word_before_97"),
        (Options(magic=0x1234), "file.damaged"),
        (Options(tables="Table"), "file.damaged"),
    ],
)
def test_files_that_cannot_be_read_say_why(options: Options, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        document(par("text"), options=options)
    assert refused.value.reasons[0].code == code


def damaged(data: bytes, chance: Random) -> bytes:
    """A few bytes changed, a stretch emptied or copied, or the end cut off."""
    mutated = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at, size = chance.randrange(len(mutated)), chance.randrange(1, 400)
        kind = chance.randrange(6)
        if kind < 2:
            mutated[at] ^= 1 << chance.randrange(8)
        elif kind < 4:
            mutated[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", chance.randbytes(4)))
        elif kind == 4:
            source = chance.randrange(len(mutated))
            mutated[at : at + size] = mutated[source : source + size]
        else:
            mutated[at : at + size] = bytes(len(mutated[at : at + size]))
    return bytes(mutated if chance.random() > 0.05 else mutated[: chance.randrange(1, len(mutated))])


def test_damage_is_answered_with_a_reason_and_nothing_else() -> None:
    chance = Random(20)  # noqa: S311
    plain, fast = written(), written(options=Options(pieces=9, large=40))
    answers = [answer(damaged(chance.choice((plain, fast)), chance)) for _ in range(800)]
    assert set(answers) <= {"read", *REASONS}
    assert answers.count("read") > 100


def answer(data: bytes) -> str:
    try:
        doc.read(Source("doc", data))
    except UnreadableFileError as refused:
        return refused.reasons[0].code
    return "read"


def test_a_chain_of_sectors_that_leads_into_itself() -> None:
    data = bytearray(written())
    at = data.index("WordDocument".encode("utf-16-le")) + 120
    data[at : at + 4] = (0xFFFFFF00).to_bytes(4, "little")
    with pytest.raises(UnreadableFileError) as refused:
        doc.read(Source("doc", bytes(data)))
    assert refused.value.reasons[0].code == "file.damaged"


def test_tables_larger_than_the_file_are_not_followed() -> None:
    data = bytearray(written())
    data[0x2C:0x30] = (0x00FFFFFF).to_bytes(4, "little")
    with pytest.raises(UnreadableFileError) as refused:
        doc.read(Source("doc", bytes(data)))
    assert refused.value.reasons[0].code == "file.damaged"
