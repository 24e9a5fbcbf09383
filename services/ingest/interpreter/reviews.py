"""表四, which prints its routes side by side: fifteen figures in one line, under a head that is often cut."""

from collections.abc import Sequence

import msgspec

from services.ingest.document import GridCell
from services.ingest.interpreter import columns
from services.ingest.interpreter.candidates import Candidate, Placed
from services.ingest.interpreter.columns import Assignment, Leaf
from services.ingest.interpreter.money import FORM_UNIT
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary, column_keys, column_of
from services.ingest.labels import label_key, label_keys
from shared.report.edition import Block, Table


class ReviewHead:
    """What the head of 表四 should print, and how far a printed one agrees."""

    def __init__(self, table: Table, words: Vocabulary) -> None:
        self.block: Block = table.blocks[0]
        self.rows: list[RowRef] = words.rows_of(table.key)
        self._words = words
        self._results = column_keys(self.block)
        self.columns = [(f"{row.key}.{column.key}", column.zh) for row in self.rows for column in self.block.columns]

    def recognise(self, leaf: Leaf) -> str | None:
        """The route and result that stand over a column."""
        result = column_of(leaf.text, self._results)
        routes = [row for cell in leaf.stack if (row := self._words.row(cell.text)) and row in self.rows]
        return f"{routes[-1].key}.{result}" if routes and result else None

    def is_over(self, texts: Sequence[str]) -> bool:
        """Whether these texts include the two groups every head of 表四 prints."""
        keys = {key for text in texts for key in label_keys(text)}
        return "行政复议" in keys and "行政诉讼" in keys

    def routes_in_order(self, texts: Sequence[str]) -> bool:
        """Whether no route, nor the group over two of them, is named out of its statutory order."""
        places = {key: row.order for row in reversed(self.rows) for key in (*row.groups, *self._words.keys_of(row))}
        orders = [places[key] for key in map(label_key, texts) if key in places]
        return orders == sorted(orders)

    def in_order(self, texts: Sequence[str]) -> bool:
        """Whether the results stand three times in statutory order, cut words (结果, 其他, 尚未) included."""
        routes = self._words.routes
        printed = [key for text in texts if (key := label_key(text)) and key not in routes]
        expected = [label_key(label) for _, label in self.columns]
        return len(printed) == len(expected) and all(
            whole.startswith(cut) for cut, whole in zip(printed, expected, strict=True)
        )

    def is_named_in(self, text: str) -> bool:
        """Whether running text names the two groups one after the other, as only the head does."""
        return "行政复议行政诉讼" in label_key(text)

    def fused_in_order(self, text: str) -> bool:
        """Whether a head run together prints the results three times in statutory order."""
        results = "".join(label_key(column.zh) for column in self.block.columns)
        head = label_key(text).rpartition("行政复议行政诉讼")[2]
        return head.count(results) == len(self.rows)

    def ends_head(self, letters: str) -> bool:
        """Whether a text ends with the whole head and nothing else: the groups, the routes, the results three times."""
        _, groups, head = letters.rpartition("行政复议行政诉讼")
        for route in sorted(self._words.routes, key=len, reverse=True):
            head = head.replace(route, "")
        return bool(groups) and head == "".join(label_key(column.zh) for column in self.block.columns) * len(self.rows)

    def candidates(self, assignment: Assignment, at: str, *, has_values: bool) -> list[Candidate]:
        """The fifteen cells as rows of the form."""
        return [
            Candidate(
                row,
                at,
                {
                    column.key: assignment.cells[f"{row.key}.{column.key}"]
                    for column in self.block.columns
                    if f"{row.key}.{column.key}" in assignment.cells
                },
                assignment.failure,
                has_values=has_values,
            )
            for row in self.rows
        ]


def assign_aligned(line: Sequence[GridCell], head: columns.Head, form: ReviewHead) -> Assignment:
    """Place the figures of a line whose columns are known, by its head or, with a sound order of heads, by count."""
    headings = columns.headings(head, form.columns, form.recognise)
    assignment = columns.assign(line, headings, FORM_UNIT)
    texts = columns.head_text(head)
    placed = {one.at for one in assignment.cells.values()}
    if assignment.failure is None and any(cell.text and cell.at not in placed for cell in line):
        return Assignment(failure="row.cell_count")
    if assignment.failure is not None and (reordered := _reordered(line, head, form)) is not None:
        return reordered
    if assignment.failure is None or len(line) != len(form.columns) or not form.routes_in_order(texts):
        return assignment
    sound = form.in_order(texts)
    return columns.by_order(line, form.columns, "row.shifted" if sound else "row.no_header")


def _reordered(line: Sequence[GridCell], head: columns.Head, form: ReviewHead) -> Assignment | None:
    """The figures of a line whose head prints whole routes in another order, each under its own heads and no other."""
    leaves = columns.leaves(head)
    keys = [form.recognise(leaf) for leaf in leaves]
    named = [key for key in keys if key is not None]
    width = len(form.block.columns)
    blocks = [named[start : start + width] for start in range(0, len(named), width)]
    statutory = [[f"{row.key}.{column.key}" for column in form.block.columns] for row in form.rows]
    if blocks == statutory or sorted(blocks) != sorted(statutory) or len(line) != len(named):
        return None
    under = [[cell for cell in line if cell.overlaps(leaf.start, leaf.end)] for leaf in leaves]
    if any(bool(key) != (len(cells) == 1) for key, cells in zip(keys, under, strict=True)):
        return None
    return Assignment(
        {
            key: Placed(cells[0].text, cells[0].at, "row.columns_reordered")
            for key, cells in zip(keys, under, strict=True)
            if key is not None
        }
    )


def assign_ragged(line: Sequence[GridCell], head: Sequence[Sequence[GridCell]], form: ReviewHead) -> Assignment:
    """Place the figures of a line of text: fifteen in a row, or as many pieces as a line of the head has."""
    texts = [cell.text for cells in head for cell in cells if cell.text]
    if not form.routes_in_order(texts):
        return Assignment(failure="row.header_conflict")
    doubt = None if form.in_order(texts) else "row.no_header"
    printed = [place for place, cell in enumerate(line) if not cell.is_blank]
    wanted = len(form.columns)
    if len(printed) == wanted and printed[-1] - printed[0] == wanted - 1:
        chosen = [line[place] for place in printed]
    elif len(line) == wanted and any(len(cells) == wanted for cells in head):
        chosen = list(line)
    else:
        return Assignment(failure="row.cell_count")
    if chosen[-1].is_blank and printed:
        doubt = doubt or "row.blanks_lost"  # a pad where the last figure should be: one before it may be missing
    return Assignment(
        {key: Placed(cell.text, cell.at, doubt) for (key, _), cell in zip(form.columns, chosen, strict=True)}
    )


class ReviewLine(msgspec.Struct, frozen=True, eq=False):
    """A line that may hold the fifteen figures, with the head above it."""

    cells: Sequence[GridCell]
    head: Sequence[Sequence[GridCell]]
    aligned: bool
    at: str
