"""Scans and pictures: what is recognised is right and says that it was recognised; what is not sure is not read."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from services.ingest.document import MARK, Document, Grid, GridCell, Paragraph
from services.ingest.interpreter.interpret import interpret
from services.ingest.pictures import extra
from services.ingest.read_report import ReadReport
from services.ingest.readers import image, pdf
from services.ingest.reasons import UnreadableFileError
from services.ingest.scans import needs_ocr
from services.ingest.sniff import Source, sniff
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.services.ingest import pdf_files
from tests.services.ingest.pdf_files import Style, of_form
from tests.services.ingest.scanned import Scanner, encoded

FORM = edition("2021")
FIGURES = {
    cell.address: None if place % 9 == 3 else place * 7919 % (13 if place % 5 else 12345)
    for place, cell in enumerate(FORM.cells())
}
DRAWN = pdf_files.pdf(of_form(FORM, FIGURES))


def recognised(result: ReadReport) -> list[str]:
    """Cells that were read; every one of them is right and says that it was recognised."""
    read = [at for at, cell in result.reading.cells.items() if cell.confidence is not Confidence.UNREADABLE]
    assert {at: result.report.tables[at] for at in read} == {at: FIGURES[at] for at in read}
    assert {result.reading.confidence(at) for at in read} == {Confidence.INFERRED}
    noted = {note.at for note in result.reading.notes if note.code == "cell.ocr"}
    assert noted == {at.split(".")[0] for at in read}
    return read


def test_a_slanted_noisy_scan_in_a_pdf() -> None:
    source = Source("pdf", Scanner(dots=200, slant=0.6, noise=6).pdf(DRAWN))
    assert needs_ocr(source)
    result = interpret(pdf.read(source))
    assert len(recognised(result)) >= 195
    assert (result.report.year, result.report.agency) == (2021, "东海省青石县财政局")
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


def grid(*rows: tuple[str, ...]) -> bytes:
    """A page with a heading and a table."""
    lines = tuple(
        tuple(GridCell(text, "", row, column) for column, text in enumerate(texts)) for row, texts in enumerate(rows)
    )
    heading = Paragraph("政府信息公开行政复议情况", "")
    return pdf_files.pdf(Document("x", (heading, Grid(lines, "", aligned=True)), {}), Style(size=11, page_number=""))


TABLE = grid(
    ("结果维持情况说明", "结果纠正", "其他结果", "尚未审结"),
    ("行政复议数量统计", "10", "", "1"),
    ("行政诉讼数量统计", "100", "0", "2077"),
    ("复议后起诉的数量", "11", "8", "—"),
)
FIGURES_OF_TABLE = [["10", "", "1"], ["100", "0", "2077"], ["11", "8"]]


def figures(data: bytes) -> list[list[str]]:
    source = sniff(data)
    assert needs_ocr(source)
    (found,) = (block for block in image.read(source).blocks if isinstance(block, Grid))
    rows = [[cell.text for cell in row[1:]] for row in found.rows[1:]]
    return [rows[0], rows[1], rows[2][:2]]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_every_kind_of_picture(kind: str) -> None:
    assert figures(encoded(Scanner().pictures(TABLE)[0], kind)) == FIGURES_OF_TABLE


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_pages_lying_on_their_side_or_head(quarters: int) -> None:
    assert figures(encoded(Scanner(quarters=quarters).pictures(TABLE)[0], "PNG")) == FIGURES_OF_TABLE


def test_faint_writing_is_never_taken_for_a_blank() -> None:
    picture = Scanner().pictures(TABLE)[0]
    faint = (255 - (255 - picture) * 0.16).astype(picture.dtype)
    for row, expected in zip(figures(encoded(faint, "PNG")), FIGURES_OF_TABLE, strict=True):
        for found, printed in zip(row, expected, strict=True):
            assert found == printed or MARK in found


def test_a_figure_printed_in_red_is_no_stamp_over_a_blank() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.grid([100, 200, 300, 400], [600, 640, 680, 720])
    for place, text in enumerate(["行政许可", "", "12", "行政处罚", "5", "7", "行政强制", "0", ""]):
        canvas.setFillColorRGB(*((0.9, 0.1, 0.1) if text == "5" else (0, 0, 0)))
        canvas.setFont(pdf_files.FONT, 14)
        canvas.drawString(120 + 100 * (place % 3), 695 - 40 * (place // 3), text)
    canvas.save()
    data = encoded(Scanner().pictures(file.getvalue())[0], "PNG")
    (found,) = (block for block in image.read(Source("image", data)).blocks if isinstance(block, Grid))
    assert [[cell.text for cell in row[1:]] for row in found.rows] == [["", "12"], [MARK, "7"], ["0", ""]]


def test_figures_under_a_stamp_are_right_or_marked() -> None:
    picture = Scanner(dots=200, stamp=True).pictures(DRAWN)[1]
    result = interpret(image.read(Source("image", encoded(picture, "PNG"))))
    read = recognised(result)
    assert len([at for at in read if at.startswith("requests")]) >= 100


def test_a_table_pasted_as_a_picture_between_writing() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont(pdf_files.FONT, 12)
    canvas.drawString(70, 800, "东海省青石县财政局年度报告，本页的表格是图片，图片之外的文字照常读取。")
    top = Image.fromarray(Scanner().pictures(TABLE)[0]).crop((0, 0, 1240, 500))
    canvas.drawInlineImage(top, 0, 400, 595, 240)
    canvas.save()
    source = Source("pdf", file.getvalue())
    assert needs_ocr(source)
    content = pdf.read(source)
    assert isinstance(content.blocks[0], Paragraph)
    (found,) = (block for block in content.blocks if isinstance(block, Grid))
    assert [cell.text for cell in found.rows[2]][1:] == ["100", "0", "2077"]
    assert content.doubts == {found.at: "cell.ocr"}


def test_broken_and_enormous_pictures() -> None:
    whole = encoded(Scanner().pictures(TABLE)[0], "PNG")
    for data in (whole[: len(whole) // 2], whole[:40], b"\x89PNG\r\n\x1a\n" + bytes(100)):
        with pytest.raises(UnreadableFileError) as refused:
            image.read(Source("image", data))
        assert refused.value.reasons[0].code == "file.damaged"
    file = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")
    with pytest.raises(UnreadableFileError) as refused:
        image.read(Source("image", file.getvalue()))
    assert refused.value.reasons[0].code == "file.too_large_document"


@pytest.fixture
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without the extra."""
    monkeypatch.setattr(extra, "_PARTS", ("no_such_recogniser",))
    extra.is_installed.cache_clear()
    yield
    extra.is_installed.cache_clear()


@pytest.mark.usefixtures("without_recogniser")
def test_without_the_extra_a_scan_is_refused_with_the_way_on() -> None:
    scan = Scanner(dots=72).pdf(DRAWN)
    for read, source in ((pdf.read, Source("pdf", scan)), (image.read, Source("image", b"\xff\xd8\xff"))):
        with pytest.raises(UnreadableFileError) as refused:
            read(source)
        (reason,) = refused.value.reasons
        assert reason.code == "file.ocr_missing"
        assert "扫描" in reason.message.zh
        assert "make ocr" in reason.message.en


@pytest.mark.usefixtures("without_recogniser")
def test_without_the_extra_a_scanned_cover_costs_only_itself() -> None:
    cover = pypdfium2.PdfDocument(Scanner(dots=72).pdf(DRAWN))
    report = pypdfium2.PdfDocument(DRAWN)
    report.import_pages(cover, pages=[0], index=0)
    file = io.BytesIO()
    report.save(file)
    result = interpret(pdf.read(Source("pdf", file.getvalue())))
    assert dict(result.report.tables) == FIGURES
    assert [(note.code, note.at) for note in result.reading.notes if note.code.startswith("page.")] == [
        ("page.picture", "page[1]")
    ]
