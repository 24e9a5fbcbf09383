"""Rates computed from the figures of a report: which cells they rest on, and when they cannot be formed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from shared.report.figures import Figures
from shared.report.scorecard import Measure
from shared.report.vocabulary import RequestRow, ReviewResult, ReviewRoute, request_cell, review_cell

SMALL = 30
"""Below this many cases a rate is shown as small (样本不足)."""

Confident = Callable[[str], bool]
"""Whether the cell at an address was read with confidence."""


class MeasureKey(StrEnum):
    """The measures a rubric may grade, numbered as in the rule book."""

    DISCLOSURE = "M1"
    DENIAL = "M2"
    CARRY_OVER = "M6"
    CORRECTION = "M9"
    DISPUTE = "M10"


@dataclass(frozen=True, slots=True)
class Ratio:
    """Sums of cells over sums of cells; `minus` cells are taken off the denominator.

    `is_share` says that the numerator is part of the denominator, so that a ratio above one means wrong figures.
    """

    over: tuple[str, ...]
    under: tuple[str, ...]
    minus: tuple[str, ...] = ()
    is_share: bool = True

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell the ratio rests on."""
        return self.over + self.under + self.minus


_RESULTS = tuple(review_cell(route, ReviewResult.TOTAL) for route in ReviewRoute)
_ARRIVED = (request_cell(RequestRow.RECEIVED), request_cell(RequestRow.BROUGHT_FORWARD))
_DENIED = tuple(request_cell(row) for row in RequestRow if row.startswith("denied_"))

RATIOS = {
    MeasureKey.DISCLOSURE: Ratio(
        over=(request_cell(RequestRow.GRANTED), request_cell(RequestRow.PARTLY_GRANTED)),
        under=(request_cell(RequestRow.CLOSED),),
    ),
    MeasureKey.DENIAL: Ratio(over=_DENIED, under=(request_cell(RequestRow.CLOSED),)),
    MeasureKey.CARRY_OVER: Ratio(over=(request_cell(RequestRow.CARRIED_FORWARD),), under=_ARRIVED),
    MeasureKey.CORRECTION: Ratio(
        over=tuple(review_cell(route, ReviewResult.CORRECTED) for route in ReviewRoute),
        under=_RESULTS,
        minus=tuple(review_cell(route, ReviewResult.PENDING) for route in ReviewRoute),
    ),
    # A suit after reconsideration contests the same decision once more, so it is not counted as another dispute.
    MeasureKey.DISPUTE: Ratio(
        over=(review_cell(ReviewRoute.RECONSIDERATION), review_cell(ReviewRoute.DIRECT_SUIT)),
        under=_ARRIVED,
        is_share=False,
    ),
}


def measure(key: MeasureKey, figures: Figures, confident: Confident) -> Measure | None:
    """Numerator over denominator, or None when a cell is blank, not a count, or not read with confidence."""
    ratio = RATIOS[key]
    over, under, minus = (_sum(figures, cells, confident) for cells in (ratio.over, ratio.under, ratio.minus))
    if over is None or under is None or minus is None:
        return None
    return Measure(key=key.value, numerator=over, denominator=under - minus, small=under - minus < SMALL)


def contradicts_itself(key: MeasureKey, found: Measure) -> bool:
    """Whether the figures cannot all be right: fewer cases than none, or a part greater than its whole."""
    return found.denominator < 0 or (RATIOS[key].is_share and found.numerator > found.denominator)


def shrunk(found: Measure, prior: Fraction, kappa: Fraction) -> Fraction:
    """The rate pulled towards the peers' `prior` as if `kappa` more cases had gone that way: (x + κ·p₀) / (n + κ)."""
    return (found.numerator + kappa * prior) / (found.denominator + kappa)


def _sum(figures: Figures, cells: Iterable[str], confident: Confident) -> int | None:
    total = 0
    for cell in cells:
        value = figures.get(cell)
        if not isinstance(value, int) or value < 0 or not confident(cell):
            return None
        total += value
    return total
