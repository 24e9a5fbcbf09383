"""A paper as a Word file: real headings, tables whose heads repeat, links; 仿宋 and 黑体 by name, none embedded."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph as Line

from services.portal.languages import Language
from services.portal.papers.paper import Grid, Item, Listing, Paper, Paragraph, Source, Statement
from services.portal.texts import text

_BODY, _HEADING = ("Times New Roman", "仿宋"), ("Arial", "黑体")
_WIDTH, _NARROW = 15.6, 2.0
"""Centimetres of a line, and of a column of figures."""
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)
"""Its properties tell no time of their own: the paper says as of when it speaks."""


def word_file(paper: Paper, language: Language, host: str) -> bytes:
    """The paper in one language; `host` is where its links lead, such as `https://gouji.example`."""
    document = _Document(language, host)
    document.write(paper)
    file = io.BytesIO()
    document.written.save(file)
    return file.getvalue()


class _Document:
    def __init__(self, language: Language, host: str) -> None:
        self._language = language
        self._host = host
        self.written: Written = Document()
        self._say = language.say
        self._dress()

    def write(self, paper: Paper) -> None:
        say = self._say
        properties = self.written.core_properties
        properties.title, properties.author = say(paper.title), say(paper.issuer)
        properties.language = self._language.tag
        properties.created = properties.modified = _FIXED
        self.written.add_paragraph(say(paper.title), style="Title")
        self.written.add_paragraph(say(paper.addressee)).paragraph_format.first_line_indent = None
        self._paragraph(paper.opening)
        for section in paper.sections:
            self.written.add_heading(say(section.heading), section.level)
            for block in section.blocks:
                match block:
                    case Paragraph(statements):
                        self._paragraph(statements)
                    case Listing(items):
                        self._listing(items)
                    case Grid():
                        self._grid(block)
        for line in (paper.issuer, paper.day):
            signed = self.written.add_paragraph(say(line))
            signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            signed.paragraph_format.keep_with_next = line is paper.issuer
        self.written.add_heading(say(text("bulletin.notes")), 2)
        self._listing([Item(note) for note in paper.notes])
        self._sources(paper.sources)

    def _paragraph(self, statements: tuple[Statement, ...]) -> None:
        line = self.written.add_paragraph()
        line.paragraph_format.first_line_indent = Pt(28) if self._language is Language.ZH else None
        for number, statement in enumerate(statements):
            space = " " if number and self._language is Language.EN else ""
            line.add_run(space + self._say(statement.text))
            if statement.source is not None:
                line.add_run(statement.source.mark).font.superscript = True

    def _listing(self, items: tuple[Item, ...] | list[Item]) -> None:
        for number, item in enumerate(items, 1):
            line = self.written.add_paragraph(f"{number}. ")
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
            if item.href:
                self._link(line, self._say(item.name), item.href)
            else:
                line.add_run(self._say(item.name))
            if item.rest is not None:
                line.add_run(self._say(text("bulletin.between")) + self._say(item.rest))

    def _grid(self, grid: Grid) -> None:
        caption = self.written.add_paragraph(self._say(grid.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
        table = self.written.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
        for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
            cell.paragraphs[0].add_run(self._say(head.text)).bold = True
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _repeated(table.rows[0])
        for row in grid.rows:
            cells = table.add_row().cells
            for cell, said, head in zip(cells, row, grid.heads, strict=True):
                cell.paragraphs[0].add_run(self._say(said.text))
                if head.is_number:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        table.autofit = False
        figures = sum(head.is_number for head in grid.heads)
        wide = _WIDTH - _NARROW * figures
        for row in table.rows:
            for cell, head in zip(row.cells, grid.heads, strict=True):
                cell.width = Cm(_NARROW if head.is_number else wide)
                cell.paragraphs[0].style = "Table Text"
        self.written.add_paragraph()

    def _sources(self, sources: tuple[Source, ...]) -> None:
        self.written.add_heading(self._say(text("bulletin.sources")), 2)
        self.written.add_paragraph(self._say(text("bulletin.sources_lead")).format(host=self._host), style="Table Text")
        for source in sources:
            line = self.written.add_paragraph(source.mark + " ", style="Table Text")
            self._link(line, source.href, source.href)

    def _link(self, line: Line, said: str, href: str) -> None:
        related = line.part.relate_to(self._host + href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), related)
        run = line.add_run(said)
        run.font.underline = True
        link.append(run._r)  # noqa: SLF001 - the library has no way to make a link
        line._p.append(link)  # noqa: SLF001

    def _dress(self) -> None:
        section = self.written.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        _page_number(section.footer.paragraphs[0])
        styles = self.written.styles
        styles.add_style("Table Text", 1).base_style = styles["Normal"]
        sizes = {
            "Normal": 14.0,
            "Title": 20.0,
            "Heading 1": 16.0,
            "Heading 2": 14.0,
            "Caption": 12.0,
            "Table Text": 11.0,
        }
        for name, size in sizes.items():
            style = styles[name]
            if isinstance(style, ParagraphStyle):
                _dressed(style, size, _BODY if name in {"Normal", "Table Text"} else _HEADING, self._language)
        styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _dressed(style: ParagraphStyle, size: float, fonts: tuple[str, str], language: Language) -> None:
    """Give a style its fonts: one for Latin, one for Chinese letters, and no colour but black."""
    latin, chinese = fonts
    style.font.size, style.font.name, style.font.italic = Pt(size), latin, False
    properties = style.element.get_or_add_rPr()
    fonts_of = properties.get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts_of.attrib.pop(qn(f"w:{kind}"), None)
    fonts_of.set(qn("w:eastAsia"), chinese)
    fonts_of.set(qn("w:hAnsi"), latin)
    for old in (*properties.findall(qn("w:color")), *properties.findall(qn("w:lang"))):
        properties.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-CN" if language is Language.ZH else "en-GB")
    properties.append(spoken)
    style.paragraph_format.space_after = Pt(4)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _repeated(row: _Row) -> None:
    """Let the row of headings stand on every page the table reaches."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)  # noqa: SLF001 - the library has no way to say so


def _page_number(line: Line) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, told = OxmlElement("w:r"), OxmlElement("w:t")
    told.text = "1"
    run.append(told)
    field.append(run)
    line._p.append(field)  # noqa: SLF001
    line.add_run(" —")
