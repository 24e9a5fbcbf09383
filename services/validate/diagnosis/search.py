"""The smallest explanations of sums that do not tie out: every set of the fewest slips that sets all of them right."""

from collections.abc import Iterable, Iterator, Sequence

from services.validate.diagnosis.identities import Identities, Residuals
from services.validate.diagnosis.moves import Move
from shared.report.diagnosis import Slip

MOST_SLIPS = 4
MOST_STEPS = 20_000

Changes = dict[str, int]


class TooManyStepsError(Exception):
    """The search has gone on for too long; another way must be taken."""


def smallest(system: Identities, residuals: Residuals, compounds: Sequence[Move]) -> list[tuple[Move, ...]]:
    """Every explanation with the fewest slips, at most four; empty when there is none.

    Raises:
        TooManyStepsError: there are too many possibilities to go through.
    """
    search = _Search(system)
    touching = [move for move in compounds if _touches(system, move, residuals)]
    for budget in range(1, MOST_SLIPS + 1):
        found = {_key(moves): moves for moves in search.with_compounds(residuals, touching, budget)}
        if found:
            return list(found.values())
    return []


def _touches(system: Identities, move: Move, residuals: Residuals) -> bool:
    """Whether the move changes a failing sum, and leaves no more sums failing than it sets right."""
    after = system.after(residuals, move.as_mapping)
    return after != residuals and len(after) < len(residuals)


def _key(moves: Iterable[Move]) -> frozenset[tuple[str, int]]:
    total: Changes = {}
    for move in moves:
        for cell, change in move.changes:
            total[cell] = total.get(cell, 0) + change
    return frozenset(total.items())


class _Search:
    def __init__(self, system: Identities) -> None:
        self._system = system
        self._steps = 0

    def with_compounds(
        self, residuals: Residuals, compounds: Sequence[Move], budget: int
    ) -> Iterator[tuple[Move, ...]]:
        """Explanations of exactly so many slips, at most two of them over several cells."""
        yield from self._several(residuals, compounds, budget, most_compounds=2)

    def _several(
        self, residuals: Residuals, compounds: Sequence[Move], budget: int, most_compounds: int
    ) -> Iterator[tuple[Move, ...]]:
        for cells in self._singles(residuals, {}, budget, set()):
            yield tuple(Move(Slip.MISTYPED, (change,)) for change in cells.items())
        if not most_compounds:
            return
        for place, move in enumerate(compounds):
            self._step()
            after = self._system.after(residuals, move.as_mapping)
            if not after:
                if budget == 1:
                    yield (move,)
            elif budget > 1 and self._needed(after) < budget:
                for rest in self._several(after, compounds[place + 1 :], budget - 1, most_compounds - 1):
                    if not any(cell in move.as_mapping for other in rest for cell, _ in other.changes):
                        yield (move, *rest)

    def _singles(
        self, residuals: Residuals, chosen: Changes, budget: int, seen: set[frozenset[tuple[str, int]]]
    ) -> Iterator[Changes]:
        if not residuals:
            if budget == 0:
                yield chosen
            return
        if self._needed(residuals) > budget:
            return
        for cell, change in self._candidates(residuals, budget):
            if cell in chosen or self._system.figures[cell] + change < 0:
                continue
            more = {**chosen, cell: change}
            key = frozenset(more.items())
            if key in seen:
                continue
            seen.add(key)
            self._step()
            yield from self._singles(self._system.after(residuals, {cell: change}), more, budget - 1, seen)

    def _candidates(self, residuals: Residuals, budget: int) -> Iterator[tuple[str, int]]:
        """Changes that set one failing sum right by themselves.

        Among edits that do not close a ring some sum holds exactly one, whose change that sum tells. When as many rows
        (or columns) fail as there are edits left, each holds exactly one, and it is enough to look at one of them.
        """
        numbers = list(residuals)
        for axis in (".row.", ".column."):
            lines = {self._system.lines[number] for number in residuals if axis in self._system.lines[number]}
            if len(lines) == budget:
                line = min(lines)
                numbers = [number for number in residuals if self._system.lines[number] == line][:1]
                break
        for number in numbers:
            for cell, side in self._system.cells_of(number):
                yield cell, -side * residuals[number]

    def _needed(self, residuals: Residuals) -> int:
        """At least so many edits: each lies in one row and one column."""
        lines = {self._system.lines[number] for number in residuals}
        rows = sum(".row." in line for line in lines)
        return max(rows, len(lines) - rows)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooManyStepsError
