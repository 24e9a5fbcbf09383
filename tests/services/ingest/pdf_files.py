"""Reports drawn as PDF in the manners of many programs: how lines are ruled, pages broken, turned and numbered."""

import io
from collections.abc import Iterator

import msgspec
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from services.ingest.document import Document, Grid, GridCell, Paragraph
from services.ingest.layout.box import Box
from services.ingest.readers import html
from services.ingest.sniff import Source
from shared.report.edition import Edition
from tests.services.ingest import render
from tests.services.ingest.render import Values

FONT = "STSong-Light"
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 70.0
_INNER = WIDTH - 2 * MARGIN
_PAD = 3.0

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Style(msgspec.Struct, frozen=True):
    """A manner of drawing. `cut` lets page breaks go through rows; `breathing` is the room above and below lines."""

    lines: str = "strokes"
    size: float = 9.0
    breathing: float = 4.0
    cut: bool = False
    lost_edge: bool = False
    page_number: str = "- {} -"
    running_head: str = ""
    turned: int = 0
    sideways: bool = False
    bold_twice: bool = False
    watermark: str = ""
    in_form: bool = False
    shaded: bool = False
    top: float = MARGIN


class Drawing:
    """A file being drawn, from top to bottom; y is the distance from the upper edge."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.file = io.BytesIO()
        self.page = 1
        self.y = style.top
        self.canvas = Canvas(self.file, pagesize=(WIDTH, HEIGHT))
        self._begin()

    def _begin(self) -> None:
        style = self.style
        if style.sideways:
            self.canvas.setPageSize((HEIGHT, WIDTH))
            self.canvas.translate(HEIGHT, 0)
            self.canvas.rotate(90)
        if style.in_form:
            self.canvas.beginForm(f"page{self.page}", 0, 0, 2 * WIDTH, 2 * HEIGHT)
            self.canvas.scale(2, 2)  # undone where the form is used, so that only whoever multiplies matrices reads it
        self.canvas.setFont(FONT, style.size)

    def finish_page(self) -> None:
        """Write what stands in the margins, and begin the next page."""
        style = self.style
        if style.watermark:
            self.canvas.saveState()
            self.canvas.setFillGray(0.8)
            self.canvas.setFont(FONT, 60)
            self.canvas.translate(WIDTH / 2, HEIGHT / 2)
            self.canvas.rotate(45)
            self.canvas.drawCentredString(0, 0, style.watermark)
            self.canvas.restoreState()
        if style.page_number:
            self.text(WIDTH / 2, HEIGHT - 40, style.page_number.format(self.page))
        if style.running_head:
            self.text(MARGIN, 30, style.running_head)
        if style.in_form:
            self.canvas.endForm()
            self.canvas.saveState()
            self.canvas.scale(0.5, 0.5)
            self.canvas.doForm(f"page{self.page}")
            self.canvas.restoreState()
        self.canvas.showPage()
        self.page += 1
        self.y = style.top
        self._begin()

    def data(self) -> bytes:
        """The whole file."""
        if self.y > self.style.top:
            self.finish_page()
        self.canvas.save()
        return self.file.getvalue()

    @property
    def bottom(self) -> float:
        """Where pages end."""
        return HEIGHT - MARGIN

    def text(self, x: float, y: float, text: str, size: float | None = None) -> None:
        """A line of writing on the baseline `y`."""
        self.canvas.setFont(FONT, size or self.style.size)
        self.canvas.drawString(x, HEIGHT - y, text)
        if self.style.bold_twice:
            self.canvas.drawString(x + 0.3, HEIGHT - y, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruling line."""
        canvas, kind = self.canvas, self.style.lines
        if kind == "bars":
            canvas.rect(min(x0, x1) - 0.24, HEIGHT - max(y0, y1) - 0.24, abs(x1 - x0) + 0.48, abs(y1 - y0) + 0.48, 0, 1)
        elif kind == "dashed":
            canvas.setDash(3, 2)
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        elif kind == "dots":
            steps = int(max(abs(x1 - x0), abs(y1 - y0)) / 2)
            for step in range(steps + 1):
                x, y = x0 + (x1 - x0) * step / max(steps, 1), y0 + (y1 - y0) * step / max(steps, 1)
                canvas.rect(x - 0.4, HEIGHT - y - 0.4, 0.8, 0.8, 0, 1)
        elif kind != "none":
            canvas.setLineWidth(0.5)
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


def of_form(form: Edition, figures: Values, merged: frozenset[str] = frozenset()) -> Document:
    """The statutory report as a document, to be drawn."""
    return html.read(Source("html", b"", render.html(form, figures, merged)))


def pdf(document: Document, style: Style = Style()) -> bytes:  # noqa: B008 - immutable
    """The document as a PDF file."""
    drawing = Drawing(style)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _paragraph(drawing, block.text)
        else:
            _TableDrawing(drawing, block).draw()
    return _turned(drawing.data(), style.turned) if style.turned else drawing.data()


def _turned(data: bytes, degrees: int) -> bytes:
    """The file with every page shown turned, as scanners and landscape printing leave them."""
    whole = pypdfium2.PdfDocument(data)
    for page in whole:
        page.set_rotation(degrees)
    target = io.BytesIO()
    whole.save(target)
    whole.close()
    return target.getvalue()


def _paragraph(drawing: Drawing, text: str) -> None:
    size, pitch = 12.0, 20.0
    is_heading = len(text) < 30
    for line in wrapped(text, _INNER, size, first=0 if is_heading else 2 * size):
        if drawing.y + pitch > drawing.bottom:
            drawing.finish_page()
        drawing.y += pitch
        indent = 2 * size if not is_heading and line is text[: len(line)] else 0
        drawing.text(MARGIN + indent, drawing.y - 5, line, size)
        is_heading = True
    drawing.y += 6


def width_of(text: str, size: float) -> float:
    """How wide a text is printed."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, width: float, size: float, first: float = 0) -> list[str]:
    """The lines a text is broken into; a number only where it is wider than the whole line."""
    lines: list[str] = []
    line, room = "", width - first
    for word in _words(text):
        for piece in (word,) if width_of(word, size) <= width else tuple(word):
            if line and width_of(line + piece, size) > room:
                lines.append(line)
                line, room = "", width
            line += piece
    return [*lines, line] if line else lines


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character.isdigit() or character in ".,":
            word += character
            continue
        if word:
            yield word
        word = ""
        yield character
    if word:
        yield word


def _column_edges(grid: Grid, size: float) -> list[float]:
    """Columns as wide as their longest figure, what is left given to labels."""
    need = [size * 1.6 + 2 * _PAD] * grid.width
    for row in grid.rows:
        for cell in row:
            if cell.colspan == 1 and cell.text.isdigit():
                need[cell.column] = max(need[cell.column], width_of(cell.text, size) + 2 * _PAD + 1)
    labels = [
        column for column in range(grid.width) if any(_is_label(cell, column) for row in grid.rows for cell in row)
    ]
    spare = _INNER - sum(need)
    for column in labels or range(grid.width):
        need[column] += spare / len(labels or need)
    edges = [MARGIN]
    for width in need:
        edges.append(edges[-1] + width)
    return edges


def _is_label(cell: GridCell, column: int) -> bool:
    return cell.column == column and cell.colspan == 1 and cell.rowspan == 1 and len(cell.text) > 6


class _TableDrawing:
    """A table being drawn row by row, over as many pages as it takes."""

    def __init__(self, drawing: Drawing, grid: Grid) -> None:
        self.drawing, self.grid, self.style = drawing, grid, drawing.style
        self.edges = _column_edges(grid, self.style.size)
        self.leading = self.style.size * 1.25
        self.heights = self._row_heights()
        self.carried: dict[int, list[str]] = {}

    def _row_heights(self) -> list[float]:
        rows = self.grid.rows
        heights = [self._height(1)] * len(rows)
        for cell in {id(cell): cell for row in rows for cell in row}.values():
            last = min(cell.row + cell.rowspan, len(rows)) - 1
            lacking = self._height(len(self._lines(cell))) - sum(heights[cell.row : last + 1])
            heights[last] += max(lacking, 0)
        return heights

    def _height(self, lines: int) -> float:
        return lines * self.leading + 2 * self.style.breathing

    def _lines(self, cell: GridCell) -> list[str]:
        return wrapped(cell.text, self.edges[cell.end] - self.edges[cell.column] - 2 * _PAD, self.style.size)

    def draw(self) -> None:
        """Draw as many rows as a page takes, then go on to the next; with `cut`, through the middle of a row."""
        first, rows = 0, len(self.grid.rows)
        while first < rows:
            room = self.drawing.bottom - self.drawing.y
            last, used = first, 0.0
            while last < rows and used + self.heights[last] <= room:
                used += self.heights[last]
                last += 1
            cut_at = room - used if last < rows and self.style.cut and room - used > self._height(1) else None
            if last == first and cut_at is None:
                self.drawing.finish_page()
                continue
            self._rows(first, last, cut_at)
            if last < rows:
                if cut_at is not None:
                    self.heights[last] = self._height(max(map(len, self.carried.values()), default=1) or 1)
                self.drawing.finish_page()
            first = last

    def _rows(self, first: int, last: int, cut_at: float | None) -> None:
        tops = [self.drawing.y]
        for height in [*self.heights[first:last], *([] if cut_at is None else [cut_at])]:
            tops.append(tops[-1] + height)
        end = first + len(tops) - 1
        left_over: dict[int, list[str]] = {}
        for cell in {id(cell): cell for row in self.grid.rows[first:end] for cell in row}.values():
            top, bottom = tops[max(cell.row, first) - first], tops[min(cell.row + cell.rowspan, end) - first]
            lines = self.carried.get(id(cell), self._lines(cell) if cell.row >= first else [])
            at_edge = cell.row + cell.rowspan > last
            fits = int((bottom - top - 2 * self.style.breathing) // self.leading) if at_edge else len(lines)
            left_over[id(cell)] = lines[fits:]
            self._cell(lines[:fits], Box(self.edges[cell.column], top, self.edges[cell.end], bottom), at_edge=at_edge)
        self.carried = left_over
        self.drawing.y = tops[-1] + 8

    def _cell(self, lines: list[str], box: Box, *, at_edge: bool) -> None:
        style, drawing = self.style, self.drawing
        if style.shaded:
            drawing.canvas.setFillColorRGB(0.85, 0.9, 1)
            drawing.canvas.rect(box.left, HEIGHT - box.bottom, box.width, box.height, 0, 1)
            drawing.canvas.setFillGray(0)
        y = box.top + style.breathing if at_edge else (box.top + box.bottom - len(lines) * self.leading) / 2
        for number, line in enumerate(lines):
            x = (box.left + box.right - width_of(line, style.size)) / 2 if line.isdigit() else box.left + _PAD
            drawing.text(x, y + (number + 0.8) * self.leading, line)
        drawing.rule(box.left, box.top, box.right, box.top)
        drawing.rule(box.left, box.top, box.left, box.bottom)
        drawing.rule(box.right, box.top, box.right, box.bottom)
        if not (at_edge and style.lost_edge):
            drawing.rule(box.left, box.bottom, box.right, box.bottom)
