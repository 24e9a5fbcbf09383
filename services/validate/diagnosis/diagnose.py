"""From a report whose sums do not tie out to diagnoses: one for each fault, the likeliest explanation first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

import msgspec

from services.validate.diagnosis.evidence import Statement, statements, weight
from services.validate.diagnosis.forgotten import forgotten_totals
from services.validate.diagnosis.identities import Identities, Residuals, identities
from services.validate.diagnosis.likelihood import Surroundings, compound, single
from services.validate.diagnosis.moves import Move, compound_moves
from services.validate.diagnosis.programme import fewest_edits
from services.validate.diagnosis.repairs import repaired
from services.validate.diagnosis.search import TooManyStepsError, smallest
from services.validate.diagnosis.sheet import Sheet, sheets
from services.validate.diagnosis.telling import sentence
from services.validate.filing import Filing
from shared.report.diagnosis import Diagnosis, Edit, Explanation, Slip
from shared.report.verdict import Verdict

MOST_ALTERNATIVES = 12
_UNSURE = 0.98
"""No explanation by arithmetic alone is certain: several slips may look like one."""
_PROGRAMME_CONFIDENCE = 0.5
"""One of the smallest explanations, not compared with others."""


def diagnose(filing: Filing, verdicts: Sequence[Verdict]) -> tuple[Diagnosis, ...]:
    """Explain the failing sums of a report that has been judged.

    Printed figures are only proposed to be changed; cells that were not read with confidence take no part.
    """
    system = identities(filing)
    found = (*(_Doctor(filing, system).diagnoses() if system.residuals else ()), *forgotten_totals(filing))
    return tuple(msgspec.structs.replace(one, repairs=repaired(filing, verdicts, one.edits)) for one in found)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """An explanation with how likely it is."""

    changes: Mapping[str, int]
    kind: Slip
    score: float


class _Doctor:
    def __init__(self, filing: Filing, system: Identities) -> None:
        self._filing = filing
        self._system = system
        self._told: tuple[Statement, ...] = statements(filing)
        drawn = sheets(filing)
        self._compounds = [move for sheet in drawn for move in compound_moves(sheet, system.figures)]
        self._compounds = [move for move in self._compounds if all(cell in system.parts for cell, _ in move.changes)]
        self._around = _surroundings(filing, system, drawn, self._compounds)

    def diagnoses(self) -> Iterable[Diagnosis]:
        for residuals in self._connected(self._system.residuals):
            yield from self._explain(residuals)

    def _explain(self, residuals: Residuals) -> Iterable[Diagnosis]:
        try:
            found = smallest(self._system, residuals, self._compounds)
        except TooManyStepsError:
            found = []
        if not found:
            edits = fewest_edits(self._system, residuals)
            if edits:
                yield self._told_by_programme(residuals, edits)
            return
        for numbers in _separate(self._system, residuals, found):
            parts = {
                frozenset(part): part
                for moves in found
                if (part := tuple(move for move in moves if _within(self._system, move, numbers)))
            }
            yield self._told_by_search({number: residuals.get(number, 0) for number in numbers}, list(parts.values()))

    def _told_by_search(self, residuals: Residuals, found: Sequence[tuple[Move, ...]]) -> Diagnosis:
        weighed = sorted((self._weigh(moves) for moves in found), key=lambda one: (-one.score, sorted(one.changes)))
        best = weighed[0]
        likelihoods = [exp(one.score - best.score) for one in weighed]
        return self._diagnosis(residuals, best, weighed[1:], _UNSURE / sum(likelihoods))

    def _told_by_programme(self, residuals: Residuals, edits: tuple[Move, ...]) -> Diagnosis:
        return self._diagnosis(residuals, self._weigh(edits), (), _PROGRAMME_CONFIDENCE / len(edits))

    def _weigh(self, moves: Sequence[Move]) -> _Weighed:
        changes: dict[str, int] = {}
        kinds: list[Slip] = []
        score = 0.0
        for move in moves:
            for cell, change in move.changes:
                changes[cell] = changes.get(cell, 0) + change
            if move.kind is Slip.MISTYPED:
                ((cell, change),) = move.changes
                printed = self._system.figures[cell]
                kind, chance = single(cell, printed, printed + change, self._around)
            else:
                kind, chance = move.kind, compound(move, self._around)
            kinds.append(kind)
            score += chance
        score += weight(self._told, self._system.figures, changes)
        return _Weighed(changes, kinds[0] if len(kinds) == 1 else Slip.SEVERAL, score)

    def _diagnosis(
        self, residuals: Residuals, best: _Weighed, others: Sequence[_Weighed], confidence: float
    ) -> Diagnosis:
        edits = self._edits(best)
        numbers = sorted(number for number, value in residuals.items() if value)
        sums = [self._sides(number) for number in numbers]
        return Diagnosis(
            edits=edits,
            kind=best.kind,
            repairs=(),
            confidence=round(confidence, 3),
            equally_small=1 + len(others),
            alternatives=tuple(Explanation(self._edits(one), one.kind) for one in others[:MOST_ALTERNATIVES]),
            message=sentence(edits, best.kind, sums, len(others), self._filing.report.form),
        )

    def _edits(self, explanation: _Weighed) -> tuple[Edit, ...]:
        figures = self._system.figures
        return tuple(
            Edit(cell, figures[cell], figures[cell] + change)
            for cell, change in sorted(explanation.changes.items())
            if change
        )

    def _sides(self, number: int) -> tuple[list[int], list[int]]:
        equation, figures = self._system.equations[number], self._system.figures
        return [figures[cell] for cell in equation.left], [figures[cell] for cell in equation.right]

    def _connected(self, residuals: Residuals) -> list[Residuals]:
        """Failing sums by table part: those that share no cell with others, even through sums that tie out."""
        names = {number: self._part_of(number) for number in residuals}
        return [
            {number: residuals[number] for number in residuals if names[number] == name}
            for name in sorted(set(names.values()))
        ]

    def _part_of(self, number: int) -> str:
        """表三 hangs together as a whole; the routes of 表四 share nothing."""
        line = self._system.lines[number]
        return line if line.startswith("reviews.") else line.split(".")[0]


def _within(system: Identities, move: Move, numbers: frozenset[int]) -> bool:
    return any(number in numbers for cell, _ in move.changes for number, _ in system.parts[cell])


def _separate(system: Identities, residuals: Residuals, found: Sequence[tuple[Move, ...]]) -> list[frozenset[int]]:
    """Failing sums that no explanation connects are faults of their own."""
    groups: list[set[int]] = [{number} for number in residuals]
    for move in {move for moves in found for move in moves}:
        touched = {number for cell, _ in move.changes for number, _ in system.parts[cell]}
        joined = [group for group in groups if group & touched]
        groups = [group for group in groups if not group & touched]
        groups.append(set().union(touched, *joined))
    return [frozenset(group) for group in sorted(groups, key=min)]


def _surroundings(
    filing: Filing, system: Identities, drawn: Iterable[Sheet], compounds: Iterable[Move]
) -> Surroundings:
    neighbours: dict[str, tuple[int, ...]] = {}
    totals: set[str] = set()
    for sheet in drawn:
        totals |= sheet.totals
        for first, second in sheet.neighbours():
            if first in system.figures and second in system.figures:
                neighbours[first] = (*neighbours.get(first, ()), system.figures[second])
                neighbours[second] = (*neighbours.get(second, ()), system.figures[first])
    prior = filing.prior.report.tables if filing.prior else {}
    last_year = {cell: int(value) for cell in system.parts if (value := prior.get(cell)) is not None}
    return Surroundings(
        totals=frozenset(totals & system.parts.keys()),
        neighbours=neighbours,
        last_year=last_year,
        cells=len(system.parts),
        places=Counter(move.kind for move in compounds),
    )
