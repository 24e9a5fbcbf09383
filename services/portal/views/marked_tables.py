"""The statutory tables of one report: every box of the form with its figure, and what is said about that figure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from services.portal.views.findings import Finding, FindingPlace, doubt_anchor, note_anchor
from services.portal.views.places import cell_anchor, figure
from services.portal.views.prose import Quotation
from shared.layout.form_tables import Box, FormTable, form_tables
from shared.report.annual_report import AnnualReport
from shared.report.reading import Confidence, Reading
from shared.report.text import Text
from shared.report.verdict import Severity, Verdict


class MarkKind(StrEnum):
    """How a cell is marked, gravest first; every kind has a sign of its own beside its colour."""

    ERROR = "error"
    WARNING = "warning"
    TOLD = "told"
    """The prose says otherwise."""
    WAIVED = "waived"
    NOTICE = "notice"
    UNREADABLE = "unreadable"
    INFERRED = "inferred"
    UNDECIDED = "undecided"
    CONFIRMED = "confirmed"

    @property
    def sign(self) -> str:
        """The sign, legible without colour and in print."""
        return _SIGNS[self]


_SIGNS = {
    MarkKind.ERROR: "✕",
    MarkKind.WARNING: "!",
    MarkKind.TOLD: "文",
    MarkKind.WAIVED: "说",
    MarkKind.NOTICE: "i",
    MarkKind.UNREADABLE: "⊘",
    MarkKind.INFERRED: "≈",
    MarkKind.UNDECIDED: "?",
    MarkKind.CONFIRMED: "✓",
}


class Mark(msgspec.Struct, frozen=True):
    """One thing said about a cell: its kind, the rule and sentence if there are such, and where to read on."""

    kind: MarkKind
    rule: str | None
    text: Text | None
    target: str | None


class CellView(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of the form as this report fills it; `value` is empty for a blank; the gravest mark comes first.

    `proposed` is the figure to check it against, empty where there is none.
    """

    address: str
    anchor: str
    label: Text
    value: str
    raw: str
    marks: tuple[Mark, ...]
    proposed: str = ""

    @property
    def mark(self) -> Mark | None:
        """The mark to draw; the others are read out with it."""
        return self.marks[0] if self.marks else None


class Beside(msgspec.Struct, frozen=True):
    """A sentence of the prose that disagrees with cells of a table, to stand beside it."""

    rule: str
    breach: FindingPlace
    quotation: Quotation


class MarkedTable(msgspec.Struct, frozen=True):
    """A table of the form: its cells by address, how many carry each kind of mark, and the prose that disagrees."""

    form: FormTable
    cells: dict[str, CellView]
    marked: dict[MarkKind, int]
    beside: tuple[Beside, ...] = ()

    def cell(self, box: Box) -> CellView:
        """The cell that stands in a box of the grid."""
        return self.cells[box.address or ""]


def marked_tables(
    report: AnnualReport,
    reading: Reading,
    verdicts: Iterable[Verdict],
    told: Sequence[Finding],
    proposed: Mapping[str, str],
) -> tuple[MarkedTable, ...]:
    """Every table of the report's own edition, with its figures and marks; `proposed` are figures to check against."""
    marks = _marks(reading, verdicts, told)
    cells = {
        cell.address: CellView(
            address=cell.address,
            anchor=cell_anchor(cell.address),
            label=cell.label,
            value=figure(report.tables.get(cell.address)),
            raw=reading.cells[cell.address].raw if cell.address in reading.cells else "",
            marks=tuple(sorted(marks.get(cell.address, ()), key=lambda mark: _ORDER[mark.kind])),
            proposed=proposed.get(cell.address, ""),
        )
        for cell in report.cells()
    }
    return tuple(_marked(form, cells, told) for form in form_tables(report.form, report.merged_rows))


def _marked(form: FormTable, cells: dict[str, CellView], told: Iterable[Finding]) -> MarkedTable:
    here = {address: cell for address, cell in cells.items() if address.startswith(f"{form.key}.")}
    drawn = Counter(cell.mark.kind for cell in here.values() if cell.mark)
    return MarkedTable(form, here, {kind: drawn[kind] for kind in MarkKind if drawn[kind]}, tuple(_beside(here, told)))


def _beside(cells: Mapping[str, CellView], told: Iterable[Finding]) -> Iterator[Beside]:
    for finding in told:
        for breach in finding.places:
            quotation = breach.quotation
            if quotation is not None and any(cell.at in cells for cell, _ in quotation.cells):
                yield Beside(finding.rule, breach, quotation)


def _marks(reading: Reading, verdicts: Iterable[Verdict], told: Iterable[Finding]) -> dict[str, list[Mark]]:
    """Marks by address: what rules found there, what the prose says otherwise, how it was read, what is undecided."""
    found: dict[str, list[Mark]] = {}
    for finding in told:
        for breach in finding.places:
            kind = MarkKind.WAIVED if breach.is_waived else _KIND_OF[finding.severity]
            found.setdefault(breach.place.at, []).append(Mark(kind, finding.rule, breach.message, breach.anchor))
            if breach.quotation is not None and not breach.is_waived:
                for cell, _ in breach.quotation.cells:
                    mark = Mark(MarkKind.TOLD, finding.rule, breach.message, breach.quotation.anchor or breach.anchor)
                    found.setdefault(cell.at, []).append(mark)
    notes: dict[str, list[tuple[int, Text]]] = {}
    for number, note in enumerate(reading.notes, 1):
        notes.setdefault(note.at, []).append((number, note.text))
    for address, how in reading.cells.items():
        if how.confidence is not Confidence.READ:
            kind = MarkKind(how.confidence.value)
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
_ORDER = {kind: number for number, kind in enumerate(MarkKind)}
