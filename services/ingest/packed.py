"""Which file of a package is the report: the one that reads as a report, most readable first."""

from collections.abc import Iterable
from typing import Protocol

import msgspec

from services.ingest.notes import note
from services.ingest.package import Member, Package
from services.ingest.read_report import ReadReport
from services.ingest.reasons import RecogniserNeededError, UnreadableFileError, unreadable
from shared.report.reading import Confidence
from shared.report.rejection import Reason

MAX_RECOGNISED = 3
"""Pictures of writing that are looked at when no other file of the package is a report."""
_MOST_TOLD = 10


class ReadMember(Protocol):
    """How a member is read."""

    def __call__(self, data: bytes, *, recognise: bool) -> ReadReport: ...


class _Search:
    """The members read so far."""

    def __init__(self, read: ReadMember) -> None:
        self._read = read
        self.reports: list[tuple[Member, ReadReport]] = []
        self.refusals: list[tuple[Member, UnreadableFileError]] = []

    def look(self, members: Iterable[Member], *, recognise: bool) -> list[Member]:
        """Read each; those that need a recogniser and may not have it are given back."""
        pictures: list[Member] = []
        for member in members:
            try:
                self.reports.append((member, self._read(member.data, recognise=recognise)))
            except UnreadableFileError as refused:
                self.refusals.append((member, refused))
            except RecogniserNeededError:
                pictures.append(member)
        return pictures


def the_report(package: Package, read: ReadMember, *, recognise: bool) -> ReadReport:
    """The report of a package. The same report may be there twice, as a document and as a PDF of it.

    Raises:
        UnreadableFileError: no member is a report, or several are that differ in what they say.
        RecogniserNeededError: the report can only be one of the pictures, and `recognise` is False.
    """
    search = _Search(read)
    pictures = search.look(package.members, recognise=False)
    if pictures and not search.reports:
        if not recognise:
            raise RecogniserNeededError
        search.look(pictures[:MAX_RECOGNISED], recognise=True)
    if not search.reports:
        raise _no_report(search.refusals)
    search.reports.sort(key=lambda found: _figures_read(found[1]), reverse=True)
    (chosen, result), *others = search.reports
    different = [member.name for member, other in others if _differs(result, other)]
    if different:
        raise unreadable("archive.several_reports", what="、".join([chosen.name, *different][:_MOST_TOLD]))
    attached = [member.name for member in package.members if member is not chosen][:_MOST_TOLD]
    notes = (
        *result.reading.notes,
        *package.notes,
        note("archive.report", "file", chosen.name),
        *(note("archive.attachment", "file", name) for name in attached),
    )
    return msgspec.structs.replace(result, reading=msgspec.structs.replace(result.reading, notes=notes))


def _no_report(refusals: list[tuple[Member, UnreadableFileError]]) -> UnreadableFileError:
    """The reasons of a lone member; of several, that there is none, and why for each."""
    reasons = [
        Reason(reason.code, f"{member.name}: {reason.at}", reason.message)
        for member, refused in refusals[:_MOST_TOLD]
        for reason in refused.reasons
    ]
    if len(refusals) == 1:
        return UnreadableFileError(*reasons)
    return UnreadableFileError(*unreadable("archive.no_report", what=len(refusals)).reasons, *reasons)


def _figures_read(found: ReadReport) -> tuple[int, int]:
    confidences = [cell.confidence for cell in found.reading.cells.values()]
    sure = confidences.count(Confidence.READ)
    return sure + confidences.count(Confidence.INFERRED), sure


def _differs(one: ReadReport, other: ReadReport) -> bool:
    """Whether both say something surely and not the same: another year, another figure."""
    if one.report.year and other.report.year and one.report.year != other.report.year:
        return True
    return any(
        one.report.tables[address] != other.report.tables[address]
        for address in one.report.tables.keys() & other.report.tables.keys()
        if one.reading.confidence(address) is other.reading.confidence(address) is Confidence.READ
    )
