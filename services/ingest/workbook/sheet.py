"""A sheet of cells as paragraphs and grids: merged cells are one, hidden ones are not seen, columns stay columns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from services.ingest.document import Document, Grid, GridCell, Paragraph
from services.ingest.labels import squeeze
from services.ingest.notes import note
from services.ingest.reasons import unreadable
from services.ingest.spans import SlotBudget, TooManySlotsError
from shared.report.reading import Note

MAX_SLOTS = 400_000
MAX_ROWS = 20_000
MAX_MERGED_ROWS = 5_000_000
"""Rows times merged cells, which is how often the one is looked for in the other."""
MAX_SHEETS = 200
MAX_CELLS = 200_000

_LONG = 60
_SENTENCE = re.compile(r"[。；！？]")
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表格?)\s*\d*", re.IGNORECASE)
_LETTERS = 26


class Merge(msgspec.Struct, frozen=True, order=True):
    """A range of cells made one: first and last row and column, counted from zero, both included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(msgspec.Struct):
    """What a reader finds in a sheet, by row and column counted from zero. Cells that only have a look are blank."""

    name: str
    cells: dict[tuple[int, int], str] = {}
    merges: list[Merge] = []
    hidden_rows: set[int] = set()
    hidden_columns: list[tuple[int, int]] = []
    without_value: list[str] = []
    """Names of cells with a formula whose result the file does not hold."""
    writing: list[str] = []
    """What stands in text boxes over the cells."""
    is_hidden: bool = False

    def put(self, row: int, column: int, text: str) -> None:
        """Write a cell.

        Raises:
            UnreadableFileError: the sheet has more cells than any report.
        """
        if len(self.cells) >= MAX_CELLS:
            raise unreadable("file.too_large_document", what=f"> {MAX_CELLS} cells")
        self.cells[row, column] = text


def document(name: str, sheets: Sequence[Sheet], hints: dict[str, str], notes: Iterable[Note] = ()) -> Document:
    """The document of that format.

    Raises:
        UnreadableFileError: the sheets have more cells than any report.
    """
    if len(sheets) > MAX_SHEETS:
        raise unreadable("file.too_large_document", what=f"> {MAX_SHEETS} sheets")
    drawing = _Drawing()
    for number, sheet in enumerate(sheets, start=1):
        drawing.add(sheet, f"sheet[{number}]")
    return Document(name, tuple(drawing.blocks), hints, (*notes, *drawing.notes))


def cell_name(row: int, column: int) -> str:
    """The name spreadsheets give a cell: `A1`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


class _Drawing:
    """Collects the blocks of all sheets."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self.notes: list[Note] = []
        self._budget = SlotBudget(MAX_SLOTS)
        self._cells = 0

    def add(self, sheet: Sheet, at: str) -> None:
        """Draw a sheet, unless people do not see it."""
        self._cells += len(sheet.cells)
        rows = len({row for row, _ in sheet.cells})
        if rows > MAX_ROWS or self._cells > MAX_CELLS or rows * len(sheet.merges) > MAX_MERGED_ROWS:
            raise unreadable("file.too_large_document", at, f"{rows} rows, {self._cells} cells")
        if sheet.is_hidden:
            self._tell_hidden(any(sheet.cells.values()))
            return
        if sheet.without_value:
            self.notes.append(note("cell.formula", f"{at}.{sheet.without_value[0]}", value=len(sheet.without_value)))
        if not _DEFAULT_NAME.fullmatch(sheet.name) and not _says_its_name(sheet):
            self.blocks.append(Paragraph(" ".join(sheet.name.split()), at))
        view = _View(sheet, at)
        self._tell_hidden(view.hides_text)
        try:
            for stretch in view.stretches():
                self._stretch(view, stretch)
        except TooManySlotsError:
            raise unreadable("file.too_large_document", at, f"> {MAX_SLOTS} cells") from None
        self.blocks.extend(
            Paragraph(text, f"{at}.text[{place}]") for place, text in enumerate(sheet.writing, start=1) if text.strip()
        )

    def _tell_hidden(self, hides_text: bool) -> None:  # noqa: FBT001 - a private predicate
        if hides_text and not any(told.code == "text.hidden" for told in self.notes):
            self.notes.append(note("text.hidden", "file"))

    def _stretch(self, view: "_View", rows: Sequence[int]) -> None:
        """Rows that follow each other: prose as paragraphs, the rest as grids."""
        is_prose = not any(len(view.printed(row)) > 1 for row in rows)
        waiting: list[int] = []
        said: tuple[int, int] | None = None
        for row in rows:
            printed = view.printed(row)
            if len(printed) == 1 and (is_prose or _is_prose(view.text(printed[0]))):
                self._grid(view, waiting)
                waiting = []
                if printed[0] != said:
                    self._paragraphs(view, printed[0])
                said = printed[0]
            elif printed or not is_prose:
                waiting.append(row)
        self._grid(view, waiting)

    def _paragraphs(self, view: "_View", place: tuple[int, int]) -> None:
        for line in view.text(place).split("\n"):
            if text := " ".join(line.split()):
                self.blocks.append(Paragraph(text, view.at(place)))

    def _grid(self, view: "_View", rows: Sequence[int]) -> None:
        if any(view.printed(row) for row in rows):
            self.blocks.append(Grid(tuple(view.lines(rows, self._budget)), view.at((rows[0], 0)), aligned=True))


def _says_its_name(sheet: Sheet) -> bool:
    """Whether the name only repeats a heading in the sheet."""
    name = squeeze(sheet.name)
    return any(name in squeeze(text) for text in sheet.cells.values() if text and len(text) <= _LONG)


def _is_prose(text: str) -> bool:
    return len(text) > _LONG or _SENTENCE.search(text) is not None


class _View:
    """The rows and columns of a sheet that people see, columns counted anew."""

    def __init__(self, sheet: Sheet, at: str) -> None:
        self._sheet = sheet
        self._at = at
        self._seen = {place: text for place, text in sheet.cells.items() if not self._is_hidden(place)}
        cells = self._seen
        self.columns = sorted({column for _, column in cells})
        self._present = sorted({row for row, _ in cells})
        self._merges_over: dict[int, list[Merge]] = {}
        covered = {place for place in sheet.cells if sheet.cells[place] and self._is_covered(place)}
        self.hides_text = bool(covered) or any(
            text and place not in cells and self._merge_at(place) is None for place, text in sheet.cells.items()
        )
        self._printed: dict[int, list[tuple[int, int]]] = {}
        for place in sorted(place for place, text in cells.items() if text and place not in covered):
            if self._merge_at(place) is None:
                self._printed.setdefault(place[0], []).append(place)
        self._add_merged()

    def _is_hidden(self, place: tuple[int, int]) -> bool:
        row, column = place
        return row in self._sheet.hidden_rows or any(
            first <= column <= last for first, last in self._sheet.hidden_columns
        )

    def _over(self, row: int) -> list[Merge]:
        """The merges over a row from left to right."""
        if row not in self._merges_over:
            over = (one for one in self._sheet.merges if one.top <= row <= one.bottom)
            self._merges_over[row] = sorted(over, key=lambda one: one.left)
        return self._merges_over[row]

    def _merge_over(self, place: tuple[int, int]) -> Merge | None:
        row, column = place
        over = self._over(row)
        index = bisect_right(over, column, key=lambda one: one.left) - 1
        return over[index] if index >= 0 and column <= over[index].right else None

    def _merge_at(self, place: tuple[int, int]) -> Merge | None:
        merge = self._merge_over(place)
        return merge if merge is not None and (merge.top, merge.left) == place else None

    def _is_covered(self, place: tuple[int, int]) -> bool:
        merge = self._merge_over(place)
        return merge is not None and (merge.top, merge.left) != place

    def _add_merged(self) -> None:
        """What a merged cell says is seen in every row that it covers, its first row hidden or not."""
        for row in self._present:
            for merge in self._over(row):
                place = (merge.top, merge.left)
                if self._sheet.cells.get(place) and self._extent(merge) is not None:
                    self._printed.setdefault(row, []).append(place)

    def _extent(self, merge: Merge) -> tuple[int, int] | None:
        """The columns that people see of a merge, the end not included; None where all are hidden."""
        start, end = bisect_left(self.columns, merge.left), bisect_left(self.columns, merge.right + 1)
        return (start, end) if start < end else None

    def printed(self, row: int) -> list[tuple[int, int]]:
        """The places whose text is seen in a row."""
        return self._printed.get(row, [])

    def text(self, place: tuple[int, int]) -> str:
        """What is seen there; a merged cell says what its first cell holds, hidden or not."""
        return self._seen.get(place, "") if self._merge_at(place) is None else self._sheet.cells.get(place, "")

    def at(self, place: tuple[int, int]) -> str:
        """The name of a place."""
        return f"{self._at}.{cell_name(*place)}"

    def stretches(self) -> Iterator[list[int]]:
        """Rows with nothing but a blank row between them; a blank row below the last belongs to it."""
        rows: list[int] = []
        for row in self._present:
            if rows and rows[-1] < row and (below := self._below(rows[-1])) < row:
                rows.append(below)
                if self._below(below) < row:
                    yield rows
                    rows = []
            rows.append(row)
        if rows:
            yield [*rows, self._below(rows[-1])]

    def _below(self, row: int) -> int:
        """The next row that is not hidden."""
        row += 1
        while row in self._sheet.hidden_rows:
            row += 1
        return row

    def lines(self, rows: Sequence[int], budget: SlotBudget) -> Iterator[tuple[GridCell, ...]]:
        """The rows as lines of a grid, cut off behind the last column in which anything is seen."""
        width = self._width(rows)
        made: dict[Merge, GridCell] = {}
        for number, row in enumerate(rows):
            line: list[GridCell] = []
            budget.take(width + 1)
            while (column := line[-1].end if line else 0) < width:
                place = (row, self.columns[column])
                merge = self._merge_over(place)
                if merge is None:
                    line.append(GridCell(_lines_of(self.text(place)), self.at(place), number, column))
                    continue
                if merge not in made:
                    made[merge] = self._merged(merge, rows, number, column, width)
                line.append(made[merge])
            yield tuple(line)

    def _width(self, rows: Sequence[int]) -> int:
        width = 0
        for row in rows:
            for place in self.printed(row):
                merge = self._merge_at(place)
                extent = self._extent(merge) if merge is not None else None
                width = max(width, extent[1] if extent else bisect_left(self.columns, place[1]) + 1)
        return width

    def _merged(self, merge: Merge, rows: Sequence[int], number: int, column: int, width: int) -> GridCell:
        place = (merge.top, merge.left)
        colspan = min(bisect_left(self.columns, merge.right + 1), width) - column
        rowspan = bisect_right(rows, merge.bottom) - number
        return GridCell(_lines_of(self.text(place)), self.at(place), number, column, rowspan, colspan)


def _lines_of(text: str) -> str:
    """The lines in a cell, each with its white space in order."""
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
