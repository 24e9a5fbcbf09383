"""OpenDocument text: every cell comes back, whatever spans, lists, styles and revisions are around it."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

import pytest

from services.ingest.document import MARK, Document, Grid, Paragraph
from services.ingest.readers import odt
from services.ingest.reading import ReadReport, UnreadableFileError, read
from services.ingest.sniff import Source
from shared.layout.printed_report import PrintedLine, PrintedReport, PrintedTable, blank_report
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import word_files
from tests.services.ingest.edged_rows import edged

NAME = "haitang-2022"
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {properties}/></style:style>'
    for name, properties in (
        ("gone", 'text:display="none"'),
        ("struck", 'style:text-line-through-style="solid"'),
        ("not_struck", 'style:text-line-through-style="none"'),
        ("bold", 'style:font-name="x"'),
        ("high", 'style:text-position="super 58%"'),
    )
)
LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." '
    'style:num-suffix="、"/><text:list-level-style-number text:level="2" style:num-prefix="（" style:num-format="1" '
    'style:num-suffix="）"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def package(body: str, parts: Mapping[str, str] = {}) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:automatic-styles>'
        f"{STYLES}{LISTS}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return word_files.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def p(content: str) -> str:
    return f"<text:p>{content}</text:p>"


def span(style: str, content: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def cell(content: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(content)}</table:table-cell>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


def printed_table(printed: PrintedTable) -> str:
    """A table with spans, and a covered cell in every place that a span covers."""
    downs = {(line, start): down for line, start, down in _downs(printed)}
    rows: list[str] = []
    for number, line in enumerate(edged(printed)):
        row = ""
        for one in line:
            across = one.end - one.column
            down = downs.get((number, one.column), 1)
            hidden = across if one.continues else across - 1
            if not one.continues:
                spans = f'table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
                row += cell(escape(one.text), spans)
            row += f'<table:covered-table-cell table:number-columns-repeated="{hidden}"/>' if hidden else ""
        rows.append(row)
    return table(*rows)


def _downs(printed: PrintedTable) -> list[tuple[int, int, int]]:
    """Where a cell that reaches down begins, and how many rows it covers."""
    lines = list(edged(printed))
    found: list[tuple[int, int, int]] = []
    for number, line in enumerate(lines):
        for one in line:
            if one.starts_down:
                down = 1
                while number + down < len(lines) and any(
                    below.continues and below.column == one.column for below in lines[number + down]
                ):
                    down += 1
                found.append((number, one.column, down))
    return found


def report(printed: PrintedReport) -> bytes:
    return package(
        "".join(
            p(escape(block.text)) if isinstance(block, PrintedLine) else printed_table(block)
            for block in printed.blocks
        )
    )


def document(body: str, parts: Mapping[str, str] = {}) -> Document:
    return odt.read(Source("odt", package(body, parts)))


def texts(found: Document) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [[one.text for one in line] for line in block.rows]
        for block in found.blocks
    ]


def assert_whole(result: ReadReport, name: str) -> None:
    expected, found = dict(shelf.report(name).tables), dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {one.confidence for one in result.reading.cells.values()} == {Confidence.READ}


@pytest.mark.parametrize("name", shelf.names())
def test_every_report_of_the_corpus(name: str) -> None:
    result = read(report(word_files.report(name)), "", "")
    assert_whole(result, name)
    assert result.reading.format == "odt"
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


def test_a_blank_form_is_empty() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(report(blank_report(edition("2021"), "东海省青石县", 2022)), "", "")
    assert refused.value.reasons[0].code == "form.empty"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("1" + span("gone", "2") + "3", "13"),
        (span("struck", "4"), f"{MARK}4{MARK}"),
        (span("struck", "4" + span("not_struck", "5")), f"{MARK}4{MARK}5"),
        (span("struck", "4" + span("bold", "5")), f"{MARK}4{MARK}{MARK}5{MARK}"),
        ("7" + span("high", "8"), "7^8"),
        ("9<draw:frame><draw:image/></draw:frame>", f"9{MARK}"),
        ('1<text:s text:c="2"/>2<text:tab/>3<text:line-break/>4', "1 2 3 4"),
        ("1<text:change-start text:change-id='a'/>2<text:change-end text:change-id='a'/>", "12"),
        ("1<text:change text:change-id='a'/>2", "12"),
        ("1<office:annotation><text:p>9</text:p></office:annotation>2", "12"),
        ("1<text:note><text:note-citation>1</text:note-citation><text:note-body/></text:note>2", "12"),
        ("1<text:soft-page-break/>2", "12"),
        ("<text:a>12</text:a>", "12"),
        ("<text:expression>42</text:expression>", "42"),
        ('1<text:hidden-text text:is-hidden="true" text:string-value="9">9</text:hidden-text>', "1"),
        ("<text:ruby><text:ruby-base>1</text:ruby-base><text:ruby-text>9</text:ruby-text></text:ruby>", "1"),
    ],
)
def test_what_is_seen_in_a_cell(written: str, seen: str) -> None:
    assert texts(document(table(cell(written) + cell("b")))) == [[[seen, "b"]]]


def test_what_is_hidden_is_told() -> None:
    for body in (
        p(span("gone", "x")),
        '<text:section text:display="none"><text:p>x</text:p></text:section>',
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>x</text:p>',
        '<table:table><table:table-row table:visibility="collapse">' + cell("x") + "</table:table-row></table:table>",
    ):
        found = document(body + p("end"))
        assert [note.code for note in found.notes] == ["text.hidden"], body
        assert texts(found) == ["end"]


def test_deleted_text_kept_aside_is_not_read() -> None:
    aside = (
        '<text:tracked-changes><text:changed-region text:id="a"><text:deletion><text:p>9</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    assert texts(document(aside + p("x"))) == ["x"]


def test_spans_and_repetitions() -> None:
    found = document(
        table(
            cell("a", 'table:number-rows-spanned="2"') + cell("0", 'table:number-columns-repeated="2"'),
            "<table:covered-table-cell/>"
            + cell("b", 'table:number-columns-spanned="2"')
            + "<table:covered-table-cell/>",
            "<table:covered-table-cell/>" + cell("c") + cell("d"),
        )
    )
    grid = found.blocks[0]
    assert isinstance(grid, Grid)
    assert [[(one.text, one.column, one.colspan, one.rowspan) for one in line] for line in grid.rows] == [
        [("a", 0, 1, 2), ("0", 1, 1, 1), ("0", 2, 1, 1)],
        [("a", 0, 1, 2), ("b", 1, 2, 1)],
        [("", 0, 1, 1), ("c", 1, 1, 1), ("d", 2, 1, 1)],
    ]


def test_repetition_has_a_limit_and_is_told() -> None:
    found = document(table(cell("0", 'table:number-columns-repeated="1000000000"')))
    assert [note.code for note in found.notes] == ["table.span_capped"]
    with pytest.raises(UnreadableFileError) as refused:
        document(table(*[cell("0", 'table:number-columns-repeated="1000"')] * 500))
    assert refused.value.reasons[0].code == "file.too_large_document"


def test_tables_within_tables() -> None:
    inner = table(cell("a") + cell("b")).replace("<table:table>", '<table:table table:is-sub-table="true">')
    body = table(cell("head"), f"<table:table-cell>{p('above')}{inner}{p('below')}</table:table-cell>")
    assert texts(document(body)) == [[["head"]], "above", [["a", "b"]], "below"]


def test_lists_are_numbered() -> None:
    item = "<text:list-item>{}</text:list-item>"
    deeper = item.format(p("x")) + item.format(p("y"))
    body = (
        '<text:list text:style-name="L">' + item.format(p("甲") + f"<text:list>{deeper}</text:list>") + "</text:list>"
        '<text:list text:style-name="L" text:continue-numbering="true">' + item.format(p("乙")) + "</text:list>"
        '<text:list text:style-name="L">' + item.format(p("丙")) + "</text:list>"
        '<text:list text:style-name="B">' + item.format(p("丁")) + "</text:list>"
    )
    assert texts(document(body)) == ["一、甲", "（1）x", "（2）y", "二、乙", "一、丙", "丁"]


def test_headings_title_and_boxes() -> None:
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>标题</dc:title></office:meta>'
        "</office:document-meta>"
    )
    inner = f"<draw:frame><draw:text-box>{p('inner')}</draw:text-box></draw:frame>"
    box = f"<draw:frame><draw:text-box>{p('box' + inner)}</draw:text-box></draw:frame>"
    found = document(f'<text:h text:outline-level="2">head</text:h>{p("a" + box + "b")}', {"meta.xml": meta})
    assert texts(found) == ["head", "ab", "box", "inner"]
    assert [block.level for block in found.blocks if isinstance(block, Paragraph)] == [2, None, None, None]
    assert found.hints == {"title": "标题"}


def test_damage_is_named() -> None:
    for data in (
        word_files.zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        package("<text:p>"),
        package("").replace(b"PK\x01\x02", b"PK\x01\x03"),
    ):
        with pytest.raises(UnreadableFileError) as refused:
            odt.read(Source("odt", data))
        assert refused.value.reasons[0].code == "file.damaged"
