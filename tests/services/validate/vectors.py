"""What a rule's vectors look like: a report of the corpus, what is changed in it, and what the rule must say."""

import fnmatch
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from services.ingest.claims.extract import claims
from services.validate.filing import EarlierVersion, Filing, Peer, Predecessor, PriorReport
from shared.report.agency import Agency, AgencyClass, LocalDeadline
from shared.report.annual_report import AnnualReport, Period, Section
from shared.report.claim import Claim
from shared.report.reading import Note, Reading
from shared.report.text import Text
from shared.report.verdict import Outcome, Severity
from tests.corpus import shelf

FOLDER = Path(__file__).with_name("rules")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one top-level part is printed otherwise; a part the report lacks (or `number` none) is added at the end.

    With `again`, the part is printed a second time.
    """

    number: int | None = None
    title: str | None = None
    text: str | None = None
    again: bool = False


class Prior(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Last year's report, and what is changed in it."""

    report: str
    set: dict[str, int] = {}
    blank: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def filed(self) -> PriorReport:
        report = changed(shelf.report(self.report), self.set, self.blank)
        report = msgspec.structs.replace(report, sections=reworded(report.sections, self.parts))
        return PriorReport(report, shelf.reading(report, unreadable=self.unreadable))


class Before(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency that this one continues, and its report of last year, if there is one."""

    name: str
    prior: Prior | None = None
    divided: bool = False

    def filed(self) -> Predecessor:
        return Predecessor(self.name, self.prior.filed() if self.prior else None, divided=self.divided)


class Neighbour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another agency and its report of this year."""

    name: str
    report: str
    parts: tuple[Part, ...] = ()

    def filed(self) -> Peer:
        report = shelf.report(self.report)
        return Peer(self.name, msgspec.structs.replace(report, sections=reworded(report.sections, self.parts)))


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One vector. `year` and the days are those of the filing; `says` are fragments of the first breach's message.

    `raw` is what stands printed in cells that hold no number (they become unreadable, noted `cell.not_a_number`);
    `printed` is what stands in cells whose number is read all the same; `labelled` the labels of rows, noted
    `row.label_variant`. `prose` is all that part one says, and its claims are read as ingest reads them. `notes` are
    further notes of the reader, as code and place; `format` is that of the file.
    """

    name: str
    report: str
    set: dict[str, int | float] = {}
    blank: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    without_parts: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    title: str | None = None
    agency_name: str | None = None
    publisher: str | None = None
    claims: tuple[Claim, ...] = ()
    prose: str | None = None
    preamble: str | None = None
    format: str = "json"
    raw: dict[str, str] = {}
    printed: dict[str, str] = {}
    labelled: dict[str, str] = {}
    notes: tuple[tuple[str, str], ...] = ()
    reported_year: int | None = None
    unsure_of: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    printed_on: date | None = None
    year: int | None = None
    agency_class: AgencyClass | None = None
    register_name: str = "东海省某机关"
    local_deadline: LocalDeadline | None = None
    received_on: date | None = None
    published_on: date | None = None
    prior: Prior | None = None
    predecessors: tuple[Before, ...] = ()
    earlier: Prior | None = None
    peers: tuple[Neighbour, ...] | None = None

    outcome: Outcome
    applied: int
    at: tuple[str, ...] = ()
    undecided: tuple[str, ...] | None = None
    severity: Severity | None = None
    says: tuple[str, ...] = ()

    def filing(self) -> Filing:
        report = changed(shelf.report(self.report), self.set, self.blank)
        report = msgspec.structs.replace(
            report,
            agency=self.agency_name or report.agency,
            title=self.title or report.title,
            publisher=self.publisher or report.publisher,
            claims=self.claims or report.claims,
            preamble=report.preamble if self.preamble is None else self.preamble,
            sections=reworded(
                [section for section in report.sections if section.number not in self.without_parts], self.parts
            ),
            year=self.reported_year or report.year,
            period=Period(*self.period) if self.period else report.period,
            published_on=self.printed_on or report.published_on,
        )
        report = told(report, self.prose)
        report = msgspec.structs.replace(report, **dict.fromkeys(self.unsure_of))
        report = changed(report, {}, self.raw)
        return Filing(
            report,
            self._reading(report),
            agency=self._agency(),
            year=self.year,
            received_on=self.received_on,
            published_on=self.published_on,
            prior=self.prior.filed() if self.prior else None,
            predecessors=tuple(one.filed() for one in self.predecessors),
            earlier=self._earlier(),
            peers=None if self.peers is None else tuple(one.filed() for one in self.peers),
        )

    def _earlier(self) -> EarlierVersion | None:
        before = self.earlier.filed() if self.earlier else None
        return EarlierVersion(before.report, before.reading) if before else None

    def _reading(self, report: AnnualReport) -> Reading:
        reading = shelf.reading(
            report,
            unreadable=matching(report, self.unreadable) | self.raw.keys(),
            inferred=matching(report, self.inferred),
            missing=matching(report, self.missing),
        )
        cells = reading.cells | {
            at: msgspec.structs.replace(reading.cells[at], raw=raw) for at, raw in (self.raw | self.printed).items()
        }
        seen = (*(("cell.not_a_number", at) for at in self.raw), *self.notes)
        notes = tuple(Note(code, at, Text(code, code)) for code, at in seen)
        labels = (Note("row.label_variant", at, Text(f"行标题“{label}”", label)) for at, label in self.labelled.items())
        return msgspec.structs.replace(reading, format=self.format, cells=cells, notes=(*notes, *labels))

    def _agency(self) -> Agency | None:
        if self.agency_class is None:
            return None
        return Agency("dh-001", self.register_name, self.agency_class, "临江市", local_deadline=self.local_deadline)


class Vectors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cases of one rule."""

    case: tuple[Case, ...]


def changed(report: AnnualReport, numbers: Mapping[str, int | float], blank: Iterable[str]) -> AnnualReport:
    """The report with some cells changed; a cell the form does not know is a slip of the vector's author."""
    values: dict[str, int | Decimal | None] = {
        at: Decimal(repr(number)) if isinstance(number, float) else number for at, number in numbers.items()
    }
    values |= dict.fromkeys(blank)
    assert not values.keys() - report.tables.keys()
    return msgspec.structs.replace(report, tables=report.tables.replace(values))


def told(report: AnnualReport, prose: str | None) -> AnnualReport:
    """The report with other words in part one, and with the claims that they make."""
    if prose is None:
        return report
    sections = reworded(report.sections, (Part(number=1, text=prose),))
    said = claims(sections, report.form, report.year, frozenset(report.merged_rows), report.agency)
    return msgspec.structs.replace(report, sections=sections, claims=said)


def reworded(sections: Iterable[Section], parts: Iterable[Part]) -> tuple[Section, ...]:
    """The sections with some parts printed otherwise or added."""
    found = list(sections)
    for part in parts:
        place = next((index for index, one in enumerate(found) if one.number == part.number), None)
        if place is None or part.number is None or part.again:
            found.append(Section(part.number, part.title or "补充", part.text or "", f"section[{len(found) + 1}]"))
        else:
            old = found[place]
            text = old.text if part.text is None else part.text
            found[place] = msgspec.structs.replace(old, title=part.title or old.title, text=text)
    return tuple(found)


def matching(report: AnnualReport, patterns: Iterable[str]) -> set[str]:
    """The cells that the addresses name; `requests.received.*` names a row, `reviews.*` a table."""
    found = {pattern: fnmatch.filter(report.tables, pattern) for pattern in patterns}
    assert all(found.values()), found
    return set().union(*found.values())


def vectors(stem: str, family: str) -> tuple[Case, ...]:
    """The cases of the rule file of that stem."""
    return msgspec.toml.decode((FOLDER / family / f"{stem}.toml").read_bytes(), type=Vectors).case
