"""Tables in Word documents: merged, nested, revised, drawn with tabs; and what stands around them."""

import pytest

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.readers import readers
from services.ingest.reading import ReadReport, read
from services.ingest.sniff import sniff
from shared.layout.printed_report import PrintedTable
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import word_files
from tests.services.ingest.word_files import Fill, body, docx, paragraph, plain, relation, run

EXPECTED = dict(shelf.report("haitang-2022").tables)


def assert_whole(result: ReadReport) -> None:
    found = dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in EXPECTED.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


def document(data: bytes) -> Document:
    source = sniff(data)
    made = readers()[source.format](source)
    assert isinstance(made, Document)
    return made


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def only_grid(data: bytes) -> Grid:
    (grid,) = [block for block in document(data).blocks if isinstance(block, Grid)]
    return grid


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


# ------------------------------------------------------------------ the whole form, drawn in other ways
def in_row_controls(printed: PrintedTable, fill: Fill) -> str:
    drawn = word_files.table(printed, fill)
    return drawn.replace("<w:tr>", "<w:sdt><w:sdtPr/><w:sdtContent><w:tr>").replace(
        "</w:tr>", "</w:tr></w:sdtContent></w:sdt>"
    )


def in_cell_controls(printed: PrintedTable, fill: Fill) -> str:
    drawn = word_files.table(printed, fill)
    return drawn.replace("<w:tc>", "<w:customXml w:element='x'><w:sdt><w:sdtContent><w:tc>").replace(
        "</w:tc>", "</w:tc></w:sdtContent></w:sdt></w:customXml>"
    )


def in_a_layout_table(printed: PrintedTable, fill: Fill) -> str:
    drawn = word_files.table(printed, fill)
    return table(row(cell("导航"), f"<w:tc>{drawn}<w:p/></w:tc>", cell("")))


def in_layout_tables(printed: PrintedTable, fill: Fill) -> str:
    inner = in_a_layout_table(printed, fill)
    return table(row(f"<w:tc><w:p/>{inner}{paragraph(run('以上为附表。'))}</w:tc>"))


def with_deleted_rows(printed: PrintedTable, fill: Fill) -> str:
    drawn = word_files.table(printed, fill)
    label, *figures = [cell("行政许可"), *(cell("77") for _ in range(printed.width - 1))]
    decoy = row(label, *figures, properties="<w:trPr><w:del w:id='1'/></w:trPr>")
    return drawn.replace("<w:tr>", f"{decoy}<w:tr><w:trPr><w:ins w:id='2'/></w:trPr>")


def with_deleted_cells(printed: PrintedTable, fill: Fill) -> str:
    return word_files.table(printed, fill).replace("<w:tc>", f"{cell('7', '<w:cellDel/>')}<w:tc>")


def with_hidden_rows(printed: PrintedTable, fill: Fill) -> str:
    hidden = "".join(
        f"<w:tc>{paragraph(run(text, '<w:vanish/>'))}</w:tc>" for text in ("行政许可", *("7" * (printed.width - 1)))
    )
    return word_files.table(printed, fill).replace("<w:tr>", f"<w:tr>{hidden}</w:tr><w:tr>")


def with_legacy_merges(printed: PrintedTable, fill: Fill) -> str:
    """Merged to the right with `hMerge`, a cell for each column."""

    def spread(text: str) -> str:
        for count in range(2, 16):
            more = '<w:tc><w:tcPr><w:hMerge w:val="continue"/></w:tcPr><w:p/></w:tc>' * (count - 1)
            pieces = text.split(f'<w:gridSpan w:val="{count}"/>')
            for place in range(len(pieces) - 1):
                pieces[place] += '<w:hMerge w:val="restart"/>'
                pieces[place + 1] = pieces[place + 1].replace("</w:tc>", f"</w:tc>{more}", 1)
            text = "".join(pieces)
        return text

    return spread(word_files.table(printed, fill))


def with_lost_merges(printed: PrintedTable, fill: Fill) -> str:
    """Cells covered from above left out, `gridBefore` in their place."""
    drawn = word_files.table(printed, fill)
    covered = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    for count in (2, 1):
        before = f'<w:tr><w:trPr><w:gridBefore w:val="{count}"/></w:trPr>'
        drawn = drawn.replace(
            "<w:tr>" + covered * count + "<w:tc><w:tcPr></w:tcPr><w:p><w:r><w:t", before + "<w:tc><w:p><w:r><w:t"
        )
    return drawn


def with_repeated_heads(printed: PrintedTable, fill: Fill) -> str:
    drawn = word_files.table(printed, fill)
    return drawn.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", 2)


@pytest.mark.parametrize(
    "draw",
    [
        in_row_controls,
        in_cell_controls,
        in_a_layout_table,
        in_layout_tables,
        with_deleted_rows,
        with_deleted_cells,
        with_hidden_rows,
        with_legacy_merges,
        with_repeated_heads,
    ],
    ids=lambda draw: draw.__name__,
)
def test_the_form_drawn_in_another_way(draw: word_files.Draw) -> None:
    result = read(docx(body(word_files.report(), plain, draw)), "", "")
    assert_whole(result)
    told = {note.code for note in result.reading.notes}
    assert told == {
        "with_deleted_rows": {"text.revised"},
        "with_deleted_cells": {"text.revised"},
        "with_hidden_rows": {"text.hidden"},
    }.get(draw.__name__, set())


def test_merges_that_were_lost_make_nothing_wrong() -> None:
    result = read(docx(body(word_files.report(), plain, with_lost_merges)), "", "")
    for address in result.reading.having(Confidence.READ):
        assert result.report.tables[address] == EXPECTED[address]


def test_three_tables_in_one_layout_table() -> None:
    printed = word_files.report()
    whole = body(printed)
    result = read(docx(table(row(cell("菜单"), f"<w:tc>{whole}</w:tc>"), row(cell("页脚"), cell("版权")))), "", "")
    assert_whole(result)


def test_a_form_pasted_into_a_cell_of_another_table() -> None:
    """The outer rows stay a grid, the inner table is one of its own."""
    inner = table(*(row(*(cell(f"{line}{place}") for place in "abcd")) for line in range(3)))
    outer = table(
        row(cell("信息内容"), cell("数量")),
        row(cell("行政许可"), cell("5")),
        row(f"<w:tc>{paragraph(run('说明'))}{inner}<w:p/></w:tc>"),
        row(cell("行政处罚"), cell("6")),
    )
    blocks = document(docx(outer)).blocks
    kinds = [texts(block) if isinstance(block, Grid) else block.text for block in blocks]
    assert kinds == [
        [["信息内容", "数量"], ["行政许可", "5"]],
        "说明",
        [["0a", "0b", "0c", "0d"], ["1a", "1b", "1c", "1d"], ["2a", "2b", "2c", "2d"]],
        [["行政处罚", "6"]],
    ]
    assert [block.at for block in blocks] == [
        "table[1]", "table[1].row[3].cell[1].paragraph[1]", "table[1].row[3].cell[1].table[1]", "table[1]",
    ]  # fmt: skip


# ------------------------------------------------------------------ merges
def test_cells_merged_downwards_are_one_cell() -> None:
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    grid = only_grid(
        docx(
            table(
                row(cell("甲", start), cell("1"), cell("乙", '<w:gridSpan w:val="2"/>' + start)),
                row(cell("", goes_on), cell("2"), cell("", '<w:gridSpan w:val="2"/><w:vMerge w:val="continue"/>')),
                row(cell("丙", start), cell("3"), cell("丁", goes_on), cell("4")),
            )
        )
    )
    assert [[(c.text, c.column, c.colspan, c.row, c.rowspan) for c in line] for line in grid.rows] == [
        [("甲", 0, 1, 0, 2), ("1", 1, 1, 0, 1), ("乙", 2, 2, 0, 2)],
        [("甲", 0, 1, 0, 2), ("2", 1, 1, 1, 1), ("乙", 2, 2, 0, 2)],
        [("丙", 0, 1, 2, 1), ("3", 1, 1, 2, 1), ("丁", 2, 1, 2, 1), ("4", 3, 1, 2, 1)],
    ]
    assert grid.rows[0][0] is grid.rows[1][0]


def test_a_figure_in_a_cell_that_is_covered_is_not_read_but_told() -> None:
    made = document(
        docx(table(row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("1")), row(cell("9", "<w:vMerge/>"), cell("2"))))
    )
    assert [texts(block) for block in made.blocks if isinstance(block, Grid)] == [[["甲", "1"], ["甲", "2"]]]
    assert [note.code for note in made.notes] == ["text.hidden"]


def test_columns_count_from_where_the_row_begins() -> None:
    grid = only_grid(
        docx(
            table(
                row(cell("甲"), cell("乙"), cell("丙")),
                row(cell("1"), cell("2"), properties="<w:trPr><w:gridBefore w:val='1'/></w:trPr>"),
            )
        )
    )
    assert [[c.column for c in line] for line in grid.rows] == [[0, 1, 2], [1, 2]]


def test_columns_as_wide_as_a_hair_are_none() -> None:
    """Borders of different rows that miss each other by a hair make a column of their own in Word."""

    def drawn(*widths: int) -> list[list[tuple[int, int]]]:
        grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
        rows = row(cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙", '<w:gridSpan w:val="2"/>')) + row(
            cell("1"), cell("2", '<w:gridSpan w:val="2"/>'), cell("3")
        )
        return [[(c.column, c.end) for c in line] for line in only_grid(docx(table(grid + rows))).rows]

    assert drawn(900, 3, 900, 900) == [[(0, 1), (1, 3)], [(0, 1), (1, 2), (2, 3)]]
    assert drawn(900, 900, 900, 900) == [[(0, 2), (2, 4)], [(0, 1), (1, 3), (3, 4)]]
    # A cell that would be left without a column says that these widths are not to be believed.
    assert drawn(0, 0, 0, 0) == drawn(3, 900, 900, 900) == drawn(900, 900, 900, 900)


# ------------------------------------------------------------------ around tables
def prose(data: bytes) -> list[str]:
    return [block.text for block in document(data).blocks if isinstance(block, Paragraph)]


def test_a_text_box_is_read_once() -> None:
    inside = f"<w:txbxContent>{paragraph(run('框内文字'))}{table(row(cell('甲'), cell('1')))}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    blocks = document(docx(paragraph(run("锚定段落") + box) + paragraph(run("之后")))).blocks
    assert [texts(b) if isinstance(b, Grid) else b.text for b in blocks] == [
        "锚定段落", "框内文字", [["甲", "1"]], "之后",
    ]  # fmt: skip


def test_lines_with_tabs_are_a_table_whose_spans_are_lost() -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "1", "2", "3"),
        ("行政规范性文件", "4", "", "6"),
    ]
    content = "".join(paragraph(tab.join(run(piece) for piece in line)) for line in lines)
    around = paragraph(tab + run("段首缩进的一段话。")) + content + paragraph(run("1.") + tab + run("编号后的一段话。"))
    blocks = document(docx(around)).blocks
    assert [texts(b) if isinstance(b, Grid) else b.text for b in blocks] == [
        "段首缩进的一段话。", [list(line) for line in lines], "1. 编号后的一段话。",
    ]  # fmt: skip
    assert [block.aligned for block in blocks if isinstance(block, Grid)] == [False]


def test_one_line_that_tabs_space_out_is_writing() -> None:
    tab = "<w:r><w:tab/></w:r>"
    assert prose(docx(paragraph(run("索引号：甲一") + tab + run("发布机构：某局")))) == ["索引号：甲一 发布机构：某局"]


def test_paragraphs_that_a_revision_joins_are_one() -> None:
    first = paragraph(run("共收到申请"), "<w:rPr><w:del w:id='1'/></w:rPr>")
    assert prose(docx(first + paragraph(run("13件。")) + paragraph(run("另起。")))) == ["共收到申请13件。", "另起。"]


def test_a_row_of_which_all_is_hidden_is_not_there() -> None:
    hidden = row(*(f"<w:tc>{paragraph(run(text, '<w:vanish/>'))}</w:tc>" for text in ("行政许可", "7")))
    assert texts(only_grid(docx(table(row(cell("甲"), cell("1")), hidden, row(cell("乙"), cell("")))))) == [
        ["甲", "1"],
        ["乙", ""],
    ]


@pytest.mark.parametrize("separator", ["<w:r><w:tab/></w:r>", run("|")])
def test_the_form_in_lines_with_tabs_or_bars(separator: str) -> None:
    def lines(printed: PrintedTable, _: Fill) -> str:
        return "".join(paragraph(separator.join(run(cell.text) for cell in line)) for line in printed.rows)

    result = read(docx(body(word_files.report(), plain, lines)), "", "")
    sure = list(result.reading.having(Confidence.READ))
    assert len(sure) > 150
    for address in sure:
        assert result.report.tables[address] == EXPECTED[address]


NUMBERING = f"""<w:numbering xmlns:w="{word_files.W}"><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>
</w:lvlOverride></w:num></w:numbering>"""


def item(depth: int, text: str, list_id: int = 1) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def numbered(content: str) -> bytes:
    return docx(content, {"word/numbering.xml": NUMBERING}, relation("rId3", "numbering", "numbering.xml"))


def test_numbers_that_word_counts_are_seen() -> None:
    content = "".join(
        [
            *(item(0, "总体"), item(1, "甲"), item(1, "乙"), item(2, "子"), item(2, "丑"), item(3, "点")),
            *(item(0, "公开"), item(1, "丙"), item(2, "寅"), item(0, "问题", 2), item(0, "其他", 2)),
        ]
    )
    assert prose(numbered(content)) == [
        *(
            "一、总体",
            "（一）甲",
            "（二）乙",
            "1. 子",
            "2. 丑",
            "点",
            "二、公开",
            "（一）丙",
            "1. 寅",
            "五、问题",
            "六、其他",
        )
    ]


def test_parts_are_found_by_numbers_that_word_counts() -> None:
    printed = word_files.report()
    content = body(printed)
    for block in printed.blocks:
        if not isinstance(block, PrintedTable) and block.level == 1:
            content = content.replace(paragraph(run(block.text)), item(0, block.text.partition("、")[2]), 1)
    assert_whole(read(numbered(content), "", ""))


def test_a_number_that_word_counts_is_no_figure() -> None:
    grid = only_grid(numbered(table(row(cell("甲"), f"<w:tc>{item(2, '5')}</w:tc>", f"<w:tc>{item(2, '')}</w:tc>"))))
    assert texts(grid) == [["甲", "1. 5", "▣"]]


def test_headings_have_their_level() -> None:
    styles = (
        f'<w:styles xmlns:w="{word_files.W}"><w:style w:type="paragraph" w:styleId="1"><w:pPr><w:outlineLvl w:val="0"/>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="1"/></w:style></w:styles>'
    )
    content = (
        paragraph(run("甲"), '<w:pStyle w:val="x"/>')
        + paragraph(run("乙"), '<w:outlineLvl w:val="1"/>')
        + paragraph(run("丙"))
    )
    made = document(docx(content, {"word/styles.xml": styles}, relation("rId1", "styles", "styles.xml")))
    assert [block.level for block in made.blocks if isinstance(block, Paragraph)] == [1, 2, None]


def test_heads_and_feet_of_pages_and_notes_are_no_writing() -> None:
    head = f'<w:hdr xmlns:w="{word_files.W}">{paragraph(run("页眉 5"))}</w:hdr>'
    data = docx(
        paragraph(run("正文")),
        {"word/header1.xml": head, "word/footnotes.xml": head},
        relation("rId5", "header", "header1.xml"),
    )
    assert prose(data) == ["正文"]


@pytest.mark.parametrize("at", ["body", "cell"])
def test_an_embedded_page_is_read_where_it_stands(at: str) -> None:
    page = "<html><meta charset=gbk><body><p>嵌入</p><table><tr><td>甲<td>1</table></body></html>".encode("gbk")
    chunk = '<w:altChunk r:id="rId8"/>'
    content = chunk if at == "body" else table(row(f"<w:tc>{chunk}<w:p/></w:tc>"))
    made = document(
        docx(
            paragraph(run("前")) + content + paragraph(run("后")),
            {"word/a.htm": page},
            relation("rId8", "aFChunk", "/word/a.htm"),
        )
    )
    assert [texts(b) if isinstance(b, Grid) else b.text for b in made.blocks] == ["前", "嵌入", [["甲", "1"]], "后"]


def test_another_embedded_file_is_told() -> None:
    made = document(
        docx(
            paragraph(run("前")) + '<w:altChunk r:id="rId8"/>',
            {"word/a.bin": b"\x00\x01"},
            relation("rId8", "aFChunk", "a.bin"),
        )
    )
    assert [(note.code, note.at) for note in made.notes] == [("object.embedded", "chunk[1]")]


# ------------------------------------------------------------------ other wrappings
def test_other_wrappings_of_the_same_words() -> None:
    content = body(word_files.report())
    legacy = content.replace("w:vMerge", "w:vmerge")
    for data, name in (
        (docx(content, namespace=word_files.STRICT), "docx"),
        (word_files.word_2003(legacy), "word2003"),
        (word_files.flat(content), "flat_opc"),
    ):
        result = read(data, "", "")
        assert_whole(result)
        assert result.reading.format == name


def test_revisions_lists_and_titles_of_word_2003() -> None:
    content = (
        f'<w:p><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>旧</w:delText></w:r></aml:content>'
        f'</aml:annotation><aml:annotation w:type="Word.Insertion"><aml:content>{run("新")}</aml:content>'
        "</aml:annotation></w:p>"
        + paragraph(run("总体"), '<w:listPr><w:ilvl w:val="0"/><wx:t wx:val="一、"/></w:listPr>')
    )
    made = document(word_files.word_2003(content))
    assert [block.text for block in made.blocks if isinstance(block, Paragraph)] == ["新", "一、总体"]
    assert [note.code for note in made.notes] == ["text.revised"]


def test_the_title_in_the_properties_is_a_hint() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 年度 报告 </dc:title></cp:coreProperties>'
    )
    assert document(docx(paragraph(run("甲")), {"docProps/core.xml": core})).hints == {"title": "年度 报告"}


def test_the_main_part_may_have_any_name() -> None:
    content = word_files.document(body(word_files.report()))
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        f'Type="{word_files.OFFICE}/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    assert_whole(read(docx("", {"_rels/.rels": relationships, "word/document2.xml": content}), "", ""))


def test_a_column_of_cells_is_writing() -> None:
    content = table(
        row(cell("一、总体情况")), row(f"<w:tc>{paragraph(run('第一段。'))}{paragraph(run('第二段。'))}</w:tc>")
    )
    assert prose(docx(content)) == ["一、总体情况", "第一段。", "第二段。"]
