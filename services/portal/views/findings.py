"""What a report is told: findings with their places and evidence, what could not be judged, what the reader notes."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import msgspec

from services.portal.store.standing import Standing, headlines
from services.portal.views.equations import EquationLine, equation_of
from services.portal.views.places import Place, figure, place
from services.portal.views.prose import Quotation, quotations
from shared.report.annual_report import AnnualReport
from shared.report.codec import encode
from shared.report.reading import Reading
from shared.report.rectification import Item
from shared.report.text import Text
from shared.report.verdict import Breach, Severity, Verdict
from shared.report.waiver import Waiver, WaiverState, binding


class FindingPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One breach: where, and the evidence; `expected` and `actual` are empty for a blank.

    `equation` is the sum that does not tie out, `quotation` the sentence that disagrees with a cell, where there is
    one. `waiver` is the accepted explanation that covers it; `is_waived` says that there is one, known or not.
    """

    anchor: str
    place: Place
    expected: str
    actual: str
    message: Text
    equation: EquationLine | None = None
    quotation: Quotation | None = None
    is_waived: bool = False
    waiver: Waiver | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One failing rule with all its places; `points` are those it cost, none before grading.

    `gain` is what the total would gain if only this were repaired. `item` are the breaches that no accepted
    explanation covers, as an explanation or an order names them; None when all are covered. `explained` are the
    explanations asked for and not accepted, latest first.
    """

    anchor: str
    rule: str
    severity: Severity
    points: Decimal
    places: tuple[FindingPlace, ...]
    title: Text | None
    fix: Text | None
    basis: tuple[Text, ...] = ()
    gain: Decimal | None = None
    item: Item | None = None
    explained: tuple[Waiver, ...] = ()

    @property
    def item_json(self) -> str:
        """The item as forms carry it."""
        return encode(self.item).decode()

    @property
    def is_waived(self) -> bool:
        """Whether accepted explanations cover all of it."""
        return all(place.is_waived for place in self.places)


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that left places undecided because a figure was blank or not read with confidence."""

    anchor: str
    rule: str
    places: tuple[Place, ...]


class NoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A note of the reader."""

    anchor: str
    code: str
    place: Place
    text: Text


def findings(standing: Standing, waivers: Sequence[Waiver] = ()) -> tuple[Finding, ...]:
    """The failing rules, worst first; `waivers` are all of the agency about that year."""
    verdicts = {verdict.rule: verdict for verdict in standing.verdicts}
    report = standing.validated.report if standing.validated else None
    known = {one.id: one for one in (*(standing.validated.waivers if standing.validated else ()), *waivers)}
    gains = {gain.rule: gain.points for gain in standing.scorecard.gains} if standing.scorecard else {}
    quoted = quotations(report, standing.verdicts) if report else {}
    return tuple(
        Finding(
            anchor=finding_anchor(line.rule),
            rule=line.rule,
            severity=line.severity,
            points=line.points,
            places=tuple(_finding_places(verdicts[line.rule], report, quoted, known)),
            title=line.title,
            fix=verdicts[line.rule].fix,
            basis=verdicts[line.rule].basis,
            gain=gains.get(line.rule),
            item=_item(verdicts[line.rule]),
            explained=tuple(one for one in waivers if one.rule == line.rule and one.state in _NOT_ACCEPTED),
        )
        for line in headlines(standing.verdicts, standing.scorecard)
    )


def doubts(standing: Standing) -> tuple[Doubt, ...]:
    """Rules that left places undecided, in the order of the catalogue."""
    report = standing.validated.report if standing.validated else None
    return tuple(
        Doubt(
            anchor=doubt_anchor(verdict.rule),
            rule=verdict.rule,
            places=tuple(place(at, report) for at in verdict.undecided),
        )
        for verdict in standing.verdicts
        if verdict.undecided
    )


def notes(reading: Reading, report: AnnualReport) -> tuple[NoteLine, ...]:
    """What the reader wants known, in its order."""
    return tuple(
        NoteLine(anchor=note_anchor(number), code=note.code, place=place(note.at, report), text=note.text)
        for number, note in enumerate(reading.notes, 1)
    )


def doubt_anchor(rule: str) -> str:
    """The id of the line that says what a rule left undecided."""
    return f"undecided-{rule}"


def note_anchor(number: int) -> str:
    """The id of the reader's note of that number, counted from 1."""
    return f"note-{number}"


def finding_anchor(rule: str) -> str:
    """The id of the finding of a rule."""
    return f"finding-{rule}"


def _finding_places(
    verdict: Verdict,
    report: AnnualReport | None,
    quoted: Mapping[str, Quotation],
    known: Mapping[UUID, Waiver],
) -> Iterable[FindingPlace]:
    for number, breach in enumerate(verdict.breaches, 1):
        quotation = quoted.get(breach.at)
        there = place(breach.at, report)
        if quotation is not None and quotation.anchor is not None:
            there = Place(there.at, there.label, quotation.anchor)
        yield FindingPlace(
            anchor=f"{finding_anchor(verdict.rule)}-{number}",
            place=there,
            expected=figure(breach.expected),
            actual=figure(breach.actual),
            message=breach.message,
            equation=equation_of(breach, verdict.title, report) if report is not None else None,
            quotation=quotation,
            is_waived=breach.waived is not None,
            waiver=known.get(breach.waived) if breach.waived is not None else None,
        )


def _item(verdict: Verdict) -> Item | None:
    left: tuple[Breach, ...] = verdict.unwaived
    if not left:
        return None
    places = tuple(dict.fromkeys(breach.at for breach in left))
    return Item(verdict.rule, verdict.revision, places, binding(verdict.rule, verdict.revision, left))


_NOT_ACCEPTED = frozenset({WaiverState.REQUESTED, WaiverState.REFUSED})
