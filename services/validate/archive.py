"""The sums of a whole archive at once: figures of many reports as one integer matrix against the form's equations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from services.validate.filing import Filed
from shared.report.edition import Equation, edition

Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

_EXACT = 2**40
"""Products of such figures add up exactly in double precision, for any sum the form has; a larger one is no count."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The equations of one edition with its merged rows: `cells` in order, `sides` with +1 left and −1 right."""

    cells: tuple[str, ...]
    equations: tuple[Equation, ...]
    sides: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Figures of reports that print the same form, one row each; `known` where a whole number was read for sure."""

    sums: Sums
    figures: Integers
    known: Truths


@dataclass(frozen=True, slots=True)
class Balance:
    """For each report (row) and equation (column): by how much the left side exceeds the right, and if that is known.

    Where `decided` is false a cell was blank or unsure, and the residual means nothing.
    """

    equations: tuple[Equation, ...]
    residuals: Integers
    decided: Truths

    @property
    def holds(self) -> Truths:
        """Decided, and both sides equal."""
        return self.decided & np.equal(self.residuals, 0)

    @property
    def fails(self) -> Truths:
        """Decided, and the sides differ."""
        return self.decided & ~self.holds


def ledger(reports: Sequence[Filed]) -> Ledger:
    """The figures of reports that share one edition and the same merged rows.

    Raises:
        ValueError: they do not, or there are none.
    """
    forms = {(filed.report.edition, filed.report.merged_rows) for filed in reports}
    if len(forms) != 1:
        raise ValueError(f"a ledger holds one form, not {len(forms)}")
    sums = sums_of(*forms.pop())
    figures = np.zeros((len(reports), len(sums.cells)), dtype=np.int64)
    known = np.zeros(figures.shape, dtype=np.bool_)
    for row, filed in enumerate(reports):
        for column, value in _figures(filed, sums.cells):
            figures[row, column] = value
            known[row, column] = True
    return Ledger(sums, figures, known)


def balance(book: Ledger) -> Balance:
    """Judge every sum of every report."""
    sides = book.sums.sides
    residuals = np.rint(np.where(book.known, book.figures, 0).astype(np.float64) @ sides).astype(np.int64)
    unknown = (~book.known).astype(np.float32) @ np.abs(sides).astype(np.float32)
    return Balance(book.sums.equations, residuals, unknown == 0)


@lru_cache(maxsize=32)
def sums_of(edition_id: str, merged_rows: tuple[str, ...]) -> Sums:
    """The equations of an edition as a matrix, cells by equations."""
    form = edition(edition_id)
    equations = form.equations(frozenset(merged_rows))
    cells = tuple(dict.fromkeys(cell for equation in equations for cell, _ in equation.terms))
    place = {cell: index for index, cell in enumerate(cells)}
    sides = np.zeros((len(cells), len(equations)))
    for column, equation in enumerate(equations):
        for cell, side in equation.terms:
            sides[place[cell], column] = side
    return Sums(cells, equations, sides)


def _figures(filed: Filed, cells: Iterable[str]) -> Iterable[tuple[int, int]]:
    counts = filed.counts
    for column, cell in enumerate(cells):
        value = counts.get(cell)
        if value is not None and abs(value) < _EXACT:
            yield column, value
