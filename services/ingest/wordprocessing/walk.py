"""The walk over a WordprocessingML body: paragraphs and grids in reading order, each with its place."""

from collections.abc import Callable, Iterator, Sequence

from services.ingest.document import MARK, Grid, Paragraph
from services.ingest.markup import Element
from services.ingest.notes import note
from services.ingest.reasons import unreadable
from services.ingest.spans import SlotBudget, TooManySlotsError
from services.ingest.wordprocessing.inline import ALTERNATE, Writing, alternative, is_deleted, is_skipped
from services.ingest.wordprocessing.numbering import Numbering
from services.ingest.wordprocessing.rows import Row, cells_of, drop_slivers, grid_lines, rows_of
from services.ingest.wordprocessing.styles import VAL, Style, Styles, W, child_of, level_of, list_of
from shared.report.reading import Note

MAX_SLOTS = 400_000
MAX_ROWS = 20_000
MAX_NESTING = 12
"""Tables within tables; the pages that agencies paste into Word have three or four."""

_PARAGRAPH, _TABLE, _CHUNK = W + "p", W + "tbl", W + "altChunk"
_CONTENT = frozenset({_PARAGRAPH, _TABLE, _CHUNK})
_PROPERTIES, _STYLE, _NUMBERS, _MARK_PROPERTIES = W + "pPr", W + "pStyle", W + "numPr", W + "rPr"
_NUMBERS_2003, _NUMBER_2003 = W + "listPr", "{http://schemas.microsoft.com/office/word/2003/auxHint}t"
_BIG_CELLS = 10
_SMALL_CELLS = 4
_FEW_CELLS = 3
_WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Block = Paragraph | Grid
Chunk = Callable[[str, str], Sequence[Block]]
"""Reads an embedded file by the id of its relationship; told the place at which it stands."""


class Walk:
    """One pass over a body."""

    def __init__(self, styles: Styles, numbering: Numbering, chunk: Chunk) -> None:
        self.notes: list[Note] = []
        self._styles = styles
        self._numbering = numbering
        self._chunk = chunk
        self._blocks: list[Block] = []
        self._budget = SlotBudget(MAX_SLOTS)
        self._rows = 0
        self._counts: dict[tuple[str, str], int] = {}

    def blocks(self, body: Element) -> list[Block]:
        """Everything in the body that is seen.

        Raises:
            UnreadableFileError: it nests deeper, or has more rows or slots, than any report.
        """
        try:
            self._walk(body, "", 0)
        except TooManySlotsError:
            raise unreadable("file.too_large_document", what=f"> {MAX_SLOTS} cells") from None
        return self._blocks

    def _walk(self, container: Element, at: str, nesting: int) -> None:
        """The content of a body, a text box, or a cell of a layout table."""
        written = ""
        for element in content(container):
            if element.tag == _PARAGRAPH:
                properties = child_of(element, _PROPERTIES)
                style = self._style(properties)
                writing = Writing(self._styles, in_cell=False)
                written += _numbered(self._number(properties, style), writing.of(element, style))
                if not _joins_next(properties):
                    self._paragraph(written, level_of(properties) or style.level, at)
                    written = ""
                self._after(writing, at, nesting)
                continue
            self._paragraph(written, None, at)
            written = ""
            if element.tag == _TABLE:
                self._table(element, self._place(at, "table"), nesting + 1)
            else:
                self._blocks.extend(self._chunk(str(element.get(_RELATION, "")), self._place(at, "chunk")))
        self._paragraph(written, None, at)

    def _place(self, at: str, kind: str) -> str:
        number = self._counts.get((at, kind), 0) + 1
        self._counts[at, kind] = number
        return f"{at}.{kind}[{number}]" if at else f"{kind}[{number}]"

    def _paragraph(self, text: str, level: int | None, at: str) -> None:
        for line in text.split("\n"):
            if line.strip():
                self._blocks.append(Paragraph(line, self._place(at, "paragraph"), level))

    def _after(self, writing: Writing, at: str, nesting: int) -> None:
        """What a paragraph's text boxes say comes after the paragraph they are anchored to."""
        if writing.hidden:
            self._hidden()
        for box in writing.boxes:
            self._walk(box, at, self._deeper(nesting))

    def _hidden(self) -> None:
        if not any(told.code == "text.hidden" for told in self.notes):
            self.notes.append(note("text.hidden", "file"))

    @staticmethod
    def _deeper(nesting: int) -> int:
        if nesting >= MAX_NESTING:
            raise unreadable("file.too_deep", what=MAX_NESTING)
        return nesting + 1

    def _style(self, properties: Element | None) -> Style:
        return self._styles.named(child_of(properties, _STYLE), is_paragraph=True)

    def _number(self, properties: Element | None, style: Style) -> str:
        """The number that Word puts before a paragraph with these properties."""
        numbers = child_of(properties, _NUMBERS)
        if numbers is None and style.list_id is None:
            hint = child_of(child_of(properties, _NUMBERS_2003), _NUMBER_2003)
            return "" if hint is None else str(hint.get(_WX + "val", ""))
        own, depth = list_of(numbers)
        list_id = own or style.list_id
        if list_id is None or list_id == "0":
            return ""
        if depth is None:
            depth = style.list_level
        if depth is None:
            reference = child_of(properties, _STYLE)
            depth = self._numbering.level_of_style(list_id, reference.get(VAL) if reference is not None else None)
        return self._numbering.next(list_id, depth)

    # ------------------------------------------------------------ tables
    def _table(self, table: Element, at: str, nesting: int) -> None:
        """A table as grids; rows that only lay out what is in their cells give way to it."""
        self._deeper(nesting - 1)
        rows: list[Row] = []
        for row in rows_of(table):
            rows.append(Row(row, cells_of(row)))
            self._rows += 1
            if self._rows > MAX_ROWS:
                raise unreadable("file.too_large_document", at, f"> {MAX_ROWS} rows")
        drop_slivers(table, rows)
        is_column = all(len(row.cells) <= 1 for row in rows)
        lines: list[Row] = []
        for number, line in enumerate(rows, start=1):
            line.at = f"{at}.row[{number}]"
            if is_column or _lays_out(line):
                self._grid(lines, at)
                lines = []
                for place, cell in enumerate(line.cells, start=1):
                    self._walk(cell.element, at if is_column else f"{line.at}.cell[{place}]", nesting)
                continue
            self._read(line, nesting)
            if not line.is_hidden:
                lines.append(line)
        self._grid(lines, at)

    def _grid(self, rows: list[Row], at: str) -> None:
        if any(row.cells for row in rows):
            self._blocks.append(Grid(grid_lines(rows, self._budget, self.notes), at, aligned=True))

    def _read(self, row: Row, nesting: int) -> None:
        """The writing in a row's cells; a row of which all is hidden is not there."""
        hidden = False
        for number, cell in enumerate(row.cells, start=1):
            cell.at = f"{row.at}.cell[{number}]"
            self._budget.take(1)
            cell.text, hidden_here = self._cell_text(cell.element, nesting)
            hidden = hidden or hidden_here
        if hidden:
            self._hidden()
        row.is_hidden = hidden and not any(cell.text for cell in row.cells)

    def _cell_text(self, cell: Element, nesting: int) -> tuple[str, bool]:
        """What is written in a cell, paragraph by paragraph, and whether some of it is hidden."""
        pieces: list[str] = []
        joins = hidden = False
        for element in content(cell):
            if element.tag == _TABLE:
                self._deeper(nesting)
                inner = [self._cell_text(one.element, nesting + 1) for row in rows_of(element) for one in cells_of(row)]
                pieces.extend(text for text, _ in inner)
                hidden = hidden or any(is_hidden for _, is_hidden in inner)
            elif element.tag == _CHUNK:
                pieces.append(MARK)
            else:
                text, is_hidden = self._cell_paragraph(element, nesting)
                hidden = hidden or is_hidden
                if joins and pieces:
                    text = pieces.pop() + text
                pieces.append(text)
            joins = element.tag == _PARAGRAPH and _joins_next(child_of(element, _PROPERTIES))
        lines = (" ".join(line.split()) for piece in pieces for line in piece.split("\n"))
        return "\n".join(line for line in lines if line), hidden

    def _cell_paragraph(self, paragraph: Element, nesting: int) -> tuple[str, bool]:
        properties = child_of(paragraph, _PROPERTIES)
        style = self._style(properties)
        writing = Writing(self._styles, in_cell=True)
        text = writing.of(paragraph, style)
        if number := self._number(properties, style):
            # A number that Word counts is no figure, but it is seen before one.
            text = f"{number} {text}" if text.strip() else MARK
        hidden = writing.hidden
        for box in writing.boxes:
            inner, is_hidden = self._cell_text(box, self._deeper(nesting))
            text += f"\n{MARK}{inner}{MARK}" if inner else ""
            hidden = hidden or is_hidden
        return text, hidden


def content(container: Element) -> Iterator[Element]:
    """Paragraphs, tables and embedded files in reading order, whatever controls and revisions wrap them."""
    for child in container:
        tag = child.tag
        if tag in _CONTENT:
            yield child
        elif tag == ALTERNATE:
            if (chosen := alternative(child)) is not None:
                yield from content(chosen)
        elif not is_skipped(child):
            yield from content(child)


def _numbered(number: str, text: str) -> str:
    """A paragraph's writing behind its number."""
    if not number or not text.strip():
        return text
    gap = " " if number[-1].isascii() or number[-1].isalnum() else ""
    return f"{number}{gap}{text}"


def _joins_next(properties: Element | None) -> bool:
    """Whether a revision takes the end of the paragraph away, so that the next one continues it."""
    mark = child_of(properties, _MARK_PROPERTIES)
    return mark is not None and any(is_deleted(child) for child in mark)


def _lays_out(row: Row) -> bool:
    """Whether a row is there to hold tables, and not a row of a table with something small inside a cell."""
    for cell in row.cells:
        for table in content(cell.element):
            if table.tag != _TABLE:
                continue
            rows = list(rows_of(table))
            cells = sum(1 for _ in table.iter(W + "tc"))
            if cells >= _BIG_CELLS:
                return True
            if cells >= _SMALL_CELLS and cells > len(rows) > 1 and len(row.cells) <= _FEW_CELLS:
                return True
    return False
