"""The sum behind an arithmetic finding with its numbers, `13 + 0 ≠ 12 + 0`, and what each of them is."""

from decimal import Decimal

import msgspec

from services.portal.views.places import Place, figure, place
from shared.report.annual_report import AnnualReport
from shared.report.edition import Equation
from shared.report.text import Text
from shared.report.verdict import Breach

_MOST_TERMS = 6
"""A longer sum is told without its zeros: a column of outcomes is mostly zeros."""


class Term(msgspec.Struct, frozen=True):
    """One number of a sum: its cell, the part of the cell's label that tells it from the others, the number."""

    place: Place
    short: Text
    value: str


class EquationLine(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides of a sum that does not tie out; `zeros` counts the terms left out because nothing stands there."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    left_sum: str
    right_sum: str
    zeros: int = 0


def equation_of(breach: Breach, title: Text | None, report: AnnualReport) -> EquationLine | None:
    """The sum that a breach is about; None where it is about no sum of the form.

    Two sums may end in one cell; what the breach expects there tells which is meant, else the name of the rule, which
    is that of the sum.
    """
    fitting = [each for each in report.equations() if each.at == breach.at and _expects(each, report, breach)]
    names = {each.key: each.zh for each in report.form.identities}
    fitting.sort(key=lambda each: title is None or names[each.identity] != title.zh)
    return _line(fitting[0], report) if fitting else None


def _expects(equation: Equation, report: AnnualReport, breach: Breach) -> bool:
    left, right = _numbers(equation.left, report), _numbers(equation.right, report)
    if left is None or right is None or not isinstance(breach.expected, int | float):
        return False
    expected = sum(left) - sum(right[:-1])
    return expected != right[-1] and expected == Decimal(repr(breach.expected))


def _numbers(cells: tuple[str, ...], report: AnnualReport) -> list[Decimal] | None:
    printed = [report.tables.get(cell) for cell in cells]
    return [Decimal(value) for value in printed if value is not None] if None not in printed else None


def _line(equation: Equation, report: AnnualReport) -> EquationLine:
    by_column = equation.line.split(".")[1] == "column"
    left = [_term(cell, report, by_column=by_column) for cell in equation.left]
    right = tuple(_term(cell, report, by_column=by_column) for cell in equation.right)
    told = left if len(left) <= _MOST_TERMS else [term for term in left if term.value != "0"]
    return EquationLine(
        left=tuple(told),
        right=right,
        left_sum=_sum(equation.left, report),
        right_sum=_sum(equation.right, report),
        zeros=len(left) - len(told),
    )


def _term(cell: str, report: AnnualReport, *, by_column: bool) -> Term:
    label = report.form.cell(cell).label
    # A label ends in row and column; the sum runs over one of them.
    piece = -2 if by_column else -1
    short = Text(label.zh.split("·")[piece], label.en.split(" · ")[piece])
    return Term(place(cell, report), short, figure(report.tables.get(cell)))


def _sum(cells: tuple[str, ...], report: AnnualReport) -> str:
    return figure(sum(_numbers(cells, report) or (), Decimal(0)))
