"""Rich text: every cell comes back from control words, in whatever encoding, nesting and revision."""

from collections.abc import Callable, Sequence
from random import Random  # noqa: TID251 - seeded, so that damage repeats

import pytest

from services.ingest.document import MARK, Document, Grid, Paragraph
from services.ingest.flow import MAX_CELLS
from services.ingest.readers import rtf
from services.ingest.reading import ReadReport, UnreadableFileError, read
from services.ingest.rich_text.walk import MAX_GROUPS
from services.ingest.sniff import Source
from shared.layout.printed_report import PrintedLine, blank_report
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import word_files
from tests.services.ingest.edged_rows import COLUMN, EdgedCell, edged

NAME = "haitang-2022"
Write = Callable[[str], str]
HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset0 Arial;}}"


def as_bytes(text: str) -> str:
    """As Word and WPS write Chinese: two bytes of GBK a character."""
    plain = "".join(chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in text.encode("gbk"))
    return plain.replace("\n", "\\line ")


def as_unicode(text: str) -> str:
    return "".join(
        letter if ord(letter) < 128 else f"\\u{ord(letter) - 65536 * (ord(letter) > 32767)}?" for letter in text
    )


def as_unicode_with_bytes(text: str) -> str:
    """A number for those who know it, and two bytes for those who do not."""
    whole = "".join(
        letter
        if ord(letter) < 128
        else f"\\u{ord(letter)} \\'{letter.encode('gbk')[0]:02x}\\'{letter.encode('gbk')[1]:02x}"
        for letter in text
    )
    return f"{{\\uc2 {whole}}}"


def row_of(line: Sequence[EdgedCell], write: Write) -> str:
    told = "".join(
        ("\\clvmgf" if cell.starts_down else "\\clvmrg" if cell.continues else "") + f"\\cellx{COLUMN * cell.end}"
        for cell in line
    )
    return rf"\trowd\trleft{COLUMN * line[0].column}{told}\pard\intbl " + (
        "".join(f"{{{write(cell.text)}}}\\cell " for cell in line) + "\\row\n"
    )


def flagged_row(line: Sequence[EdgedCell], write: Write) -> str:
    """Cells merged across by flags instead of being wide."""
    told, written = "", ""
    for cell in line:
        for column in range(cell.column, cell.end):
            down = "\\clvmgf" if cell.starts_down else "\\clvmrg" if cell.continues else ""
            across = "" if cell.end - cell.column == 1 else "\\clmgf" if column == cell.column else "\\clmrg"
            told += f"{down}{across}\\cellx{COLUMN * (column + 1)}"
            written += (write(cell.text) if column == cell.column else "") + "\\cell "
    return rf"\trowd{told}\pard\intbl {written}\row" + "\n"


def rich(name: str = NAME, write: Write = as_bytes, row: Callable[[Sequence[EdgedCell], Write], str] = row_of) -> bytes:
    body = ""
    for block in word_files.report(name).blocks:
        if isinstance(block, PrintedLine):
            body += f"\\pard {write(block.text)}\\par\n"
        else:
            body += "".join(row(line, write) for line in edged(block)) + "\\pard\\par\n"
    return (HEAD + body + "}").encode("ascii")


def document(body: str) -> Document:
    return rtf.read(Source("rtf", (HEAD + body + "}").encode("latin-1")))


def texts(found: Document) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in line] for line in block.rows]
        for block in found.blocks
    ]


def one_row(*cells: str) -> str:
    told = "".join(f"\\cellx{COLUMN * (place + 1)}" for place in range(len(cells)))
    return f"\\trowd{told}\\pard\\intbl " + "".join(f"{cell}\\cell " for cell in cells) + "\\row\\pard "


def assert_whole(result: ReadReport, name: str = NAME) -> None:
    expected, found = dict(shelf.report(name).tables), dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}


@pytest.mark.parametrize("name", shelf.names())
def test_every_report_of_the_corpus(name: str) -> None:
    result = read(rich(name), "", "")
    assert_whole(result, name)
    assert result.reading.format == "rtf"
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("write", [as_unicode, as_unicode_with_bytes, lambda text: f"\\f1 {as_bytes(text)}"])
def test_however_chinese_is_written(write: Write) -> None:
    assert_whole(read(rich(write=write), "", ""))


def test_cells_merged_by_flags() -> None:
    assert_whole(read(rich(row=flagged_row), "", ""))


def test_a_blank_form_is_empty() -> None:
    body = ""
    for block in blank_report(edition("2021"), "东海省青石县", 2022).blocks:
        lines = [] if isinstance(block, PrintedLine) else edged(block)
        body += "".join(row_of(line, as_bytes) for line in lines) + "\\pard\\par "
    with pytest.raises(UnreadableFileError) as refused:
        read((HEAD + body + "}").encode(), "", "")
    assert refused.value.reasons[0].code == "form.empty"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (r"1{\deleted 2}3", "13"),
        (r"1{\v 2}3", "13"),
        (r"{\strike 4}", f"{MARK}4{MARK}"),
        (r"{\strike 4}{\strike0 5}", f"{MARK}4{MARK}5"),
        (r"7{\super 8}", "7^8"),
        (r"9{\pict\pngblip 89504e470d0a}", f"9{MARK}"),
        (r"9{\*\shppict{\pict 89504e47}}{\nonshppict{\pict 89504e47}}", f"9{MARK}"),
        (r"{\field{\*\fldinst SUM(LEFT)}{\fldrslt 42}}", "42"),
        (r"{\listtext 1.\tab}5", "1. 5"),
        (r"1\~2\_3\-4", "1 2-34"),
        (r"1\'0202", f"1{MARK}02"),
        (r"{\f2\'31}5", "15"),
        ("1,\n2", "1,2"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\'81@", "丂"),
        (r"\u65297 \'3f2", "１2"),
        (r"{\bin3 }}{}12", "12"),
        (r"{\*\unknown 3}12", "12"),
        (r"{\upr{5}{\*\ud{6}}}", "6"),
        (r"1{\footnote 2}", "1"),
        (r"1{\*\bkmkstart x}2", "12"),
        (r"1\par 2", "1 2"),
        (r"1{\deleted\par}2", "12"),
    ],
)
def test_what_is_seen_in_a_cell(written: str, seen: str) -> None:
    assert texts(document(one_row(written, "b") + "end\\par")) == [[[seen, "b"]], "end"]


def test_hidden_writing_is_told() -> None:
    assert [note.code for note in document(one_row(r"1{\v 2}")).notes] == ["text.hidden"]


def test_symbols_are_no_letters() -> None:
    body = r"{\fonttbl{\f5\fcharset2 Wingdings;}}" + one_row(r"{\f5\'fe}5")
    assert texts(document(body)) == [[[f"{MARK}5"]]]


def test_a_deleted_row_is_gone() -> None:
    gone = r"\trowd\cellx600\pard\intbl{\deleted 8\cell\row}"
    assert texts(document(one_row("7") + gone + one_row("9"))) == [[["7"], ["9"]]]


def test_tables_within_tables() -> None:
    inner = (
        r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx300\cellx600\nestrow}{\nonesttables\par}"
    )
    body = rf"\trowd\cellx4000\pard\intbl above\par {inner}\pard\intbl below\cell\row\pard end\par"
    assert texts(document(body)) == ["above", [["a", "b"]], "below", "end"]
    grid = document(body).blocks[1]
    assert isinstance(grid, Grid)
    assert grid.aligned


def test_a_paragraph_in_a_row_that_does_not_say_so() -> None:
    body = r"\trowd\cellx600\cellx1200\pard\intbl 1\cell\pard 2\par 3\cell\row\pard end\par"
    assert texts(document(body)) == [[["1", "2 3"]], "end"]


def test_text_boxes_come_last() -> None:
    box = r"{\shp{\*\shpinst{\shptxt \pard box\par}}{\shprslt no}}"
    found = document(rf"\pard a{box}b\par " + one_row("5" + box) + "end\\par")
    assert texts(found) == ["ab", [[f"5{MARK}"]], "end", "box", "box"]
    assert found.blocks[3].at == "textbox.paragraph[1]"


def test_headings_and_title() -> None:
    styles = r"{\stylesheet{\s1\outlinelevel0 x;}{\s2 heading 2;}}{\info{\title \'b1\'ea\'cc\'e2}}"
    found = document(
        styles + r"{\header top}\pard\s1 one\par\pard\s2 two\par\pard\outlinelevel2 three\par\pard four\par"
    )
    assert [(block.text, block.level) for block in found.blocks if isinstance(block, Paragraph)] == [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", None),
    ]
    assert found.hints == {"title": "标题"}


def test_rows_that_do_not_fit_their_definition_are_doubted() -> None:
    found = document(r"\trowd\cellx600\pard\intbl 1\cell 2\cell\row")
    assert found.doubts == {"table[1]": "table.columns_lost"}
    assert texts(found) == [[["1", "2"]]]


def test_a_file_cut_off_in_a_figure_shows_it() -> None:
    data = (HEAD + r"\trowd\cellx600\pard\intbl 12").encode()
    assert texts(rtf.read(Source("rtf", data))) == [[[f"12{MARK}"]]]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{" * (MAX_GROUPS + 1), "file.too_deep"),
        (r"\trowd\cellx1\pard\intbl\itap40 1\nestcell", "file.too_deep"),
        (r"\par" * (MAX_CELLS + 1), "file.too_large_document"),
        (r"\trowd" + r"\cellx1" * 1000 + r"\intbl 1\cell" * MAX_CELLS, "file.too_large_document"),
    ],
    ids=["groups", "tables", "paragraphs", "cells"],
)
def test_more_than_any_report_has(body: str, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        document(body)
    assert refused.value.reasons[0].code == code


def answer(data: bytes) -> str:
    try:
        rtf.read(Source("rtf", data))
    except UnreadableFileError as refused:
        return refused.reasons[0].code
    return "read"


def test_damage_never_stops_the_reader() -> None:
    chance = Random(3)  # noqa: S311
    whole = rich()
    answers = set()
    for _ in range(250):
        mutated = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(mutated))
            mutated[at : at + chance.randrange(3)] = chance.choice(
                (b"{", b"}", b"\\", b"\\bin99999 ", b"\\u-9?", b"\xff", b"")
            )
        answers.add(answer(bytes(mutated)))
    assert answers == {"read"}
