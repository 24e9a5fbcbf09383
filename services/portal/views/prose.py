"""The prose of a report with the sentences marked that disagree with its figures, and the cells they speak of."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from services.portal.views.places import Place, figure, place
from shared.report.annual_report import AnnualReport, Section
from shared.report.claim import Claim, placed
from shared.report.place import section_of, sentence_name
from shared.report.verdict import Verdict

_MOST_CELLS = 4
"""A claim about more cells than these is quoted with the finding only: no single cell is meant."""


class Quotation(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of the prose, where it stands, and the cells it speaks of with their figures.

    `anchor` is the id of the sentence on the page, None where its words were not found in the text.
    """

    anchor: str | None
    place: Place
    text: str
    cells: tuple[tuple[Place, str], ...]


class Piece(msgspec.Struct, frozen=True):
    """A run of prose; `anchor` makes it a marked sentence, and `rules` are those that found fault with it."""

    text: str
    anchor: str | None = None
    rules: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """Where the words of a claim stand: the index of the section, and the run of its text."""

    section: int
    start: int
    end: int


def quotations(report: AnnualReport, verdicts: Iterable[Verdict]) -> dict[str, Quotation]:
    """What is quoted of the prose, by the place that breaches name."""
    named = {breach.at for verdict in verdicts for breach in verdict.breaches if sentence_name(breach.at) is not None}
    claims = {at: claim for at, claim in placed(report.claims) if at in named}
    found = located(report, claims.values())
    return {
        at: Quotation(
            anchor=sentence_anchor(claim.at) if claim.at in found else None,
            place=place(at, report),
            text=claim.text,
            cells=tuple((place(cell, report), figure(report.tables.get(cell))) for cell in _cells(claim, report)),
        )
        for at, claim in claims.items()
    }


def pieces(report: AnnualReport, verdicts: Iterable[Verdict]) -> dict[int, tuple[Piece, ...]]:
    """The text of each section that has a sentence to mark, cut into runs, by the index of the section."""
    rules: dict[str, list[str]] = {}
    for verdict in verdicts:
        for at in dict.fromkeys(breach.at.partition("#")[0] for breach in verdict.breaches):
            rules.setdefault(at, []).append(verdict.rule)
    wanted = [claim for claim in report.claims if claim.at in rules]
    by_section: dict[int, list[tuple[Found, str]]] = {}
    for at, found in located(report, wanted).items():
        by_section.setdefault(found.section, []).append((found, at))
    return {
        index: tuple(_cut(report.sections[index].text, sorted(marks, key=lambda mark: mark[0].start), rules))
        for index, marks in by_section.items()
    }


def located(report: AnnualReport, claims: Iterable[Claim]) -> dict[str, Found]:
    """Where each sentence with one of these claims stands; a sentence quoted in parts reaches from first to last.

    Claims come in reading order, so that of words printed twice the right ones are found.
    """
    found: dict[str, Found] = {}
    reached: dict[str, tuple[int, int]] = {}
    for claim in claims:
        part = section_of(claim.at)
        if part is None or not claim.text:
            continue
        here = _find(claim.text, _sections(report.sections, part), reached.get(part, (0, 0)))
        if here is None:
            continue
        reached[part] = (here.section, here.start)
        before = found.get(claim.at)
        if before is None:
            found[claim.at] = here
        elif before.section == here.section:
            found[claim.at] = Found(here.section, min(before.start, here.start), max(before.end, here.end))
    return found


def sentence_anchor(at: str) -> str:
    """The id of a sentence on the page."""
    return "".join(character if character.isalnum() else "-" for character in at).rstrip("-")


def _cells(claim: Claim, report: AnnualReport) -> tuple[str, ...]:
    cells = tuple(dict.fromkeys(cell for one in claim.about for cell in (*one.cells, *one.of)))
    return tuple(cell for cell in cells if report.form.has(cell)) if len(cells) <= _MOST_CELLS else ()


def _sections(sections: tuple[Section, ...], part: str) -> Iterator[tuple[int, str]]:
    for index, section in enumerate(sections):
        if part == (f"part.{section.number}" if section.number else f"section[{index + 1}]"):
            yield index, section.text


def _find(words: str, sections: Iterable[tuple[int, str]], after: tuple[int, int]) -> Found | None:
    for index, text in sections:
        if index < after[0]:
            continue
        start = text.find(words, after[1] if index == after[0] else 0)
        if start >= 0:
            return Found(index, start, start + len(words))
    return None


def _cut(text: str, marks: Iterable[tuple[Found, str]], rules: Mapping[str, list[str]]) -> Iterator[Piece]:
    reached = 0
    for found, at in marks:
        start = max(found.start, reached)
        if start >= found.end:
            continue
        if start > reached:
            yield Piece(text[reached:start])
        yield Piece(text[start : found.end], sentence_anchor(at), tuple(rules[at]))
        reached = found.end
    if reached < len(text):
        yield Piece(text[reached:])
