"""From printed rows to the cells of the edition: each gets a figure, a blank, or a note saying why not."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from services.ingest import values
from services.ingest.interpreter.candidates import Candidate, Placed, settle
from services.ingest.interpreter.vocabulary import Vocabulary
from services.ingest.notes import note
from shared.report.edition import Cell, Edition
from shared.report.figures import Figures
from shared.report.reading import CellReading, Confidence, Note

Settled = Mapping[str, Candidate]


class TableReading(msgspec.Struct, frozen=True):
    """All cells of the edition as read."""

    figures: Figures
    cells: dict[str, CellReading]
    merged_rows: tuple[str, ...]
    notes: tuple[Note, ...]


def settle_rows(grids: Iterable[Candidate], stream: Iterable[Candidate]) -> dict[str, Candidate]:
    """One candidate for each row; the stream of words is asked only about rows that no grid prints with figures."""
    found: dict[str, list[Candidate]] = {}
    for candidate in grids:
        found.setdefault(candidate.row.at, []).append(candidate)
    closed = {at for at, group in found.items() if any(one.has_values or one.cells for one in group)}
    for candidate in stream:
        if candidate.row.at not in closed:
            found.setdefault(candidate.row.at, []).append(candidate)
    return {at: chosen for at, group in found.items() if (chosen := settle(group)) is not None}


def merged_rows(form: Edition, settled: Settled) -> tuple[str, ...]:
    """Rows printed instead of those they stand for: figures in the one and none in any of the others."""
    return tuple(
        row.key
        for table in form.tables
        for block in table.blocks
        for row in block.rows
        if row.stands_for
        and _is_printed(settled.get(f"{table.key}.{row.key}"))
        and not any(_is_printed(settled.get(f"{table.key}.{key}")) for key in row.stands_for)
    )


def read_cells(settled: Settled, words: Vocabulary) -> TableReading:
    """Read every cell that the report must fill."""
    form = words.form
    merged = merged_rows(form, settled)
    figures: dict[str, int | Decimal | None] = {}
    cells: dict[str, CellReading] = {}
    notes = [note("form.merged_row", f"requests.{key}") for key in merged]
    for row_at, row_cells in _by_row(form.cells(frozenset(merged))).items():
        candidate = settled.get(row_at)
        notes.extend(_row_notes(row_at, candidate))
        for cell in row_cells:
            placed = candidate.cells.get(cell.column) if candidate else None
            figure, reading, cell_note = _cell(cell, placed, candidate)
            figures[cell.address], cells[cell.address] = figure, reading
            notes.extend([cell_note] if cell_note else [])
    return TableReading(Figures(figures), cells, merged, tuple(_gathered(notes, form, settled)))


def _has_place(candidate: Candidate | None) -> bool:
    return candidate is not None and bool(candidate.cells)


def _is_printed(candidate: Candidate | None) -> bool:
    """Whether a row has figures, be they such that cannot be told apart."""
    return candidate is not None and (bool(candidate.cells) or candidate.has_values)


def _by_row(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    rows: dict[str, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(f"{cell.table}.{cell.row}", []).append(cell)
    return rows


def _row_notes(row_at: str, candidate: Candidate | None) -> list[Note]:
    """What is to be said about a row as a whole."""
    if candidate is None or (candidate.failure and not candidate.has_values):
        return [note("row.missing", row_at)]
    notes = [note("row.label_variant", row_at, candidate.label)] if candidate.label_is_variant else []
    if candidate.failure:
        notes.append(note(candidate.failure, row_at))
    doubts = {placed.doubt for placed in candidate.cells.values() if placed.doubt}
    doubts -= {told.code for told in candidate.told}
    notes.extend(candidate.told)
    return notes + [note(doubt, row_at) for doubt in sorted(doubts)]


def _cell(
    cell: Cell, placed: Placed | None, candidate: Candidate | None
) -> tuple[int | Decimal | None, CellReading, Note | None]:
    if placed is None:
        at = candidate.at if candidate else ""
        return None, CellReading(at, "", Confidence.UNREADABLE), None
    value = values.parse(placed.raw, cell.kind, placed.unit)
    confidence = value.confidence
    if placed.doubt and confidence is Confidence.READ:
        confidence = Confidence.INFERRED
    reading = CellReading(placed.at, placed.raw, confidence)
    told = note(value.note, cell.address, placed.raw, value.figure) if value.note else None
    return value.figure, reading, told


def _gathered(notes: Sequence[Note], form: Edition, settled: Settled) -> Iterable[Note]:
    """One note for a table of which no row was found, in place of a note for each row."""
    empty = {
        table.key
        for table in form.tables
        if not any(_has_place(row) for at, row in settled.items() if at.startswith(f"{table.key}."))
    }
    yield from (note("table.missing", table) for table in sorted(empty))
    for told in notes:
        if not (told.code == "row.missing" and told.at.split(".")[0] in empty):
            yield told
