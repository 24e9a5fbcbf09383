"""A paper as a PDF: Chinese in the reader's own song type (STSong-Light, named and never embedded), pages numbered."""

import io
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Line

from services.portal.languages import Language
from services.portal.papers.paper import Grid, GridCell, Head, Item, Listing, Paper, Paragraph, Section, Statement
from services.portal.texts import text

_SONG = "STSong-Light"
_FOOT = 1.6 * cm


def pdf_file(paper: Paper, language: Language, host: str) -> bytes:
    """The paper in one language; `host` is where its links lead, such as `https://gouji.example`."""
    _register()
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=2.8 * cm,
        rightMargin=2.6 * cm,
        topMargin=3 * cm,
        bottomMargin=2.8 * cm,
        title=language.say(paper.title),
        subject=language.say(paper.title),
        author=language.say(paper.issuer),
        creator=language.say(text("site.name")),
        lang=language.tag,
        # No clock and no chance in the file: the same paper gives the same bytes.
        invariant=1,
    )
    drawing = _Drawing(language, host)

    def foot(canvas: Canvas, _document: object) -> None:
        canvas.setFont(_SONG, 9)
        said = language.say(text("bulletin.page_of")).format(page=canvas.getPageNumber())
        canvas.drawCentredString(A4[0] / 2, _FOOT, said)

    document.build(drawing.story(paper), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


@cache
def _register() -> None:
    registerFont(UnicodeCIDFont(_SONG))


class _Drawing:
    def __init__(self, language: Language, host: str) -> None:
        self._language = language
        self._host = host
        self._say = language.say
        wrap = "CJK" if language is Language.ZH else None
        indent = 24 if language is Language.ZH else 0
        body = ParagraphStyle("body", fontName=_SONG, fontSize=12, leading=21, wordWrap=wrap, spaceAfter=4)
        self._body = body
        self._text = ParagraphStyle("text", body, firstLineIndent=indent)
        self._item = ParagraphStyle("item", body, leftIndent=21, firstLineIndent=-21)
        self._title = ParagraphStyle("title", body, fontSize=18, leading=27, alignment=TA_CENTER, spaceAfter=14)
        self._first = ParagraphStyle("first", body, fontSize=14, leading=22, spaceBefore=10)
        self._second = ParagraphStyle("second", body, fontSize=12.5, leading=21, spaceBefore=5)
        self._caption = ParagraphStyle("caption", body, fontSize=10.5, leading=16, alignment=TA_CENTER, spaceAfter=3)
        self._cell = ParagraphStyle("cell", body, fontSize=9.5, leading=13, spaceAfter=0)
        self._figure = ParagraphStyle("figure", self._cell, alignment=TA_RIGHT)
        self._head = ParagraphStyle("head", self._cell, alignment=TA_CENTER)
        self._signed = ParagraphStyle("signed", body, alignment=TA_RIGHT)
        self._small = ParagraphStyle("small", body, fontSize=9, leading=13, spaceAfter=1)

    def story(self, paper: Paper) -> list[Flowable]:
        say = self._say
        story: list[Flowable] = [
            Line(escape(say(paper.title)), self._title),
            Line(escape(say(paper.addressee)), self._body),
            self._paragraph(paper.opening),
        ]
        pending: list[Flowable] = []
        for section in paper.sections:
            pending.append(self._heading(section))
            blocks = [flowable for block in section.blocks for flowable in self._block(block)]
            if blocks:
                # A heading never stands alone at the foot of a page.
                story.append(KeepTogether([*pending, blocks[0]]))
                story.extend(blocks[1:])
                pending = []
        story.append(Spacer(0, 14))
        story.append(KeepTogether([Line(escape(say(line)), self._signed) for line in (paper.issuer, paper.day)]))
        story.append(Line(escape(say(text("bulletin.notes"))), self._second))
        story.extend(self._listing([Item(note) for note in paper.notes]))
        story.append(Line(escape(say(text("bulletin.sources"))), self._second))
        story.append(Line(escape(say(text("bulletin.sources_lead")).format(host=self._host)), self._small))
        for source in paper.sources:
            said = f"{source.mark} {self._linked(source.href, source.href)}"
            story.append(Line(said, self._small))
        return story

    def _heading(self, section: Section) -> Line:
        return Line(escape(self._say(section.heading)), self._first if section.level == 1 else self._second)

    def _block(self, block: Paragraph | Listing | Grid) -> list[Flowable]:
        match block:
            case Paragraph(statements):
                return [self._paragraph(statements)]
            case Listing(items):
                return self._listing(items)
            case Grid():
                return self._grid(block)

    def _paragraph(self, statements: tuple[Statement, ...]) -> Line:
        said = []
        for statement in statements:
            mark = ""
            if statement.source is not None:
                mark = f'<super size="7">{self._linked(statement.source.mark, statement.source.href)}</super>'
            said.append(escape(self._say(statement.text)) + mark)
        return Line((" " if self._language is Language.EN else "").join(said), self._text)

    def _listing(self, items: Sequence[Item]) -> list[Flowable]:
        between = self._say(text("bulletin.between"))
        lines: list[Flowable] = []
        for number, item in enumerate(items, 1):
            name = self._say(item.name)
            said = self._linked(name, item.href) if item.href else escape(name)
            rest = escape(between + self._say(item.rest)) if item.rest is not None else ""
            lines.append(Line(f"{number}. " + said + rest, self._item))
        return lines

    def _grid(self, grid: Grid) -> list[Flowable]:
        rows = [[Line(escape(self._say(head.text)), self._head) for head in grid.heads]]
        rows += [[self._boxed(cell, head) for cell, head in zip(row, grid.heads, strict=True)] for row in grid.rows]
        figures = sum(head.is_number for head in grid.heads)
        whole = A4[0] - 5.4 * cm
        narrow = min(2.3 * cm, whole * 0.62 / max(figures, 1))
        wide = (whole - narrow * figures) / (len(grid.heads) - figures)
        table = Table(rows, [narrow if head.is_number else wide for head in grid.heads], repeatRows=1)
        table.setStyle(
            TableStyle(
                [
                    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    ("TOPPADDING", (0, 0), (-1, -1), 3),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ]
            )
        )
        return [KeepTogether([Line(escape(self._say(grid.caption)), self._caption), table]), Spacer(0, 8)]

    def _boxed(self, cell: GridCell, head: Head) -> Line:
        return Line(escape(self._say(cell.text)), self._figure if head.is_number else self._cell)

    def _linked(self, said: str, href: str) -> str:
        return f"<a href={quoteattr(self._host + href)}>{escape(said)}</a>"
