"""Two versions of a report side by side: cell by cell, sentence by sentence, finding by finding; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from services.portal.store.standing import Standing
from services.portal.views.places import Place, figure, place
from shared.report.annual_report import AnnualReport, Section
from shared.report.place import part_name
from shared.report.scorecard import Change
from shared.report.text import Text
from shared.report.verdict import Severity, Verdict

_END = re.compile(r"(?<=[。！？；!?\n])")
_MOST_SENTENCES = 1500
_LONGEST_PAIR = 400
"""Longer sentences are shown whole, not letter by letter."""
_ALIKE = 0.5


class Fate(StrEnum):
    """What has become of a finding."""

    RESOLVED = "resolved"
    CARRIED = "carried"
    NEW = "new"


class CellChange(msgspec.Struct, frozen=True):
    """A cell that holds another figure; empty is a blank."""

    place: Place
    before: str
    after: str


Run = tuple[str, bool]
"""Some letters, and whether they changed."""


class SentenceChange(msgspec.Struct, frozen=True):
    """A sentence that was taken out, put in, or (both sides filled) worded otherwise."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]


class PartChange(msgspec.Struct, frozen=True):
    """What changed in the prose of one part, and how many of its sentences did not."""

    name: Text
    sentences: tuple[SentenceChange, ...]
    same: int


class FindingChange(msgspec.Struct, frozen=True):
    """What has become of one rule's breaches, at which places."""

    rule: str
    title: Text | None
    severity: Severity
    places: tuple[tuple[Fate, tuple[Place, ...]], ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs between an older and a newer version.

    `split` tells what moved the total since last year, when the older one is last year's. Totals are None before
    grading.
    """

    cells: tuple[CellChange, ...]
    same_cells: int
    parts: tuple[PartChange, ...]
    findings: tuple[FindingChange, ...]
    counts: dict[Fate, int]
    before_total: Decimal | None
    after_total: Decimal | None
    dimensions: tuple[tuple[str, Decimal, Decimal], ...]
    split: Change | None


def changes(before: Standing, after: Standing) -> Changes | None:
    """What differs; None while one of them has not been judged."""
    if before.validated is None or after.validated is None:
        return None
    old, new = before.validated.report, after.validated.report
    cells = tuple(_cells(old, new))
    findings = tuple(_findings(before.verdicts, after.verdicts, old, new))
    cards = before.scorecard, after.scorecard
    split = cards[1].change if cards[1] else None
    return Changes(
        cells=cells,
        same_cells=len({*_addresses(old), *_addresses(new)}) - len(cells),
        parts=tuple(_parts(old.sections, new.sections)),
        findings=findings,
        counts={fate: sum(_count(one, fate) for one in findings) for fate in Fate},
        before_total=cards[0].total if cards[0] else None,
        after_total=cards[1].total if cards[1] else None,
        dimensions=tuple(
            (here.key, there.points, here.points)
            for here in (cards[1].dimensions if cards[1] else ())
            for there in (cards[0].dimensions if cards[0] else ())
            if there.key == here.key and there.points != here.points
        ),
        split=split if split is not None and split.prior == before.submission.id else None,
    )


def _addresses(report: AnnualReport) -> list[str]:
    return [cell.address for cell in report.cells()]


def _cells(old: AnnualReport, new: AnnualReport) -> Iterator[CellChange]:
    for address in dict.fromkeys((*_addresses(new), *_addresses(old))):
        before, after = old.tables.get(address), new.tables.get(address)
        if before != after:
            yield CellChange(place(address, new if new.form.has(address) else old), figure(before), figure(after))


def _parts(old: Sequence[Section], new: Sequence[Section]) -> Iterator[PartChange]:
    there, here = _prose(old), _prose(new)
    for key in dict.fromkeys((*here, *there)):
        pairs = list(_sentences(there.get(key, []), here.get(key, [])))
        changed = tuple(pair for pair in pairs if pair is not None)
        if changed:
            name = part_name(key) if isinstance(key, int) else Text(key, key)
            yield PartChange(name, changed, len(pairs) - len(changed))


def _prose(sections: Iterable[Section]) -> dict[int | str, list[str]]:
    found: dict[int | str, list[str]] = {}
    for section in sections:
        key = section.number if section.number is not None else section.title
        told = (sentence.strip() for sentence in _END.split(section.text))
        found.setdefault(key, []).extend(sentence for sentence in told if sentence)
    return {key: told[:_MOST_SENTENCES] for key, told in found.items()}


def _sentences(old: list[str], new: list[str]) -> Iterator[SentenceChange | None]:
    """Each sentence that differs; None for each that does not."""
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from [None] * (j - i)
            continue
        gone, come = old[i:j], new[k:m]
        for before, after in zip(gone, come, strict=False):
            yield from _reworded(before, after)
        yield from (SentenceChange(((one, True),), ()) for one in gone[len(come) :])
        yield from (SentenceChange((), ((one, True),)) for one in come[len(gone) :])


def _reworded(before: str, after: str) -> Iterator[SentenceChange]:
    """A sentence worded otherwise, letter by letter where it is the same sentence still."""
    letters = SequenceMatcher(None, before, after, autojunk=False)
    if max(len(before), len(after)) > _LONGEST_PAIR or letters.ratio() < _ALIKE:
        yield SentenceChange(((before, True),), ())
        yield SentenceChange((), ((after, True),))
        return
    codes = letters.get_opcodes()
    yield SentenceChange(
        tuple((before[i:j], kind != "equal") for kind, i, j, _, _ in codes if j > i),
        tuple((after[k:m], kind != "equal") for kind, _, _, k, m in codes if m > k),
    )


def _findings(
    old: Iterable[Verdict], new: Iterable[Verdict], before: AnnualReport, after: AnnualReport
) -> Iterator[FindingChange]:
    there = {verdict.rule: verdict for verdict in old if verdict.breaches}
    here = {verdict.rule: verdict for verdict in new if verdict.breaches}
    severities = list(Severity)
    rules = sorted({*there, *here}, key=lambda rule: (severities.index((here.get(rule) or there[rule]).severity), rule))
    for rule in rules:
        was = {breach.at: None for breach in there[rule].breaches} if rule in there else {}
        now = {breach.at: None for breach in here[rule].breaches} if rule in here else {}
        fates = (
            (Fate.NEW, tuple(place(at, after) for at in now if at not in was)),
            (Fate.CARRIED, tuple(place(at, after) for at in now if at in was)),
            (Fate.RESOLVED, tuple(place(at, before) for at in was if at not in now)),
        )
        told = here.get(rule) or there[rule]
        yield FindingChange(rule, told.title, told.severity, tuple((fate, places) for fate, places in fates if places))


def _count(change: FindingChange, wanted: Fate) -> int:
    return sum(len(places) for fate, places in change.places if fate is wanted)
