"""How likely a slip is: which figures people mistype for which, and how often slips of each kind happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from services.validate.diagnosis.moves import Move
from shared.report.diagnosis import Slip

_SINGLE_SHARE = 0.78
_COMPOUND_SHARES = {
    Slip.SHIFTED: 0.08,
    Slip.SWAPPED: 0.05,
    Slip.SPLIT: 0.03,
    Slip.ROW_SHIFTED: 0.02,
    Slip.ROWS_SWAPPED: 0.02,
    Slip.COLUMNS_SWAPPED: 0.02,
}
"""Shares of slips among all slips; estimates of ours, whose calibration the tests check on synthetic faults."""

_FORGOTTEN, _MISCOPIED = 0.08, 0.05
"""Shares among slips in one cell of what happens to totals only: they are added up by hand and forgotten or copied."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a cell that may have been mistyped for it: neighbours' figures and last year's."""

    totals: frozenset[str]
    neighbours: Mapping[str, tuple[int, ...]]
    last_year: Mapping[str, int]
    cells: int
    places: Mapping[Slip, int]


def single(cell: str, printed: int, proposed: int, around: Surroundings) -> tuple[Slip, float]:
    """The likeliest slip by which `proposed` became `printed` in this cell, and the logarithm of its probability."""
    chances = _chances(cell, printed, proposed, around)
    kind = max(chances, key=lambda one: chances[one])
    return kind, log(_SINGLE_SHARE / max(around.cells, 1) * sum(chances.values()))


def compound(move: Move, around: Surroundings) -> float:
    """The logarithm of the probability of a slip over several cells at just this place."""
    return log(_COMPOUND_SHARES[move.kind] / max(around.places.get(move.kind, 1), 1))


def _chances(cell: str, printed: int, proposed: int, around: Surroundings) -> dict[Slip, float]:
    was, became = str(proposed), str(printed)
    # There are fewer totals than cells, so what only happens to totals is the likelier for each of them.
    of_totals = around.cells / max(len(around.totals), 1) if cell in around.totals else 0.0
    chances = {Slip.MISTYPED: 0.1 / (2 * (max(printed, proposed) + 5))}
    if abs(printed - proposed) == 1:
        chances[Slip.OFF_BY_ONE] = 0.1
    if printed == 0:
        chances[Slip.LEFT_AT_ZERO] = 0.04
        chances[Slip.TOTAL_FORGOTTEN] = _FORGOTTEN * of_totals
    elif proposed and max(printed, proposed) in (10 * min(printed, proposed), 100 * min(printed, proposed)):
        chances[Slip.POWER_OF_TEN] = 0.06
    if became in _transposed(was):
        chances[Slip.DIGITS_TRANSPOSED] = 0.14 / len(was)
    if len(became) == len(was) - 1 and became in _dropped(was):
        chances[Slip.DIGIT_DROPPED] = 0.14 / len(was)
    if len(became) == len(was) + 1 and became in _doubled(was):
        chances[Slip.DIGIT_DOUBLED] = 0.1 / len(was)
    if len(became) == len(was) and sum(a != b for a, b in zip(became, was, strict=True)) == 1 and len(was) > 1:
        chances[Slip.DIGIT_MISTYPED] = 0.2 / (9 * len(was))
    if printed and printed in around.neighbours.get(cell, ()):
        chances[Slip.MISCOPIED] = 0.01 + _MISCOPIED * of_totals / 3
    if around.last_year.get(cell) == printed:
        chances[Slip.LAST_YEAR] = 0.1 if printed else 0.01
    return chances


def _transposed(digits: str) -> set[str]:
    return {
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :] for place in range(len(digits) - 1)
    } - {digits}


def _dropped(digits: str) -> set[str]:
    return {digits[:place] + digits[place + 1 :] for place in range(len(digits))}


def _doubled(digits: str) -> set[str]:
    return {digits[:place] + digits[place] + digits[place:] for place in range(len(digits))}
