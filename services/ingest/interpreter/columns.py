"""Rows of a table whose columns are known: figures are matched to the head above them, by column and by order."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from services.ingest.document import GridCell
from services.ingest.interpreter.candidates import Placed
from services.ingest.interpreter.money import FORM_UNIT
from services.ingest.interpreter.similarity import similar
from services.ingest.interpreter.vocabulary import column_keys, column_of
from services.ingest.labels import label_key, squeeze
from shared.report.edition import Block

Head = Sequence[Sequence[GridCell]]
Columns = Sequence[tuple[str, str]]
"""Keys and printed labels, in statutory order."""
MAX_WIDTH = 200
_SHORTEST_CUT = 3


class Leaf(msgspec.Struct, frozen=True, eq=False):
    """The lowest head over some neighbouring columns: all head cells above them, top first, and their extent."""

    stack: tuple[GridCell, ...]
    start: int
    end: int

    def covers(self, cell: GridCell) -> bool:
        """Whether the cell stands wholly under this head."""
        return self.start <= cell.column and cell.end <= self.end

    @property
    def text(self) -> str:
        """The lowest text."""
        return self.stack[-1].text if self.stack else ""


class Heading(msgspec.Struct, frozen=True, eq=False):
    """A leaf that has been recognised, or not (`key` None)."""

    leaf: Leaf
    key: str | None
    doubt: str | None = None


Recognise = Callable[[Leaf], str | None]


class Assignment(msgspec.Struct, frozen=True, eq=False):
    """Where each column's figure stands, or why that is uncertain."""

    cells: Mapping[str, Placed] = {}
    failure: str | None = None


def recognise_in(block: Block) -> Recognise:
    """How leaves of the block's head are recognised."""
    keys = column_keys(block)

    def recognise(leaf: Leaf) -> str | None:
        return column_of(leaf.text, keys)

    return recognise


def assign(data: Sequence[GridCell], headings: Sequence[Heading] | None, unit: str) -> Assignment:
    """Place the figures of a row under recognised heads.

    Nothing is placed when the number of cells does not fit the head: which one is missing cannot be known.
    """
    if headings is None:
        return Assignment(failure="row.header_conflict")
    return _by_column(data, headings, unit) or _by_ordinal(data, headings, unit)


def by_order(data: Sequence[GridCell], columns: Columns, doubt: str | None, unit: str = FORM_UNIT) -> Assignment:
    """Place the figures by nothing but their order, which needs exactly as many cells as columns."""
    if len(data) != len(columns):
        return Assignment(failure="row.cell_count")
    placed = {key: Placed(cell.text, cell.at, doubt, unit) for (key, _), cell in zip(columns, data, strict=True)}
    return Assignment(placed)


def leaves(head: Head) -> list[Leaf]:
    """The leaves of a head, from left to right."""
    width = min(max((cell.end for line in head for cell in line), default=0), MAX_WIDTH)
    found: list[Leaf] = []
    for column in range(width):
        stack: list[GridCell] = []
        for line in head:
            stack.extend(cell for cell in line if cell.text and cell.overlaps(column, column + 1) and cell not in stack)
        if found and stack and tuple(stack) == found[-1].stack:
            found[-1] = Leaf(found[-1].stack, found[-1].start, column + 1)
        else:
            found.append(Leaf(tuple(stack), column, column + 1))
    return found


def headings(head: Head, columns: Columns, recognise: Recognise, usual: int | None = None) -> list[Heading] | None:
    """The recognised heads over the figures, or None when they contradict the form or are too few to tell.

    `usual` is how many figures most rows under the head have. A head that names more columns than that has been
    damaged, and what it names beyond those of the form is not believed.
    """
    found = leaves(head)
    keys = [recognise(leaf) for leaf in found]
    known = [key for key in keys if key is not None]
    if len(set(known)) != len(known):
        return None
    order = [key for key, _ in columns]
    if set(known) != set(order):
        return _completed(found, keys, columns)
    if known != order and len({_line_of(leaf) for leaf, key in zip(found, keys, strict=True) if key is not None}) > 1:
        return None
    first = next(place for place, key in enumerate(keys) if key is not None)
    return [
        Heading(leaf, key)
        for leaf, key in zip(found[first:], keys[first:], strict=True)
        if key is not None or usual != len(columns)
    ]


def _line_of(leaf: Leaf) -> tuple[int, int]:
    """Which line of the head the leaf's lowest cell stands in, and how many it covers."""
    return leaf.stack[-1].row, leaf.stack[-1].rowspan


def _completed(found: Sequence[Leaf], keys: Sequence[str | None], columns: Columns) -> list[Heading] | None:
    """Fill misprinted heads by their order, when exactly as many heads stand there as the form has columns."""
    printed = [(leaf, key) for leaf, key in zip(found, keys, strict=True) if leaf.stack][-len(columns) :]
    if len(printed) != len(columns):
        return None
    completed: list[Heading] = []
    for (leaf, key), (expected, label) in zip(printed, columns, strict=True):
        if key is not None and key != expected:
            return None
        certain = key is not None or similar(leaf.text, label) or is_cut(leaf.text, label)
        completed.append(Heading(leaf, expected, None if certain else "row.header_incomplete"))
    certain_ones = sum(heading.doubt is None for heading in completed)
    return completed if certain_ones * 2 >= len(columns) else None


def is_cut(text: str, label: str) -> bool:
    """Whether a printed head is the beginning of a label whose end a narrow column has swallowed."""
    key = label_key(text)
    return len(key) >= _SHORTEST_CUT and label_key(label).startswith(key)


def _by_column(data: Sequence[GridCell], heads: Sequence[Heading], unit: str) -> Assignment | None:
    """Every figure stands under exactly one head, and under every head stands at most one figure."""
    under: list[list[GridCell]] = [[] for _ in heads]
    for cell in data:
        if cell.is_blank and cell.end <= heads[0].leaf.start:
            continue
        over = [place for place, head in enumerate(heads) if cell.overlaps(head.leaf.start, head.leaf.end)]
        if len(over) != 1:
            return None
        under[over[0]].append(cell)
    cells: dict[str, Placed] = {}
    for heading, standing in zip(heads, under, strict=True):
        if heading.key is None:
            if heading.leaf.stack or all(cell.is_blank for cell in standing):
                continue
            return None
        printed = [cell for cell in standing if not cell.is_blank]
        if not standing or len(printed) > 1:
            return None
        if len(standing) > 1 and not all(heading.leaf.covers(cell) for cell in standing):
            return None
        chosen = printed[0] if printed else standing[0]
        cells[heading.key] = Placed(chosen.text, chosen.at, heading.doubt, unit)
    return Assignment(cells)


def _by_ordinal(data: Sequence[GridCell], headings: Sequence[Heading], unit: str) -> Assignment:
    """As many figures as heads: the first belongs to the first, even where columns do not line up."""
    heads = [heading for heading in headings if heading.leaf.stack]
    if len(data) != len(heads):
        return Assignment(failure="row.cell_count")
    shifted = any(
        not cell.overlaps(heading.leaf.start, heading.leaf.end) for cell, heading in zip(data, heads, strict=True)
    )
    return Assignment(
        {
            heading.key: Placed(cell.text, cell.at, "row.shifted" if shifted else heading.doubt, unit)
            for cell, heading in zip(data, heads, strict=True)
            if heading.key is not None
        }
    )


def head_text(head: Head) -> list[str]:
    """Everything a head prints, in reading order, each cell once."""
    texts: list[str] = []
    seen: list[GridCell] = []
    for line in head:
        for cell in line:
            if cell.text and cell not in seen:
                seen.append(cell)
                texts.append(squeeze(cell.text))
    return texts
