"""Reports and awkward documents that LibreOffice has saved as .doc, .rtf and .odt: read back, and compared with it."""

import io
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from services.ingest.document import MARK, Document, Grid, Paragraph
from services.ingest.reading import UnreadableFileError, read
from services.ingest.sniff import Source
from shared.layout.docx import docx as laid_out
from shared.layout.printed_report import blank_report
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import soffice, word_files
from tests.services.ingest.word_files import paragraph, run

pytestmark = pytest.mark.libreoffice

FORMATS = ("doc", "rtf", "odt")
BY = 'w:id="1" w:author="x" w:date="2023-01-01T00:00:00Z"'
SETTLED = f"<w:ins {BY}>{run('5')}</w:ins><w:del {BY}><w:r><w:delText>9</w:delText></w:r></w:del>"


def table(rows: list[list[str]], width: int = 2000) -> str:
    """A table with the content of each cell given, behind its properties if it has any."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in range(max(map(len, rows))))
    lines = "".join(
        "<w:tr>" + "".join(cell if cell.startswith("<w:tc>") else cell_of(cell, width) for cell in row) + "</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'


def cell_of(content: str, width: int, properties: str = "") -> str:
    inside = content if content.startswith("<w:p") else paragraph(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


INNER = table([[run("i1"), run("i2")], [run("i3"), run("i4")]], 900)
AWKWARD = {
    "revised": table([[run("a"), SETTLED]]) + paragraph(run("x") + SETTLED),
    "looks": table(
        [
            [
                run("12") + run("3", "<w:vanish/>"),
                run("4", "<w:strike/>"),
                run("5") + run("2", '<w:vertAlign w:val="superscript"/>'),
                run("7") + "<w:r><w:br/></w:r>" + run("8"),
                run("1,234"),
                run("𠮷１２"),
            ]
        ],
        1200,
    ),
    "nested": table([[run("head"), ""], [run("label"), paragraph(run("pre")) + INNER + paragraph(run("post"))]]),
    "merged": table(
        [
            [
                cell_of(run("a"), 2000, '<w:vMerge w:val="restart"/>'),
                cell_of(run("b"), 4000, '<w:gridSpan w:val="2"/>'),
            ],
            [cell_of("", 2000, "<w:vMerge/>"), run("c"), cell_of(run("d"), 2000, '<w:vMerge w:val="restart"/>')],
            [cell_of(run("e"), 4000, '<w:gridSpan w:val="2"/>'), cell_of("", 2000, "<w:vMerge/>")],
        ]
    ),
}
BLANK = "blank"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], bytes]:
    """Files by name and format, all made in one run of LibreOffice for each format."""
    if (reason := soffice.missing()) is not None:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("legacy")
    sources = {name: laid_out(word_files.report(name)) for name in shelf.names()}
    sources[BLANK] = laid_out(blank_report(edition("2021"), "东海省青石县", 2022))
    sources |= {name: whole(content + paragraph(run("end"))) for name, content in AWKWARD.items()}
    paths: list[Path] = []
    for name, data in sources.items():
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(data)
    made = folder / "made"
    for suffix in FORMATS:
        soffice.convert(paths, suffix, made)
    # LibreOffice aborts when it exports some of the awkward ones as a page.
    soffice.convert([path for path in paths if path.stem in shelf.names()], "html", made)
    return lambda name, suffix: (made / f"{name}.{suffix}").read_bytes()


def whole(content: str) -> bytes:
    """A package with everything that LibreOffice asks for, and that body."""
    made = WordDocument()
    end = made.element.body.sectPr
    for element in parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>"):
        end.addprevious(element)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def read_as(suffix: str, data: bytes) -> Document:
    found: Document = import_module(f"services.ingest.readers.{suffix}").read(
        Source(suffix, data, data.decode() if suffix == "html" else "")
    )
    return found


def texts(found: Document) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in line] for line in block.rows]
        for block in found.blocks
    ]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", shelf.names())
def test_every_cell_of_every_report(saved: Callable[[str, str], bytes], name: str, suffix: str) -> None:
    result = read(saved(name, suffix), "", "")
    expected, found = dict(shelf.report(name).tables), dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}
    assert result.reading.format == suffix
    assert (result.report.year, result.report.title) == (shelf.report(name).year, shelf.report(name).title)
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", shelf.names())
def test_libreoffice_sees_the_same_cells(saved: Callable[[str, str], bytes], name: str, suffix: str) -> None:
    ours, theirs = read_as(suffix, saved(name, suffix)), read_as("html", saved(name, "html"))
    grids = [[block for block in found.blocks if isinstance(block, Grid)] for found in (ours, theirs)]
    assert [_printed(grid) for grid in grids[0]] == [_printed(grid) for grid in grids[1]]


def _printed(grid: Grid) -> list[list[str]]:
    """What covers each line; how many columns, LibreOffice tells otherwise in a page than in a document."""
    return [["".join(cell.text.split()) for cell in line] for line in grid.rows]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_blank_form_is_empty(saved: Callable[[str, str], bytes], suffix: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(saved(BLANK, suffix), "", "")
    assert refused.value.reasons[0].code == "form.empty"


@pytest.mark.parametrize("suffix", FORMATS)
def test_revisions_are_read_as_accepted(saved: Callable[[str, str], bytes], suffix: str) -> None:
    found = read_as(suffix, saved("revised", suffix))
    assert texts(found) == [[["a", "5"]], "x5", "end"]
    assert [note.code for note in found.notes] == ["text.revised"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_looks_that_change_a_figure(saved: Callable[[str, str], bytes], suffix: str) -> None:
    found = read_as(suffix, saved("looks", suffix))
    assert texts(found) == [[["12", f"{MARK}4{MARK}", "5^2", "7 8", "1,234", "𠮷１２"]], "end"]
    assert [note.code for note in found.notes] == ["text.hidden"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_tables_within_tables(saved: Callable[[str, str], bytes], suffix: str) -> None:
    found = texts(read_as(suffix, saved("nested", suffix)))
    assert found == [[["head", ""]], "label", "pre", [["i1", "i2"], ["i3", "i4"]], "post", "end"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_merged_cells(saved: Callable[[str, str], bytes], suffix: str) -> None:
    grid = read_as(suffix, saved("merged", suffix)).blocks[0]
    assert isinstance(grid, Grid)
    assert [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in line] for line in grid.rows] == [
        [("a", 0, 1, 2), ("b", 1, 2, 1)],
        [("a", 0, 1, 2), ("c", 1, 1, 1), ("d", 2, 1, 2)],
        [("e", 0, 2, 1), ("d", 2, 1, 2)],
    ]
