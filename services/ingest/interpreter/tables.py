"""The statutory rows found in a document's grids, each with its figures in place or the reason why not."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from services.ingest.document import Document, Grid, GridCell, Paragraph
from services.ingest.interpreter import columns, ragged, reviews, unlabelled
from services.ingest.interpreter.candidates import Candidate
from services.ingest.interpreter.columns import Assignment, Heading
from services.ingest.interpreter.lines import Line, LineKind, classify, is_group
from services.ingest.interpreter.misprints import recover
from services.ingest.interpreter.money import unit_in
from services.ingest.interpreter.reviews import ReviewHead, ReviewLine
from services.ingest.interpreter.tie_out import contradicted, tie_out
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary
from services.ingest.labels import label_key
from services.ingest.notes import note
from services.ingest.values import is_value, may_be_value
from shared.report.reading import Note

MAX_HEAD_LINES = 8
"""A head of more lines is none; the form's has three."""


MAX_NOTES = 50


class PrintedRow(msgspec.Struct, frozen=True, eq=False):
    """A line that bears the label of a row of the form, and the head and title it stands under."""

    line: Line
    row: RowRef
    head: Sequence[Sequence[GridCell]]
    title: str
    aligned: bool
    at: str
    continued: bool
    variant: bool = False


class Finder:
    """One pass over a document's grids, remembering the head above, the group and the row read last."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._reviews = next((ReviewHead(table, words) for table in words.form.tables if table.across), None)
        self.rows: list[PrintedRow] = []
        self.review_lines: list[ReviewLine] = []
        self._grouped = next(
            (table for table in words.form.tables if any(row.group for row in table.blocks[0].rows)), None
        )
        self._bare_lines: list[unlabelled.BareLine] = []
        self.notes: list[Note] = []
        self._head: list[Sequence[GridCell]] = []
        self._title = ""
        self._head_width = 0
        self._head_open = self._head_alone = self._continued = self._below_head = False
        self._before: RowRef | None = None
        self._group: str | None = None
        self._understood: dict[tuple[object, ...], tuple[str, list[Heading] | None]] = {}

    def read(self, document: Document) -> None:
        """Collect every printed row of the form."""
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif block.aligned or not _is_dump(block):
                self._grid(block)

    def candidates(self) -> list[Candidate]:
        """All printed rows with their figures placed."""
        return [*self._labelled(), *self._review_candidates(), *self._unlabelled()]

    def _unlabelled(self) -> Iterator[Candidate]:
        """The rows of 表三 by nothing but their order, where none of them has a label."""
        table = self._grouped
        lines = self._bare_lines
        if table is None or not lines or any(row.row.table == table.key for row in self.rows):
            return
        yield from unlabelled.candidates(lines, table, self._words)

    def _paragraph(self, paragraph: Paragraph) -> None:
        """A heading of the next part ends the head of the table before; a page number or a remark does not."""
        if self._words.is_part_heading(paragraph.text):
            self._head, self._title, self._group = [], "", None
            self._head_open = self._head_alone = False

    def _grid(self, grid: Grid) -> None:
        lines = self._classified(grid)
        kinds = [line.kind for line in lines if line.kind is not LineKind.OTHER]
        if kinds[:1] == [LineKind.HEADER] and self._head_alone:
            self._head_width = 0
        elif kinds[:1] not in ([LineKind.DATA], [LineKind.VALUES]):
            self._head, self._title, self._head_open = [], "", False
            self._head_width = grid.width
        elif self._head and len(self.notes) < MAX_NOTES:
            self.notes.append(note("table.continued", grid.at))
        # A table of nothing but a head is the head of the table that follows.
        self._head_alone = bool(kinds) and set(kinds) <= {LineKind.HEADER, LineKind.TITLE}
        # Under a head of another width a row can only be read by its order.
        self._continued = grid.aligned and self._head_width != grid.width
        for line in lines:
            self._line(line, grid)

    def _classified(self, grid: Grid) -> list[Line]:
        lines: list[Line] = []
        for cells in grid.rows:
            line = classify(cells, self._words, self._before, self._group)
            if line.row is not None:
                self._before = line.row
                self._group = line.row.groups[-1] if line.row.groups else None
            for cell in cells:
                if cell.text and is_group(cell.text, self._words):
                    self._group = label_key(cell.text)
            lines.append(line)
        return recover(lines, self._words)

    def _line(self, line: Line, grid: Grid) -> None:
        at = line.cells[0].at if line.cells else grid.at
        if line.kind is LineKind.TITLE:
            self._head, self._head_open = [], False
            self._title = next(cell.text for cell in line.cells if cell.text)
        elif line.kind is LineKind.HEADER:
            self._head = [*self._head[-MAX_HEAD_LINES:], line.cells] if self._head_open else [line.cells]
            self._head_open, self._below_head = True, False
        elif line.kind is LineKind.DATA and line.row is not None:
            self._head_open = False
            self.rows.append(
                PrintedRow(
                    line,
                    line.row,
                    tuple(self._head),
                    self._title,
                    aligned=grid.aligned,
                    at=at,
                    continued=self._continued,
                    variant=line.is_variant,
                )
            )
        elif self._is_review_line(line):
            self._head_open = not any(cell.text for cell in line.cells)
            self.review_lines.append(ReviewLine(line.cells, tuple(self._head), grid.aligned, at))
        elif line.kind is LineKind.OTHER:
            self._below_head = self._below_head or any(cell.text for cell in line.cells)
            if self._head and any(cell.text and is_value(cell.text) for cell in line.cells):
                self._unknown(line, at)
        elif line.kind is LineKind.VALUES and self._grouped and unlabelled.is_bare_row(line.cells, self._grouped):
            self._bare_lines.append(unlabelled.BareLine(line.cells, tuple(self._head), at))

    def _is_review_line(self, line: Line) -> bool:
        """Whether the line holds the figures of 表四; a blank one does only where nothing stands above it."""
        if self._reviews is None or not self._reviews.is_over(_texts(self._head)):
            return False
        printed = [cell.text for cell in line.cells if cell.text]
        if line.kind is LineKind.VALUES:
            return bool(printed) or not self._below_head
        # Every figure may have a unit or a remark behind it.
        whole = len(line.cells) == len(self._reviews.columns)
        return line.kind is LineKind.OTHER and whole and bool(printed) and all(map(may_be_value, printed))

    def _unknown(self, line: Line, at: str) -> None:
        """A row with figures that the form does not have."""
        if len(self.notes) < MAX_NOTES:
            label = next(cell.text for cell in reversed(line.cells) if cell.text and not is_value(cell.text))
            self.notes.append(note("row.unknown", at, label))

    def _labelled(self) -> Iterator[Candidate]:
        layouts = {table.key: self._layout(table.key) for table in self._words.form.tables}
        counts: dict[tuple[object, ...], Counter[int]] = {}
        for row in self.rows:
            counts.setdefault(_head_id(row), Counter())[len(row.line.data)] += 1
        for row in self.rows:
            usual = _majority(counts[_head_id(row)])
            assignment = self._aligned(row, usual) if row.aligned else self._ragged(row, layouts[row.row.table])
            candidate = Candidate(
                row.row,
                row.at,
                assignment.cells,
                assignment.failure,
                has_values=row.line.has_values,
                label=row.line.cells[row.line.label].text,
                label_is_variant=row.variant,
            )
            yield candidate.without_doubt("row.blanks_lost") if tie_out(candidate, self._words.form) else candidate

    def _layout(self, table: str) -> ragged.Layout:
        rows = [row for row in self.rows if row.row.table == table and not row.aligned]
        closed_up = any(row.row.groups and row.line.label == 0 for row in rows)
        return ragged.layout_of([self._text_row(row) for row in rows], closed_up=closed_up)

    def _aligned(self, row: PrintedRow, usual: int | None) -> Assignment:
        if usual is not None and len(row.line.data) != usual:
            return Assignment(failure="row.cell_count")
        block = self._words.block(row.row)
        pairs = [(column.key, column.zh) for column in block.columns]
        unit, headings = self._head_over(row, pairs, usual)
        if not row.head:
            return columns.by_order(row.line.data, pairs, "row.no_header", unit)
        if not row.continued:
            return columns.assign(row.line.data, headings, unit)
        # On a later page columns are not those of the head before the break; its order still holds.
        statutory = [key for key, _ in pairs]
        sound = [heading.key for heading in headings or ()] == statutory
        sound = sound or ragged.column_order(_line_texts(row.head), block) == (statutory, None)
        return columns.by_order(row.line.data, pairs, None if sound else "row.no_header", unit)

    def _head_over(
        self, row: PrintedRow, pairs: columns.Columns, usual: int | None
    ) -> tuple[str, list[Heading] | None]:
        """The unit of money that the head and title over a row tell, and the columns the head names; once a head."""
        block = self._words.block(row.row)
        key = (id(block), row.title, usual, *(id(line) for line in row.head))
        if key not in self._understood:
            unit = unit_in([row.title, *columns.head_text(row.head)])
            headings = columns.headings(row.head, pairs, columns.recognise_in(block), usual) if row.head else None
            self._understood[key] = unit, headings
        return self._understood[key]

    def _text_row(self, row: PrintedRow) -> ragged.TextRow:
        return ragged.TextRow(row.line.cells, row.line.data, len(self._words.block(row.row).columns))

    def _ragged(self, row: PrintedRow, layout: ragged.Layout) -> Assignment:
        block = self._words.block(row.row)
        texts = _line_texts(row.head)
        order = ragged.column_order(texts, block)
        if order is None:
            return Assignment(failure="row.header_conflict")
        unit = unit_in([row.title, *(text for line in texts for text in line)])
        return ragged.assign(self._text_row(row), order[0], layout, doubt=order[1], unit=unit)

    def _review_candidates(self) -> Iterator[Candidate]:
        if self._reviews is None:
            return
        lines = self.review_lines
        if any(not cell.is_blank for line in lines for cell in line.cells):
            lines = [line for line in lines if any(not cell.is_blank for cell in line.cells)]
        for line in lines:
            place = reviews.assign_aligned if line.aligned else reviews.assign_ragged
            assignment = place(line.cells, line.head, self._reviews)
            has_values = any(not cell.is_blank for cell in line.cells)
            found = self._reviews.candidates(assignment, line.at, has_values=has_values)
            # A margin behind the last figure may hide the loss of a cell before it.
            if _has_margin(line) and any(contradicted(one, self._words.form) for one in found):
                found = self._reviews.candidates(Assignment(failure="row.cell_count"), line.at, has_values=True)
            yield from found


def _has_margin(line: ReviewLine) -> bool:
    """Whether the line of figures ends in a blank and the head over it does so too."""
    ends = [cells[-1] for cells in (line.cells, *line.head) if cells]
    return ends[0].is_blank and any(end.is_blank for end in ends[1:])


def _head_id(row: PrintedRow) -> tuple[object, ...]:
    """The same for all rows that stand under one head."""
    return (row.row.table, *(id(line) for line in row.head))


def _majority(counts: Counter[int]) -> int | None:
    """The number of figures that more than half of the rows have."""
    count, times = counts.most_common(1)[0]
    return count if times * 2 > counts.total() else None


def _is_dump(grid: Grid) -> bool:
    """Whether a text prints one cell in each line, so that a figure stands below its label and not beside it."""
    return any(
        len(printed := [cell.text for cell in row if cell.text]) == 1 and is_value(printed[0]) for row in grid.rows
    )


def _line_texts(head: Sequence[Sequence[GridCell]]) -> list[list[str]]:
    return [[cell.text for cell in line if cell.text] for line in head]


def _texts(head: Sequence[Sequence[GridCell]]) -> list[str]:
    return [cell.text for line in head for cell in line if cell.text]
