"""Markdown and drawn tables: what stands in the cells is what a reader sees there."""

import pytest

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.readers import markdown, text
from services.ingest.reading import read
from services.ingest.sniff import Source
from shared.report.edition import edition
from tests.services.ingest import render

FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
PAGE = render.html(FORM, FIGURES)


def document(content: str) -> Document:
    return markdown.read(Source("markdown", b"", content))


def cells(content: str) -> list[list[str]]:
    grid = next(block for block in document(content).blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**12**", "12"),
        ("*12*", "12"),
        ("***总计***", "总计"),
        ("`12`", "12"),
        ("1\\.予以公开", "1.予以公开"),
        ("12\\*", "12*"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("snake_case_name", "snake_case_name"),
        ("~~12~~", "▣12▣"),
        ("![章](a.png)", "▣"),
        ("[12](http://example.org/)", "12"),
        ("1<br>2", "1 2"),
        ("&nbsp;", ""),
        ("1&#44;234", "1,234"),
        ("甲\\|乙", "甲∣乙"),
    ],
)
def test_signs(written: str, seen: str) -> None:
    assert cells(f"| 项 | {written} |\n|---|:-:|\n| 1 | 2 |\n") == [["项", seen], ["1", "2"]]


def test_headings_and_paragraphs() -> None:
    blocks = document("# 年报 #\n\n> 引言\n\n## 一、总体情况\n- **要点**\n").blocks
    assert [(block.text, block.at, block.level) for block in blocks if isinstance(block, Paragraph)] == [
        ("年报", "line[1]", 1),
        ("引言", "line[3]", None),
        ("一、总体情况", "line[5]", 2),
        ("要点", "line[6]", None),
    ]


def test_html_tables_inside() -> None:
    tables = PAGE.split("<body>")[1].split("</body>")[0].replace("<p>", "\n\n## ").replace("</p>", "\n\n")
    result = read(tables.encode(), "", "")
    assert result.reading.format == "markdown"
    assert dict(result.report.tables) == FIGURES
    assert ".table[1].row[" in result.reading.cells["requests.closed.total"].at


def test_a_table_in_a_table_and_one_cut_off() -> None:
    nested = "# 甲\n<table><tr><td>\n<table><tr><td>1</td></tr></table></td></tr></table>\n乙\n<table><tr><td>2"
    blocks = document(nested).blocks
    assert [block.at for block in blocks] == ["line[1]", "line[2].table[1]", "line[4]", "line[5].table[1]"]
    assert isinstance(blocks[-1], Grid)
    assert blocks[-1].rows[0][0].text == "2▣"


def drawn(content: str) -> list[list[str]]:
    (grid,) = (block for block in text.read(Source("text", b"", content)).blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


BOXED = """
┌──────┬──────┐
│ 行政 │  总  │
│ 复议 │  计  │
├──────┼──────┤
│ 维持 │  1   │
├──────┼──────┤
│ 其他 │  2   │
│ 结果 │      │
├──────┼──────┤
│ 尚未 │  3   │
│ 审结 │  4   │
└──────┴──────┘
"""


def test_a_table_with_a_rule_under_every_row() -> None:
    assert drawn(BOXED) == [["行政复议", "总计"], ["维持", "1"], ["其他结果", "2"], ["尚未审结", "3 4"]]


def test_a_table_with_a_rule_under_its_head_only() -> None:
    lines = "+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+\n"
    assert drawn(lines) == [["a", "b"], ["1", "2"], ["3", "4"]]
