"""Word documents: every cell comes back, however the markup wraps, splits, merges or revises what is printed."""

from collections.abc import Callable

import pytest

from services.ingest.reading import ReadReport, UnreadableFileError, read
from shared.layout.docx import docx as laid_out
from shared.layout.printed_report import PrintedCell, blank_report
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import word_files
from tests.services.ingest.word_files import body, docx, paragraph, plain, run

NAME = "haitang-2022"
EXPECTED = dict(shelf.report(NAME).tables)


def assert_whole(result: ReadReport, name: str = NAME) -> None:
    """All cells as printed and sure."""
    expected = dict(shelf.report(name).tables)
    found = dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}


def codes(result: ReadReport) -> set[str]:
    return {note.code for note in result.reading.notes}


def figures_as(write: Callable[[str], str]) -> word_files.Fill:
    """Cells of the form written in another way, labels as usual."""
    return lambda cell: write(cell.text) if cell.address is not None and cell.text else plain(cell)


@pytest.mark.parametrize("name", shelf.names())
def test_every_report_of_the_corpus(name: str) -> None:
    result = read(docx(body(word_files.report(name))), "", "")
    assert_whole(result, name)
    assert (result.report.edition, result.report.year) == (shelf.report(name).edition, shelf.report(name).year)
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]
    assert result.reading.format == "docx"
    assert result.reading.notes == () or codes(result) <= {"form.merged_row", "form.edition_by_year"}


@pytest.mark.parametrize("name", shelf.names())
def test_what_the_house_itself_writes(name: str) -> None:
    assert_whole(read(laid_out(word_files.report(name)), "", ""), name)


@pytest.mark.parametrize("edition_id", ["2019", "2021"])
def test_a_blank_form_is_empty(edition_id: str) -> None:
    for data in (
        laid_out(blank_report(edition(edition_id), "东海省青石县", 2022)),
        docx(body(blank_report(edition(edition_id), "东海省青石县", 2022))),
    ):
        with pytest.raises(UnreadableFileError) as refused:
            read(data, "", "")
        assert refused.value.reasons[0].code == "form.empty"


def halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        f'{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


WRITTEN: dict[str, Callable[[str], str]] = {
    "digits in several runs": lambda text: paragraph("".join(run(digit) for digit in text)),
    "a page break that was last rendered inside": lambda text: paragraph(
        run(halves(text)[0]) + "<w:r><w:lastRenderedPageBreak/></w:r>" + run(halves(text)[1])
    ),
    "a spelling mark inside": lambda text: paragraph(
        run(text[:1]) + '<w:proofErr w:type="spellStart"/>' + run(text[1:])
    ),
    "inserted": lambda text: paragraph(f'<w:ins w:id="1" w:author="甲">{run(text)}</w:ins>'),
    "half inserted": lambda text: paragraph(f"{run(text[:1])}<w:ins>{run(text[1:])}</w:ins>"),
    "replaced": lambda text: paragraph(
        f'<w:del w:id="1"><w:r><w:delText>99</w:delText></w:r></w:del><w:ins w:id="2">{run(text)}</w:ins>'
    ),
    "moved here": lambda text: paragraph(f"<w:moveFrom>{run('88')}</w:moveFrom><w:moveTo>{run(text)}</w:moveTo>"),
    "a deleted paragraph above": lambda text: (
        paragraph("<w:del><w:r><w:delText>9</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>")
        + paragraph(run(text))
    ),
    "two paragraphs made one": lambda text: (
        paragraph(run(text[:1]), "<w:rPr><w:del/></w:rPr>") + paragraph(run(text[1:]))
    ),
    "a control for text": lambda text: paragraph(control(run(text))),
    "a control for a paragraph": lambda text: control(paragraph(run(text))),
    "controls in controls": lambda text: control(paragraph(control(control(run(text)) + control("")))),
    "a smart tag": lambda text: paragraph(f'<w:smartTag w:element="chmetcnv"><w:smartTagPr/>{run(text)}</w:smartTag>'),
    "custom XML": lambda text: paragraph(f'<w:customXml w:element="n">{run(text)}</w:customXml>'),
    "a hyperlink": lambda text: paragraph(f'<w:hyperlink r:id="rId9">{run(text)}</w:hyperlink>'),
    "a form field": lambda text: paragraph(field(" FORMTEXT ", run(text))),
    "a formula field": lambda text: paragraph(field(" =SUM(LEFT) ", run(text))),
    "a formula with a field in its code": lambda text: paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> = </w:instrText></w:r>'
        + field(" REF total ", run("7"))
        + f'<w:r><w:instrText> +1 </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>{text}</w:t>'
        '<w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "a simple field": lambda text: paragraph(f'<w:fldSimple w:instr=" DOCPROPERTY n ">{run(text)}</w:fldSimple>'),
    "hidden text beside": lambda text: paragraph(run("5", "<w:vanish/>") + run(text)),
    "hidden by its style": lambda text: paragraph(run("5", '<w:rStyle w:val="secret"/>') + run(text)),
    "shown against its style": lambda text: paragraph(run(text, '<w:rStyle w:val="secret"/><w:vanish w:val="0"/>')),
    "once struck out": lambda text: paragraph(
        run(text, "<w:rPrChange><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange>")
    ),
    "not struck out": lambda text: paragraph(run(text, '<w:strike w:val="false"/>')),
    "a footnote": lambda text: paragraph(run(text) + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    "a comment": lambda text: paragraph(run(text) + '<w:r><w:commentReference w:id="2"/></w:r>'),
    "a bookmark": lambda text: paragraph(
        '<w:bookmarkStart w:id="0" w:name="x"/>' + run(text) + '<w:bookmarkEnd w:id="0"/>'
    ),
    "blank paragraphs around": lambda text: f"<w:p/>{paragraph(run(' '))}{paragraph(run(text))}<w:p/>",
    "white space around": lambda text: paragraph(
        "<w:r><w:tab/></w:r>" + run("\u3000" + text + "\u00a0") + "<w:r><w:br/></w:r>"
    ),
    "full-width digits": lambda text: paragraph(run(text.translate({48 + n: 0xFF10 + n for n in range(10)}))),
    "a soft hyphen": lambda text: paragraph(run(text) + "<w:r><w:softHyphen/></w:r>"),
    "a table of one cell": lambda text: (
        f"<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>{paragraph(run(text))}</w:tc></w:tr></w:tbl><w:p/>"
    ),
    "a choice of two drawings": lambda text: paragraph(
        f"<mc:AlternateContent><mc:Choice Requires='x'>{run(text)}</mc:Choice>"
        f"<mc:Fallback>{run(text)}</mc:Fallback></mc:AlternateContent>"
    ),
    "a shape without text": lambda text: paragraph("<w:r><w:pict><v:line style='x'/></w:pict></w:r>" + run(text)),
    "ruby": lambda text: paragraph(
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('7')}</w:rt><w:rubyBase>{run(text)}</w:rubyBase></w:ruby></w:r>"
    ),
}
STYLES = f"""<w:styles xmlns:w="{word_files.W}">
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="part"><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/>
<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="secret"><w:basedOn w:val="secret0"/></w:style>
<w:style w:type="character" w:styleId="secret0"><w:basedOn w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""
STYLED = {"parts": {"word/styles.xml": STYLES}, "related": word_files.relation("rId1", "styles", "styles.xml")}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_figure_is_one_figure_however_it_is_written(way: str) -> None:
    content = body(word_files.report(), figures_as(WRITTEN[way]))
    result = read(
        docx(content, {"word/styles.xml": STYLES}, word_files.relation("rId1", "styles", "styles.xml")), "", ""
    )
    assert_whole(result)
    revised = {
        "inserted",
        "half inserted",
        "replaced",
        "moved here",
        "a deleted paragraph above",
        "two paragraphs made one",
    }
    assert ("text.revised" in codes(result)) == (way in revised)
    assert ("text.hidden" in codes(result)) == (way in {"hidden text beside", "hidden by its style"})


DOUBTFUL: dict[str, Callable[[str], str]] = {
    "two paragraphs": lambda text: paragraph(run(text)) + paragraph(run("2")),
    "two lines": lambda text: paragraph(f"{run(text)}<w:r><w:br/></w:r>{run('2')}"),
    "a tab between": lambda text: paragraph(f"{run(text)}<w:r><w:tab/></w:r>{run('2')}"),
    "struck out": lambda text: paragraph(run(text, "<w:strike/>")),
    "struck out and put right": lambda text: paragraph(run(text, "<w:dstrike/>") + run("2")),
    "raised": lambda text: paragraph(run(text) + run("2", '<w:vertAlign w:val="superscript"/>')),
    "a picture": lambda text: paragraph(run(text) + "<w:r><w:drawing><a:blip/></w:drawing></w:r>"),
    "only a picture": lambda _: paragraph("<w:r><w:pict><v:imagedata/></w:pict></w:r>"),
    "a symbol": lambda text: paragraph(run(text) + '<w:r><w:sym w:font="Wingdings" w:char="F08C"/></w:r>'),
    "a fraction": lambda text: paragraph(
        f"<m:oMath><m:f><m:num><m:r><m:t>{text}</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    ),
    "a text box": lambda text: paragraph(
        f"{run(text)}<w:r><w:pict><v:textbox><w:txbxContent>{paragraph(run('2'))}</w:txbxContent></v:textbox></w:pict></w:r>"
    ),
    "a formula without result": lambda _: paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "a list to choose from": lambda _: paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList/></w:ffData></w:fldChar></w:r><w:r><w:instrText>'
        ' FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "a field that never ends": lambda text: paragraph(f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run(text)}'),
    "two cells inside": lambda text: (
        f"<w:tbl><w:tr><w:tc>{paragraph(run(text))}</w:tc><w:tc>{paragraph(run('2'))}</w:tc></w:tr></w:tbl><w:p/>"
    ),
    "a prompt with a digit": lambda text: paragraph(control(run(text), "<w:showingPlcHdr/>")),
}


@pytest.mark.parametrize("way", DOUBTFUL)
def test_what_is_no_plain_figure_is_marked(way: str) -> None:
    address = "requests.received.natural_person"
    only = lambda cell: DOUBTFUL[way](cell.text) if cell.address == address else plain(cell)  # noqa: E731
    result = read(docx(body(word_files.report(), only)), "", "")
    assert result.reading.confidence(address) is Confidence.UNREADABLE
    assert result.report.tables[address] is None
    others = {at: value for at, value in result.report.tables.items() if at != address}
    assert others == {at: value for at, value in EXPECTED.items() if at != address}


def test_a_prompt_that_nobody_answered_is_blank() -> None:
    def prompt(_: str) -> str:
        return paragraph(control(run("单击此处输入文字。"), "<w:showingPlcHdr/>"))

    with pytest.raises(UnreadableFileError) as refused:
        read(docx(body(word_files.report(), figures_as(prompt))), "", "")
    assert refused.value.reasons[0].code == "form.empty"


@pytest.mark.parametrize("properties", ["<w:strike/>", "<w:vanish/>", '<w:vertAlign w:val="superscript"/>'])
def test_labels_that_are_struck_out_hidden_or_raised_make_nothing_wrong(properties: str) -> None:
    def changed(cell: PrintedCell) -> str:
        return plain(cell) if cell.address else paragraph(run(cell.text, properties) if cell.text else "")

    try:
        result = read(docx(body(word_files.report(), changed)), "", "")
    except UnreadableFileError:
        return
    for address in result.reading.having(Confidence.READ):
        assert result.report.tables[address] == EXPECTED[address]
