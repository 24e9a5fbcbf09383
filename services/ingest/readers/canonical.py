"""The house's own JSON: a report object, or what `gouji check --format json` prints around it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from services.ingest import values
from services.ingest.notes import note
from services.ingest.read_report import ReadReport
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from shared.report.annual_report import AnnualReport
from shared.report.codec import convert
from shared.report.edition import Cell, editions
from shared.report.figures import Figures
from shared.report.reading import CellReading, Confidence, Note, Reading


def read(source: Source) -> ReadReport:
    """The report a JSON file states.

    Raises:
        UnreadableFileError: `json.syntax`, `json.type`, `json.unknown_edition`, `json.unknown_cell` or `form.empty`.
    """
    tree = _parse(source.text)
    doubts: Mapping[str, Any] = {}
    root = "$"
    if isinstance(tree, dict) and "tables" not in tree and isinstance(tree.get("report"), dict):
        doubts = tree["reading"] if isinstance(tree.get("reading"), dict) else {}
        tree, root = tree["report"], "$.report"
    report = _report(tree, root)
    return _with_provenance(report, root, doubts)


def _parse(text: str) -> Any:  # noqa: ANN401 - any JSON tree
    """The tree, with exact decimals; a name given twice in one object is an error, since one would be lost."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise unreadable("json.syntax", f"line[{error.lineno}]", f"{error.msg}, {error.lineno}:{error.colno}") from None
    except RecursionError:
        raise unreadable("json.syntax", "$", "nesting") from None
    except ValueError as error:
        raise unreadable("json.syntax", "$", error) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError("repeated: " + next(name for name in names if names.count(name) > 1))
    return tree


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _report(tree: object, root: str) -> AnnualReport:
    edition_id = tree.get("edition") if isinstance(tree, dict) else None
    if isinstance(edition_id, str) and edition_id not in editions():
        raise unreadable("json.unknown_edition", f"{root}.edition", edition_id)
    try:
        report = convert(tree, AnnualReport)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `")
        raise unreadable("json.type", path.rstrip("`").replace("$", root, 1) or root, what) from None
    except RecursionError:
        raise unreadable("json.type", root, "nesting") from None
    for address in report.tables:
        if not report.form.has(address):
            raise unreadable("json.unknown_cell", f"{root}.tables.{address}", address)
    return report


def _with_provenance(report: AnnualReport, root: str, doubts: Mapping[str, Any]) -> ReadReport:
    merged = report.merged_rows or tuple(_printed_merged(report))
    unread, inferred = (_addresses(doubts.get(name)) for name in ("unreadable", "inferred"))
    figures: dict[str, int | Decimal | None] = {}
    cells: dict[str, CellReading] = {}
    notes: list[Note] = []
    for cell in report.form.cells(frozenset(merged)):
        figure, reading, told = _cell(cell, report.tables, f"{root}.tables.{cell.address}")
        if cell.address in unread and reading.confidence is not Confidence.UNREADABLE:
            figure, told = None, note("cell.was_unreadable", cell.address)
            reading = msgspec.structs.replace(reading, confidence=Confidence.UNREADABLE)
        elif cell.address in inferred and reading.confidence is Confidence.READ:
            told = note("cell.was_inferred", cell.address)
            reading = msgspec.structs.replace(reading, confidence=Confidence.INFERRED)
        figures[cell.address], cells[cell.address] = figure, reading
        notes.extend([told] if told else [])
    if all(not reading.raw for reading in cells.values()):
        raise unreadable("form.empty", f"{root}.tables")
    whole = msgspec.structs.replace(report, tables=Figures(figures), merged_rows=merged)
    return ReadReport(whole, Reading("json", cells, tuple(notes)))


def _printed_merged(report: AnnualReport) -> Iterator[str]:
    """Rows given instead of those they stand for."""
    given = {address.rsplit(".", 1)[0] for address, value in report.tables.items() if value is not None}
    for table in report.form.tables:
        for row in (row for block in table.blocks for row in block.rows if row.stands_for):
            parts = {f"{table.key}.{key}" for key in row.stands_for}
            if f"{table.key}.{row.key}" in given and not parts & given:
                yield row.key


def _cell(cell: Cell, tables: Figures, at: str) -> tuple[int | Decimal | None, CellReading, Note | None]:
    if cell.address not in tables:
        return None, CellReading(at, "", Confidence.UNREADABLE), note("cell.absent", cell.address)
    figure = tables[cell.address]
    raw = "" if figure is None else f"{Decimal(figure):f}"
    value = values.parse(raw, cell.kind)
    told = note(value.note, cell.address, raw) if value.note else None
    return (figure if value.figure is not None else None), CellReading(at, raw, value.confidence), told


def _addresses(listed: object) -> frozenset[str]:
    """The cells a list of doubts names, given as addresses or as objects with `at`."""
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return frozenset()
    names = [entry.get("at") if isinstance(entry, Mapping) else entry for entry in listed]
    return frozenset(name for name in names if isinstance(name, str))
