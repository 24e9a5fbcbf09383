"""Which one agency explains that a government's figure is not the sum of those below it; pure.

Nobody is named by chance: where two agencies would explain a difference equally well, neither is.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from shared.report.agency import Agency
from shared.report.edition import Edition, Equation

Value = int | Decimal
Values = Mapping[str, Value]


class Explanation(StrEnum):
    """How one agency's figure makes up the difference, the strongest evidence first."""

    OWN_SUMS = "own_sums"
    """Its own sums do not tie out at that cell, by just as much."""
    LEFT_OUT = "left_out"
    """The government's figure is short by its figure."""
    TAKEN_TWICE = "taken_twice"
    """The government's figure is over by its figure."""
    TRANSPOSED = "transposed"
    """Two neighbouring digits of its figure changed places."""


class Suspect(msgspec.Struct, frozen=True):
    """The agency that explains a difference, and its figure."""

    agency: Agency
    how: Explanation
    value: Value


class Whole(msgspec.Struct, frozen=True):
    """An agency that explains every difference of a table at once: left out of it, or taken twice."""

    agency: Agency
    how: Explanation
    table: str
    cells: int


_LEAST_CELLS = 2
"""One cell alone says nothing about a whole table."""
_NINE = 9
"""Two neighbouring digits that change places change the number by a multiple of nine."""


def suspects(
    form: Edition,
    merged: Sequence[str],
    differences: Values,
    children: Mapping[str, Values],
    agencies: Mapping[str, Agency],
) -> tuple[tuple[Whole, ...], dict[str, Suspect]]:
    """Who explains whole tables, and who single cells; `differences` has every cell compared, those that tie as 0."""
    if not any(differences.values()):
        return (), {}
    wholes = tuple(_wholes(form, differences, children, agencies))
    by_table = {whole.table: whole for whole in wholes}
    broken = {code: _broken(form, merged, values) for code, values in children.items()}
    found: dict[str, Suspect] = {}
    for at, difference in differences.items():
        if not difference:
            continue
        named = _whole(at, by_table) or _by_own_sums(at, difference, broken) or _by_figure(at, difference, children)
        if named is not None:
            code, how = named
            found[at] = Suspect(agencies[code], how, children[code][at])
    return wholes, found


def transposed(value: Value, difference: Value) -> bool:
    """Whether two neighbouring digits of `value` that change places make it `difference` larger."""
    if value != int(value) or difference != int(difference) or not difference or difference % _NINE:
        return False
    digits = str(int(value))
    swaps = (digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1))
    return any(int(swapped) == value + difference for swapped in swaps)


def _wholes(
    form: Edition, differences: Values, children: Mapping[str, Values], agencies: Mapping[str, Agency]
) -> Iterator[Whole]:
    for table in form.tables:
        here = {at: difference for at, difference in differences.items() if at.startswith(f"{table.key}.")}
        cells = sum(bool(difference) for difference in here.values())
        if cells < _LEAST_CELLS:
            continue
        fitting = [
            (code, how)
            for code, values in children.items()
            for how, sign in ((Explanation.LEFT_OUT, -1), (Explanation.TAKEN_TWICE, 1))
            if all(at in values and difference == sign * values[at] for at, difference in here.items())
        ]
        if len(fitting) == 1:
            code, how = fitting[0]
            yield Whole(agencies[code], how, table.key, cells)


def _whole(at: str, by_table: Mapping[str, Whole]) -> tuple[str, Explanation] | None:
    whole = by_table.get(at.split(".", 1)[0])
    return (whole.agency.code, whole.how) if whole else None


Broken = Mapping[str, Value | None]
"""By cell: what the agency's own sums say it should be more; None where they disagree or one of them holds."""


def _by_own_sums(at: str, difference: Value, broken: Mapping[str, Broken]) -> tuple[str, Explanation] | None:
    found = [code for code, cells in broken.items() if cells.get(at) == difference]
    return (found[0], Explanation.OWN_SUMS) if len(found) == 1 else None


def _by_figure(at: str, difference: Value, children: Mapping[str, Values]) -> tuple[str, Explanation] | None:
    found = []
    for code, values in children.items():
        value = values.get(at)
        if not value:
            continue
        if difference == -value:
            found.append((code, Explanation.LEFT_OUT))
        elif difference == value:
            found.append((code, Explanation.TAKEN_TWICE))
        elif transposed(value, difference):
            found.append((code, Explanation.TRANSPOSED))
    return found[0] if len(found) == 1 else None


def _broken(form: Edition, merged: Sequence[str], values: Values) -> Broken:
    """By how much each cell would have to be more for all the sums through it that can be checked to tie out."""
    off: dict[str, Value | None] = {}
    holding: set[str] = set()
    for equation in form.equations(frozenset(merged)):
        residual = _residual(equation, values)
        if residual is None:
            continue
        if not residual:
            holding.update(at for at, _ in equation.terms)
            continue
        for at, sign in equation.terms:
            more = -residual * sign
            off[at] = more if off.get(at, more) == more else None
    return {at: more for at, more in off.items() if at not in holding}


def _residual(equation: Equation, values: Values) -> Value | None:
    total: Value = 0
    for at, sign in equation.terms:
        if at not in values:
            return None
        total += sign * values[at]
    return total
