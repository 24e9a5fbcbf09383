"""Rows that no other way of reading has settled, read from the strips of figures that a text prints behind labels."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from services.ingest import values
from services.ingest.document import Document
from services.ingest.interpreter.candidates import Candidate, Placed
from services.ingest.interpreter.fused_rows import MAX_LISTED, Cut, across, alone, together
from services.ingest.interpreter.splits import Cells, Printed
from services.ingest.interpreter.strips import Strip, strips
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary
from services.ingest.notes import note
from shared.report.edition import CellKind
from shared.report.reading import Confidence

_SETTLED = "row.fused"
_OPEN = "row.fused_open"
_UNPLACED = frozenset({None, "row.cell_count"})


def settle(settled: Mapping[str, Candidate], document: Document, words: Vocabulary) -> dict[str, Candidate]:
    """The rows settled so far, and those that the strips of a text give besides."""
    found: dict[str, list[Strip]] = {}
    for strip in strips(document, words):
        if any(_is_wanted(settled.get(row.at)) for row in strip.rows):
            found.setdefault(strip.rows[0].at, []).append(strip)
    chosen = {at: group[0] for at, group in found.items() if all(one.texts == group[0].texts for one in group)}
    more = {at: candidate for at, candidate in _read(chosen, settled, words) if _is_wanted(settled.get(at))}
    return {**settled, **more}


def _is_wanted(candidate: Candidate | None) -> bool:
    """Whether a row has no figures yet, for no reason but that its cells could not be told apart."""
    return candidate is None or (not candidate.cells and candidate.failure in _UNPLACED)


def _read(
    found: Mapping[str, Strip], settled: Mapping[str, Candidate], words: Vocabulary
) -> Iterator[tuple[str, Candidate]]:
    bound = {identity.table for identity in words.form.identities if identity.every == "column"}
    for table in bound:
        yield from _together(
            {at: one for at, one in found.items() if one.rows[0].table == table}, settled, words, table
        )
    for at, strip in found.items():
        if strip.rows[0].table in bound:
            continue
        if len(strip.rows) > 1:
            cut = across(strip.texts[0], words.block(strip.rows[0])) if len(strip.texts) == 1 else Cut((), 0)
            yield from _candidates(strip, cut)
        elif not strip.is_blank:
            yield at, _candidate(strip, strip.rows[0], alone(strip.texts, strip.columns), strip.raw)


def _together(
    found: Mapping[str, Strip], settled: Mapping[str, Candidate], words: Vocabulary, table: str
) -> Iterator[tuple[str, Candidate]]:
    """The rows of the table whose columns are bound."""
    statutory = words.form.table(table).blocks[0].columns
    usable = {at: one for at, one in found.items() if one.columns == statutory and one.failure != "row.header_conflict"}
    if all(one.is_blank for one in usable.values()):
        return
    printed: dict[str, Sequence[Printed]] = {one.rows[0].key: one.texts for one in usable.values()}
    known = {
        candidate.row.key: cells
        for at, candidate in settled.items()
        if candidate.row.table == table
        and at not in usable
        and (cells := _known(candidate, [c.key for c in statutory]))
    }
    merged = frozenset(
        row.key
        for row in words.form.table(table).blocks[0].rows
        if row.stands_for
        and (row.key in printed or row.key in known)
        and not any(key in printed or key in known for key in row.stands_for)
    )
    cuts = together(printed, known, words.form, merged, table)
    for at, strip in usable.items():
        if not strip.is_blank:
            yield at, _candidate(strip, strip.rows[0], cuts[strip.rows[0].key], strip.raw)


def _known(candidate: Candidate, columns: Sequence[str]) -> Cells | None:
    """The figures of a row read otherwise; None where some are not known."""
    cells: list[str] = []
    for key in columns:
        placed = candidate.cells.get(key)
        value = values.parse(placed.raw, CellKind.COUNT) if placed else None
        if value is None or value.confidence is Confidence.UNREADABLE:
            return None
        cells.append("" if value.figure is None else str(value.figure))
    return tuple(cells)


def _candidates(strip: Strip, cut: Cut) -> Iterator[tuple[str, Candidate]]:
    """The rows of a table that prints them side by side."""
    width = len(strip.columns) // len(strip.rows)
    for place, row in enumerate(strip.rows):
        stretch = slice(place * width, (place + 1) * width)
        part = Cut(cut.cells[stretch], cut.ways, list(dict.fromkeys(one[stretch] for one in cut.possible)))
        one = replace(strip, columns=strip.columns[stretch])
        yield row.at, _candidate(one, row, part, strip.raw)


def _candidate(strip: Strip, row: RowRef, cut: Cut, raw: str) -> Candidate:
    whole = bool(cut.cells) and cut.is_whole
    told = note(_SETTLED, row.at, raw, cut.ways) if whole else note(_OPEN, row.at, raw, _listed(cut))
    cells = {
        column.key: Placed(cell, strip.at, told.code, strip.unit)
        for column, cell in zip(strip.columns, cut.cells, strict=False)
        if cell is not None
    }
    return Candidate(row, strip.at, cells, told=(told,))


def _listed(cut: Cut) -> str:
    shown = " / ".join("|".join(cells) for cells in cut.possible[:MAX_LISTED])
    more = " …" if len(cut.possible) > MAX_LISTED else ""
    return f"{cut.ways}（{shown}{more}）" if shown else str(cut.ways)
