"""Cells whose place in the source is in doubt: what was read there counts as inferred, and a note says why."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from services.ingest.interpreter.figures import TableReading
from services.ingest.notes import note
from shared.report.reading import CellReading, Confidence, Note


def doubted(tables: TableReading, doubts: Mapping[str, str]) -> TableReading:
    """The reading with doubtful places marked: one note for a cell, or one for a table where all of a page is meant."""
    if not doubts:
        return tables
    cells: dict[str, CellReading] = {}
    notes: dict[tuple[str, str], Note] = {}
    for address, reading in tables.cells.items():
        place = next((prefix for prefix in _enclosing(reading.at) if prefix in doubts), None)
        if place is None:
            cells[address] = reading
            continue
        own = place == reading.at
        at = address if own else address.split(".")[0]
        if not own or reading.confidence is not Confidence.UNREADABLE:
            notes.setdefault((doubts[place], at), note(doubts[place], at, reading.raw, tables.figures[address]))
        sure = reading.confidence is Confidence.READ
        cells[address] = replace(reading, confidence=Confidence.INFERRED) if sure else reading
    return replace(tables, cells=cells, notes=(*tables.notes, *notes.values()))


def _enclosing(at: str) -> Iterator[str]:
    """The place itself and all that it lies in, innermost first."""
    while at:
        yield at
        at = at.rpartition(".")[0]
