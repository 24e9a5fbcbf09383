"""The sums of one report that can be decided, as equations over whole numbers, and by how much each is off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.validate.filing import Filing
from shared.report.edition import Equation

Residuals = dict[int, int]
"""Left side less right side of the equations that do not tie out, by their number."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Printed numbers by cell, the equations over them, and for each cell its part in them.

    `parts[cell]` lists (number of an equation, +1 on its left side or −1 on its right). `lines[number]` is the column
    or row that the equation sums: one cell lies in one row and one column, so one edit sets at most one of each right.
    """

    figures: Mapping[str, int]
    equations: tuple[Equation, ...]
    parts: Mapping[str, tuple[tuple[int, int], ...]]
    lines: tuple[str, ...]
    residuals: Residuals = field(default_factory=dict)

    def cells_of(self, number: int) -> Iterable[tuple[str, int]]:
        """The cells of an equation with their sides."""
        return self.equations[number].terms

    def after(self, residuals: Residuals, changes: Mapping[str, int]) -> Residuals:
        """The residuals once cells have changed by these amounts."""
        left = dict(residuals)
        for cell, change in changes.items():
            for number, side in self.parts[cell]:
                value = left.get(number, 0) + side * change
                if value:
                    left[number] = value
                else:
                    left.pop(number, None)
        return left


def identities(filing: Filing) -> Identities:
    """The equations all of whose cells were read with confidence as whole numbers; the others cannot be judged."""
    figures = filing.counts
    equations = tuple(
        equation for equation in filing.report.equations() if all(cell in figures for cell, _ in equation.terms)
    )
    parts: dict[str, list[tuple[int, int]]] = {}
    residuals: Residuals = {}
    for number, equation in enumerate(equations):
        residual = 0
        for cell, side in equation.terms:
            parts.setdefault(cell, []).append((number, side))
            residual += side * figures[cell]
        if residual:
            residuals[number] = residual
    return Identities(
        figures={cell: figures[cell] for cell in parts},
        equations=equations,
        parts={cell: tuple(found) for cell, found in parts.items()},
        lines=tuple(equation.line for equation in equations),
        residuals=residuals,
    )
