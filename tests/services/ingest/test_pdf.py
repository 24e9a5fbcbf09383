"""PDF as many programs write it: every cell is read, or is marked where the page does not tell it surely."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from services.ingest.document import MARK, Document, Grid, Paragraph
from services.ingest.interpreter.interpret import interpret
from services.ingest.read_report import ReadReport
from services.ingest.readers import pdf as reader
from services.ingest.reasons import UnreadableFileError
from services.ingest.scans import needs_ocr
from services.ingest.sniff import Source, sniff
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.services.ingest.forms import Filled, filled
from tests.services.ingest.pdf_files import FONT, HEIGHT, Style, of_form, pdf

MANY = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
SAMPLES = Path(__file__).parents[3] / "../shared/samples"

STYLES = st.builds(
    Style,
    lines=st.sampled_from(["strokes", "bars", "dashed", "dots"]),
    size=st.sampled_from([7.5, 9.0, 10.0]),
    breathing=st.floats(2, 9),
    turned=st.sampled_from([0, 0, 90, 180, 270]),
    sideways=st.booleans(),
    bold_twice=st.booleans(),
    in_form=st.booleans(),
    shaded=st.booleans(),
    watermark=st.sampled_from(["", "内部资料", "2022 存档"]),
    page_number=st.sampled_from(["- {} -", "{}", "第{}页 共9页", ""]),
    running_head=st.sampled_from(["", "青石县财政局文件"]),
)


def read(data: bytes) -> ReadReport:
    return interpret(reader.read(Source("pdf", data)))


def drawn(case: Filled, style: Style) -> bytes:
    return pdf(of_form(case.form, case.figures, case.merged), style)


def differing(result: ReadReport, case: Filled) -> dict[str, object]:
    return {
        at: (result.report.tables.get(at), figure, result.reading.confidence(at))
        for at, figure in case.figures.items()
        if result.report.tables.get(at) != figure or result.reading.confidence(at) is not Confidence.READ
    }


def silently_wrong(result: ReadReport, case: Filled) -> dict[str, object]:
    return {
        at: (result.report.tables[at], case.figures.get(at, "no such cell"))
        for at in result.reading.having(Confidence.READ)
        if result.report.tables[at] != case.figures.get(at, "no such cell")
    }


@MANY
@given(filled(), STYLES)
def test_every_manner_of_drawing_is_read_whole(case: Filled, style: Style) -> None:
    assert differing(read(drawn(case, style)), case) == {}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled(), st.floats(70, 330), st.floats(2, 9), st.booleans(), st.booleans())
def test_page_breaks_anywhere_cost_nothing(case: Filled, top: float, room: float, cut: bool, lost: bool) -> None:  # noqa: FBT001
    style = Style(top=top, breathing=room, cut=cut, lost_edge=lost)
    result = read(drawn(case, style))
    assert silently_wrong(result, case) == {}
    assert len(list(result.reading.having(Confidence.UNREADABLE))) <= len(case.figures) // 10


def test_a_row_at_the_edge_that_lost_its_border_is_read() -> None:
    case = Filled("2021", FIGURES, frozenset())
    for top in range(80, 320, 30):
        for cut in (False, True):
            assert differing(read(drawn(case, Style(top=top, breathing=7, cut=cut, lost_edge=True))), case) == {}


@MANY
@given(filled())
def test_without_ruling_lines_nothing_is_sure(case: Filled) -> None:
    try:
        result = read(drawn(case, Style(lines="none")))
    except UnreadableFileError:
        return
    assert silently_wrong(result, case) == {}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the sample reports are not at {SAMPLES}")
def test_a_published_report() -> None:
    path = next(SAMPLES.glob("001_*.pdf"))
    result = read(path.read_bytes())
    report = result.report
    assert (report.year, report.edition, report.merged_rows) == (2023, "2021", ("other_combined",))
    assert set(result.reading.having(Confidence.READ)) == set(report.tables)
    assert len(report.tables) == 186
    assert report.tables["proactive.fees"] == Decimal("7730.28")
    assert report.tables["reviews.reconsideration.total"] == 0
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_paragraphs_and_their_continuation_on_the_next_page() -> None:
    prose = "本机关认真贯彻落实条例要求，坚持以公开为常态、不公开为例外，全年主动公开信息若干条，" * 30 + "完毕。"
    content = reader.read(Source("pdf", pdf(Document("x", (Paragraph("一、总体情况", ""), Paragraph(prose, ""))))))
    assert [block.text for block in content.blocks if isinstance(block, Paragraph)] == ["一、总体情况", prose]


def test_a_document_says_where_everything_stands() -> None:
    content = reader.read(Source("pdf", pdf(of_form(FORM, FIGURES), Style(breathing=9))))
    grid = next(block for block in content.blocks if isinstance(block, Grid) and block.breaks)
    places = {cell.at for row in grid.rows for cell in row}
    assert {place.split(".")[0] for place in places} == {"page[2]", "page[3]"}
    assert all(cell.at.count(".") == 3 for row in grid.rows for cell in row)


# ------------------------------------------------------------------ single cells
class Cells:
    """A page with one row of cells; each gets what is drawn into it."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(600, HEIGHT))
        self.canvas.setFont(FONT, 10)
        for x in range(100, 501, 100):
            self.canvas.line(x, 700, x, 740)
        self.canvas.line(100, 700, 500, 700)
        self.canvas.line(100, 740, 500, 740)

    def texts(self) -> list[str]:
        """The row as read."""
        self.canvas.save()
        content = reader.read(Source("pdf", self.file.getvalue()))
        (grid,) = (block for block in content.blocks if isinstance(block, Grid))
        return [cell.text for cell in grid.rows[0]]


def test_figures_on_two_lines_of_a_cell_stay_two() -> None:
    cells = Cells()
    cells.canvas.drawString(120, 725, "12")
    cells.canvas.drawString(120, 710, "3")
    cells.canvas.drawString(220, 725, "行政")
    cells.canvas.drawString(220, 710, "许可")
    cells.canvas.drawString(320, 718, "1")
    cells.canvas.drawString(330, 718, "2")
    assert cells.texts() == ["12\n3", "行政许可", "1 2", ""]


def test_a_number_that_runs_into_the_next_cell_marks_both() -> None:
    cells = Cells()
    cells.canvas.drawString(188, 718, "123456")
    cells.canvas.drawString(320, 718, "7")
    texts = cells.texts()
    assert texts[0].endswith(MARK)
    assert texts[1].endswith(MARK)
    assert texts[2:] == ["7", ""]


def test_what_cannot_be_seen_is_not_read() -> None:
    cells = Cells()
    cells.canvas.setFillGray(1)
    cells.canvas.drawString(120, 718, "11")
    cells.canvas.setFillGray(0)
    cells.canvas.saveState()
    text = cells.canvas.beginText(220, 718)
    text.setTextRenderMode(3)
    text.textOut("22")
    cells.canvas.drawText(text)
    cells.canvas.restoreState()
    cells.canvas.saveState()
    clip = cells.canvas.beginPath()
    clip.rect(0, 0, 50, 50)
    cells.canvas.clipPath(clip, stroke=0)
    cells.canvas.drawString(320, 718, "33")
    cells.canvas.restoreState()
    cells.canvas.setFillGray(0.2)
    cells.canvas.rect(401, 701, 98, 38, 0, 1)
    cells.canvas.setFillGray(1)
    cells.canvas.drawString(420, 718, "总计")
    assert cells.texts() == ["", "", "", "总计"]


def test_what_is_struck_out_covered_raised_or_printed_over_is_marked() -> None:
    cells = Cells()
    cells.canvas.drawString(120, 718, "15")
    cells.canvas.line(117, 721.5, 133, 721.5)
    cells.canvas.drawString(220, 718, "26")
    cells.canvas.setFillColorRGB(1, 0.9, 0.2)
    cells.canvas.rect(215, 712, 30, 20, 0, 1)
    cells.canvas.setFillGray(0)
    cells.canvas.drawString(320, 718, "5")
    cells.canvas.setFont(FONT, 6)
    cells.canvas.drawString(325.5, 723, "1")
    cells.canvas.setFont(FONT, 10)
    cells.canvas.drawString(420, 718, "7")
    cells.canvas.drawString(420, 718, "9")
    struck, covered, raised, double = cells.texts()
    assert MARK in struck
    assert MARK in covered
    assert raised == "5^1"
    assert MARK in double


def test_a_number_too_wide_for_its_cell_is_joined_and_marked() -> None:
    page = Cells()
    for x in range(100, 500, 34):
        page.canvas.line(x, 600, x, 640)
    page.canvas.line(100, 600, 474, 600)
    page.canvas.line(100, 640, 474, 640)
    for number, line in enumerate(["1234", "5678"]):
        page.canvas.drawString(107, 625 - 13 * number, line)
    page.canvas.save()
    content = reader.read(Source("pdf", page.file.getvalue()))
    lower = [block for block in content.blocks if isinstance(block, Grid)][-1]
    assert lower.rows[0][0].text == "12345678"
    assert content.doubts == {lower.rows[0][0].at: "cell.wrapped"}


def test_fields_filled_in_and_comments_are_part_of_the_page() -> None:
    cells = Cells()
    cells.canvas.acroForm.textfield(name="x", value="37", x=110, y=705, width=80, height=24, fontSize=10, borderWidth=0)
    assert cells.texts()[0] == "37"


# ------------------------------------------------------------------ files
def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read(data)
    return refused.value.reasons[0].code


def encrypted(password: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password, ownerPassword="owner", canPrint=0, strength=128))
    canvas.setFont(FONT, 12)
    canvas.drawString(100, 700, "年度报告")
    canvas.save()
    return file.getvalue()


def test_passwords() -> None:
    assert refusal(encrypted("secret")) == "file.password"
    assert refusal(encrypted("")) == "document.no_statutory_tables"


def test_damage_and_size() -> None:
    whole = pdf(of_form(FORM, FIGURES))
    assert refusal(b"%PDF-1.7\nnothing") == "file.damaged"
    unindexed = whole[: whole.rindex(b"xref\n")]
    assert dict(read(unindexed).report.tables) == FIGURES
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(250):
        canvas.showPage()
    canvas.save()
    assert refusal(file.getvalue()) == "file.too_large_document"


def test_pages_of_countless_strokes_are_refused() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for place in range(60_000):
        canvas.rect(place % 590, place // 590, 3, 3)
    canvas.save()
    assert refusal(file.getvalue()) == "file.too_large_document"


def test_a_page_tree_that_contains_itself() -> None:
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>endobj\n3 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    assert refusal(body) in {"file.damaged", "document.no_statutory_tables"}


def test_truncated_and_flipped_files_are_refused_or_marked() -> None:
    whole = pdf(of_form(FORM, FIGURES))
    for place in range(0, len(whole), len(whole) // 40):
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]):
            try:
                source = sniff(data)
                is_readable = source.format == "pdf" and not needs_ocr(source)
                result = interpret(reader.read(source)) if is_readable else None
            except UnreadableFileError:
                continue
            for at in result.reading.having(Confidence.READ) if result else ():
                assert result is not None
                assert result.report.tables[at] == FIGURES.get(at), (place, at)
