"""What the agency says is printed in cells that were not read with confidence; what was read soundly stays; pure."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from services.ingest.notes import note
from services.ingest.read_report import ReadReport
from shared.report.annual_report import AnnualReport
from shared.report.reading import CellReading, Confidence, Note, Reading
from shared.report.stated import is_possible
from shared.report.submission import Correction


def corrected(read: ReadReport, corrections: Sequence[Correction]) -> ReadReport:
    """The report with every doubtful cell as the agency states it, each noted, those refused as well.

    A cell that was read soundly never changes, nor does one that the report does not have or a value that its kind of
    cell cannot hold. Of two corrections of a cell the later one counts.
    """
    report, reading = read.report, read.reading
    figures: dict[str, int | Decimal | None] = {}
    cells: dict[str, CellReading] = {}
    notes: list[Note] = []
    for stated in {one.at: one for one in corrections}.values():
        standing = reading.cells.get(stated.at)
        if standing is None or not _is_taken(report, standing, stated):
            notes.append(note("correction.refused", stated.at, standing.raw if standing else "", _words(stated.value)))
            continue
        figures[stated.at] = _tidy(stated.value)
        cells[stated.at] = replace(standing, confidence=Confidence.CONFIRMED)
        code = "cell.confirmed" if standing.raw else "cell.confirmed_unprinted"
        notes.append(note(code, stated.at, standing.raw, _words(stated.value)))
    return ReadReport(
        replace(report, tables=report.tables.replace(figures)),
        _with(reading, cells, notes),
    )


def _is_taken(report: AnnualReport, standing: CellReading, stated: Correction) -> bool:
    form = report.form
    return (
        not standing.confidence.is_sound
        and form.has(stated.at)
        and is_possible(form.cell(stated.at).kind, stated.value)
    )


def _with(reading: Reading, cells: dict[str, CellReading], notes: list[Note]) -> Reading:
    return replace(reading, cells=reading.cells | cells, notes=(*reading.notes, *notes))


def _tidy(value: int | Decimal | None) -> int | Decimal | None:
    return int(value) if value is not None and value == int(value) else value


def _words(value: int | Decimal | None) -> str:
    return "空白 (blank)" if value is None else f"{Decimal(value):f}"
