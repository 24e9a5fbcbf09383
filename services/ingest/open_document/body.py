"""The walk over the body of an OpenDocument text: paragraphs, lists, sections, and tables with every span."""

from collections.abc import Iterator

import msgspec

from services.ingest.document import Grid, Paragraph
from services.ingest.edges import Box
from services.ingest.flow import Flow
from services.ingest.markup import Element, whole
from services.ingest.notes import note
from services.ingest.open_document.inline import Inline
from services.ingest.open_document.names import OFFICE, TABLE, TEXT, XML
from services.ingest.open_document.numbers import Numbers
from services.ingest.open_document.styles import OUTLINE, Styles
from shared.report.reading import Note

MAX_REPEATED = 1000
"""Rows or cells that one element stands for; a report repeats none."""
_MAX_BOXES = 2000
_PASSED = frozenset(
    {TEXT + name for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls")}
    | {TEXT + name for name in ("table-of-content-source", "alphabetical-index-source", "soft-page-break")}
    | {OFFICE + "forms", OFFICE + "annotation", TABLE + "title", TABLE + "desc", TABLE + "shapes"}
)
_ROW_GROUPS = frozenset(TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group"))
_CELL, _COVERED = TABLE + "table-cell", TABLE + "covered-table-cell"


class _Span(msgspec.Struct, frozen=True):
    """A cell that reaches into rows below."""

    end: int
    rows_left: int


class _List(msgspec.Struct, frozen=True):
    """The list an item belongs to."""

    style: str
    depth: int


class Body:
    """Reads one document; `hides_text` and `notes` say afterwards what was met."""

    def __init__(self, styles: Styles) -> None:
        self.notes: list[Note] = []
        self._styles = styles
        self._inline = Inline(styles)
        self._numbers = Numbers(styles)
        self._number = ""
        self._flow = Flow()
        self._hides_text = False

    @property
    def hides_text(self) -> bool:
        """Whether anything was hidden and therefore not read."""
        return self._hides_text or self._inline.hides_text

    def read(self, content: Element) -> tuple[Paragraph | Grid, ...]:
        """The blocks of `content.xml`: its body, then what stands in text boxes."""
        text = content.find(f"{OFFICE}body/{OFFICE}text")
        if text is not None:
            self._blocks(text, 0, None)
        blocks = self._flow.blocks()
        self._flow = Flow("textbox.")
        for number, box in enumerate(self._inline.boxes):
            if number < _MAX_BOXES:
                self._blocks(box, 0, None)
        return (*blocks, *self._flow.blocks())

    def _blocks(self, parent: Element, depth: int, within: _List | None) -> None:
        for child in parent:
            tag = child.tag
            if tag in _PASSED:
                continue
            if tag in {TEXT + "p", TEXT + "h"}:
                self._paragraph(child, depth)
            elif tag == TABLE + "table":
                self._table(child, depth + 1)
            elif tag == TEXT + "list":
                self._list(child, depth, within)
            elif tag == TEXT + "section" and self._is_hidden(child):
                self._hides_text |= _has_text(child)
            elif tag.startswith((TEXT, OFFICE)):
                self._blocks(child, depth, within)
            else:
                self._inline.meet(child)

    def _is_hidden(self, section: Element) -> bool:
        return (
            section.get(TEXT + "display") == "none"
            or section.get(TEXT + "is-hidden") == "true"
            or section.get(TEXT + "style-name") in self._styles.hidden_sections
        )

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        number, self._number = self._number, ""
        level: int | None = None
        if paragraph.tag == TEXT + "h":
            level = min(max(whole(paragraph.get(TEXT + "outline-level"), 1), 1), 9)
            if not number and paragraph.get(TEXT + "is-list-header") != "true":
                number = self._numbers.next(OUTLINE, level)
        if (hint := paragraph.find(TEXT + "number")) is not None and hint.text:
            number = hint.text
        if any(one.get(TEXT + "is-hidden") == "true" for one in paragraph.iterchildren(TEXT + "hidden-paragraph")):
            self._hides_text = True
            return
        self._flow.paragraph(number + self._inline.text(paragraph), depth, level)

    def _list(self, element: Element, depth: int, within: _List | None) -> None:
        style = self._list_style(element, within)
        own = _List(style, within.depth + 1 if within else 1)
        continues = (
            element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list") is not None
        )
        if within is None and not continues:
            self._numbers.restart(style)
        for item in element:
            if item.tag == TEXT + "list-item":
                starts_deeper = len(item) > 0 and item[0].tag == TEXT + "list"
                if not starts_deeper:
                    self._number = self._numbers.next(style, own.depth, item.get(TEXT + "start-value"))
            if item.tag in {TEXT + "list-item", TEXT + "list-header"}:
                self._blocks(item, depth, own)
                self._number = ""

    def _list_style(self, element: Element, within: _List | None) -> str:
        named = element.get(TEXT + "style-name") or (within.style if within else "")
        first = next(element.iter(TEXT + "p", TEXT + "h"), element)
        return named or self._styles.lists_of_paragraphs.get(str(first.get(TEXT + "style-name")), "")

    def _table(self, table: Element, depth: int) -> None:
        spans: dict[int, _Span] = {}
        for row in self._rows(table):
            if row.get(TABLE + "visibility") in {"collapse", "filter"}:
                self._hides_text |= _has_text(row)
                spans = _lowered(spans)
                continue
            for _ in range(self._repeated(row, "number-rows-repeated")):
                spans = self._row(row, spans, depth)

    def _rows(self, parent: Element) -> Iterator[Element]:
        for child in parent:
            if child.tag == TABLE + "table-row":
                yield child
            elif child.tag in _ROW_GROUPS:
                yield from self._rows(child)

    def _row(self, row: Element, spans: dict[int, _Span], depth: int) -> dict[int, _Span]:
        """One row into the flow; gives the cells that reach into the next."""
        boxes: list[Box] = []
        open_spans = dict(spans)
        column = inside = 0
        for cell in row.iterchildren(_CELL, _COVERED):
            for _ in range(self._repeated(cell, "number-columns-repeated")):
                if column in spans:
                    inside = spans[column].end
                    boxes.append(Box(column, inside, joins_above=True))
                    self._flow.cell("", depth)
                if column >= inside:
                    inside, rows = self._cell(cell, column, depth)
                    boxes.append(Box(column, inside))
                    open_spans[column] = _Span(inside, rows)
                column += 1
        self._flow.row(depth, tuple(boxes))
        return _lowered(open_spans)

    def _cell(self, cell: Element, column: int, depth: int) -> tuple[int, int]:
        """A cell into the flow; gives the column it ends at and the rows it covers. A covered one is then uncovered."""
        if cell.tag == _COVERED:
            self._flow.cell("", depth)
            return column + 1, 1
        self._blocks(cell, depth, None)
        self._flow.cell("", depth)
        return column + self._span(cell, "number-columns-spanned"), self._span(cell, "number-rows-spanned")

    def _span(self, cell: Element, name: str) -> int:
        return min(max(whole(cell.get(TABLE + name), 1), 1), MAX_REPEATED)

    def _repeated(self, element: Element, name: str) -> int:
        told = max(whole(element.get(TABLE + name), 1), 1)
        if told > MAX_REPEATED and not self.notes:
            self.notes.append(note("table.span_capped", element.get(XML + "id") or "file"))
        return min(told, MAX_REPEATED)


def _lowered(spans: dict[int, _Span]) -> dict[int, _Span]:
    """The cells that reach one row further."""
    return {column: _Span(span.end, span.rows_left - 1) for column, span in spans.items() if span.rows_left > 1}


def _has_text(element: Element) -> bool:
    return any(str(text).strip() for text in element.itertext())
