"""A report as a Word document: A4, statutory tables with merged cells, their heads repeated on every page."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from shared.layout.archive import archive
from shared.layout.printed_report import (
    HEADING,
    PART,
    TITLE,
    PrintedCell,
    PrintedLine,
    PrintedReport,
    PrintedTable,
)

_STYLES = {TITLE: "Title", PART: "Heading 1", HEADING: "Heading 2", None: "Normal"}
_FACES = {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体", "Normal": "仿宋"}
_SIZES = {"Title": 22, "Heading 1": 16, "Heading 2": 16, "Normal": 16}
_PAGE_WIDTH, _PAGE_HEIGHT, _SIDE, _TOP = 21.0, 29.7, 2.2, 2.5
_TEXT_WIDTH = round((_PAGE_WIDTH - 2 * _SIDE) / 2.54 * 1440)
"""Width of the writing, in twentieths of a point, which Word's tables are measured in."""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_LABEL_SHARE = {3: (0.09, 0.13, 0.25), 1: (0.28,)}
"""How much of the width the label columns take, by their number."""
_GRID = "Table Grid"
_UNUSED = {"stylesWithEffects", "customXml", "numbering", "thumbnail", "webSettings"}
"""Parts of the library's template that no report needs, by the kind of their relation."""
_BODY, _ABOUT = "word/document.xml", "docProps/core.xml"
_NOTED = "FFF3C4"
"""The ground of a cell that has a note."""
_NARROW = 12
"""Tables with more columns are set in a smaller size."""


def docx(report: PrintedReport) -> bytes:
    """The document; the same report always gives the same bytes."""
    body = "".join(
        _line(block) if isinstance(block, PrintedLine) else table_xml(block) + "<w:p/>" for block in report.blocks
    )
    members = dict(_template())
    members[_BODY] = members[_BODY].replace("<w:body>", f"<w:body>{body}", 1)
    members[_ABOUT] = members[_ABOUT].replace("<dc:title/>", f"<dc:title>{escape(report.title)}</dc:title>", 1)
    return archive({name: content.encode() for name, content in members.items()})


def table_xml(table: PrintedTable) -> str:
    """One table as WordprocessingML."""
    widths = _widths(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(line, repeated=place < table.head) for place, line in enumerate(_merged(table, widths)))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


@cache
def _template() -> dict[str, str]:
    """The members of a document with nothing in it, which every report shares."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(_PAGE_WIDTH), Cm(_PAGE_HEIGHT)
    section.left_margin = section.right_margin = Cm(_SIDE)
    section.top_margin = section.bottom_margin = Cm(_TOP)
    for name, face in _FACES.items():
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_style(style, face, _SIZES[name])
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = _LONG_AGO
    _shed(document)
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as members:
        return {member.filename: members.read(member).decode() for member in members.infolist()}


def _shed(document: WordDocument) -> None:
    """Leave out what the library's own template carries along: a hundred styles, a thumbnail, data for other uses."""
    needed = {style.style_id for style in document.styles if style.name in {*_FACES, _GRID} or style.element.default}
    every = {style.style_id: style.element for style in document.styles}
    waiting = list(needed)
    while waiting:
        named = every[waiting.pop()]
        for tag in ("w:basedOn", "w:next", "w:link"):
            for reference in named.findall(qn(tag)):
                if (other := reference.get(qn("w:val"))) in every and other not in needed:
                    needed.add(other)
                    waiting.append(other)
    for style_id, element in every.items():
        if style_id not in needed:
            element.getparent().remove(element)
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rsplit("/", 1)[1] in _UNUSED:
                del owner.rels[key]


def _set_style(style: ParagraphStyle, face: str, size: int) -> None:
    style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), False
    style.font.color.rgb = None
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    fonts.set(qn("w:eastAsia"), face)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(28)
    if style.name == "Title":
        layout.alignment, layout.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(28)
        layout.first_line_indent = Pt(0)
        for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
            border.getparent().remove(border)
    else:
        layout.first_line_indent = Pt(size * 2)
        layout.keep_with_next = style.name != "Normal"


def _line(line: PrintedLine) -> str:
    style = _STYLES[line.level].replace(" ", "")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(line.text)}</w:p>'


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _widths(table: PrintedTable) -> list[int]:
    shares = _LABEL_SHARE.get(table.labels, ())
    rest = (1 - sum(shares)) / (table.width - len(shares))
    return [round(share * _TEXT_WIDTH) for share in (*shares, *[rest] * (table.width - len(shares)))]


def _merged(table: PrintedTable, widths: list[int]) -> Iterator[list[str]]:
    """Every row with a cell for each slot column; where a cell reaches down, Word wants an empty one that continues."""
    size = 15 if table.width > _NARROW else 18
    going: dict[int, tuple[int, PrintedCell]] = {}
    for row in table.rows:
        waiting = list(row)
        line: list[str] = []
        column = 0
        while column < table.width:
            left, cell = going.get(column, (0, None))
            if cell is None and not waiting:
                break
            started = cell is None
            cell = cell or waiting.pop(0)
            left = (cell.down if started else left) - 1
            merge = "" if cell.down == 1 else '<w:vMerge w:val="restart"/>' if started else "<w:vMerge/>"
            line.append(
                _cell(
                    cell if started else PrintedCell(),
                    cell.right,
                    merge,
                    sum(widths[column : column + cell.right]),
                    size,
                )
            )
            if left:
                going[column] = (left, cell)
            else:
                going.pop(column, None)
            column += cell.right
        yield line


def _cell(cell: PrintedCell, right: int, merge: str, width: int, size: int) -> str:
    span = f'<w:gridSpan w:val="{right}"/>' if right > 1 else ""
    side = "left" if cell.scope == "row" else "center"
    properties = f'<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    paragraph, note = (_paragraph(text, side, properties) for text in (cell.text, cell.note))
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_NOTED}"/>' if cell.note else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph}{note if cell.note else ''}</w:tc>"
    )


def _paragraph(text: str, side: str, properties: str) -> str:
    return (
        '<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{side}"/>{properties}</w:pPr>{_run(text, properties)}</w:p>'
    )


def _row(cells: list[str], *, repeated: bool) -> str:
    head = "<w:tblHeader/>" if repeated else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"
