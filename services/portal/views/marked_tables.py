"""The statutory tables of one report: every box of the form with its figure, and what is said about that figure."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from services.portal.views.findings import Finding, doubt_anchor, note_anchor
from services.portal.views.places import cell_anchor, figure
from shared.layout.form_tables import Box, FormTable, form_tables
from shared.report.annual_report import AnnualReport
from shared.report.reading import Reading
from shared.report.text import Text
from shared.report.verdict import Severity, Verdict


class MarkKind(StrEnum):
    """How a cell is marked, gravest first; every kind has a sign of its own beside its colour."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    UNREADABLE = "unreadable"
    INFERRED = "inferred"
    UNDECIDED = "undecided"

    @property
    def sign(self) -> str:
        """The sign, legible without colour and in print."""
        return _SIGNS[self]


_SIGNS = {
    MarkKind.ERROR: "✕",
    MarkKind.WARNING: "!",
    MarkKind.NOTICE: "i",
    MarkKind.UNREADABLE: "⊘",
    MarkKind.INFERRED: "≈",
    MarkKind.UNDECIDED: "?",
}


class Mark(msgspec.Struct, frozen=True):
    """One thing said about a cell: its kind, the rule and sentence if there are such, and where to read on."""

    kind: MarkKind
    rule: str | None
    text: Text | None
    target: str | None


class CellView(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of the form as this report fills it; `value` is empty for a blank; the gravest mark comes first."""

    address: str
    anchor: str
    label: Text
    value: str
    raw: str
    marks: tuple[Mark, ...]

    @property
    def mark(self) -> Mark | None:
        """The mark to draw; the others are read out with it."""
        return self.marks[0] if self.marks else None


class MarkedTable(msgspec.Struct, frozen=True):
    """A table of the form, the cells that fill it by address, and how many of them carry each kind of mark."""

    form: FormTable
    cells: dict[str, CellView]
    marked: dict[MarkKind, int]

    def cell(self, box: Box) -> CellView:
        """The cell that stands in a box of the grid."""
        return self.cells[box.address or ""]


def marked_tables(
    report: AnnualReport, reading: Reading, verdicts: Iterable[Verdict], told: Iterable[Finding]
) -> tuple[MarkedTable, ...]:
    """Every table of the report's own edition, with its figures and marks."""
    marks = _marks(reading, verdicts, told)
    cells = {
        cell.address: CellView(
            address=cell.address,
            anchor=cell_anchor(cell.address),
            label=cell.label,
            value=figure(report.tables.get(cell.address)),
            raw=reading.cells[cell.address].raw if cell.address in reading.cells else "",
            marks=tuple(marks.get(cell.address, ())),
        )
        for cell in report.cells()
    }
    return tuple(_marked(form, cells) for form in form_tables(report.form, report.merged_rows))


def _marked(form: FormTable, cells: dict[str, CellView]) -> MarkedTable:
    here = {address: cell for address, cell in cells.items() if address.startswith(f"{form.key}.")}
    drawn = Counter(cell.mark.kind for cell in here.values() if cell.mark)
    return MarkedTable(form, here, {kind: drawn[kind] for kind in MarkKind if drawn[kind]})


def _marks(reading: Reading, verdicts: Iterable[Verdict], told: Iterable[Finding]) -> dict[str, list[Mark]]:
    """Marks by address, gravest first: findings come in that order, and doubts weigh less than any of them."""
    found: dict[str, list[Mark]] = {}
    for finding in told:
        for breach in finding.places:
            mark = Mark(_KIND_OF[finding.severity], finding.rule, breach.message, breach.anchor)
            found.setdefault(breach.place.at, []).append(mark)
    notes: dict[str, list[tuple[int, Text]]] = {}
    for number, note in enumerate(reading.notes, 1):
        notes.setdefault(note.at, []).append((number, note.text))
    for address, cell in reading.cells.items():
        if not cell.confidence.is_sound:
            kind = MarkKind(cell.confidence.value)
            said = [Mark(kind, None, text, note_anchor(number)) for number, text in notes.get(address, ())]
            found.setdefault(address, []).extend(said or [Mark(kind, None, None, None)])
    for verdict in verdicts:
        for at in verdict.undecided:
            mark = Mark(MarkKind.UNDECIDED, verdict.rule, None, doubt_anchor(verdict.rule))
            found.setdefault(at, []).append(mark)
    return found


_KIND_OF = {
    Severity.ERROR: MarkKind.ERROR,
    Severity.WARNING: MarkKind.WARNING,
    Severity.NOTICE: MarkKind.NOTICE,
}
