"""A claim of the prose against the cells it speaks of: what must, may or cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.validate.claim_wording import Figure, stated
from services.validate.filing import Filed, Filing, UnreadableCellError
from services.validate.rule import Judgement
from services.validate.topics import Topic
from shared.report.claim import Claim, ClaimKind, Expression, Relation
from shared.report.verdict import Severity

_PERCENT = 100
_LARGEST = 10**12
_NEAR = Decimal("0.1")
"""An approximation is not contradicted by a figure within a tenth of it."""
_SLIGHT = Decimal("0.5")
"""Percentage points that an odd way of rounding explains better than a wrong figure."""
_CLOSED = ("requests.closed.total",)
_BROUGHT_FORWARD = ("requests.brought_forward.total",)
_TOTALS = frozenset(
    {
        ClaimKind.RECEIVED,
        ClaimKind.BROUGHT_FORWARD,
        ClaimKind.CLOSED,
        ClaimKind.GRANTED,
        ClaimKind.PARTLY_GRANTED,
        ClaimKind.DISCLOSED,
        ClaimKind.DENIED,
        ClaimKind.UNAVAILABLE,
        ClaimKind.DECLINED,
        ClaimKind.OTHER,
        ClaimKind.CARRIED_FORWARD,
    }
)
"""What the form counts in one row or one group; prose that names it in print means nothing else."""
_MIXED = _TOTALS - {ClaimKind.BROUGHT_FORWARD, ClaimKind.CARRIED_FORWARD}
"""Of these, requests brought forward from last year may be a part."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What some cells hold together: exactly, or at least, where a blank leaves the rest open."""

    value: Decimal
    exact: bool


def against_cells(filing: Filing, topic: Topic, at: str) -> Judgement:
    """A claim about this year's figures. Every expression it may mean must contradict it before it is at fault.

    Plain words (a printed number of one row or group) bind as strictly as the rule says, others as a warning.

    Raises:
        UnreadableCellError: a cell that decides is blank, or was not read with confidence.
    """
    claim = filing.claims_on(topic)[at]
    figures = _sums(filing, claim, at)
    plain = claim.relation is Relation.EQUAL and claim.kind in _TOTALS and not claim.of_all
    severity = None if plain else Severity.WARNING
    return _judged(filing, claim, figures, _by_brought_forward(filing, claim, figures) or severity)


def against_last_year(filing: Filing, topic: Topic, at: str) -> Judgement:
    """A claim about last year's figures against last year's report.

    Raises:
        UnreadableCellError: there is no report of last year, or its cells do not decide.
    """
    if filing.prior is None:
        raise UnreadableCellError(at)
    claim = filing.claims_on(topic)[at]
    figures = _shares(filing.prior, claim, at) if claim.about[0].of else _sums(filing.prior, claim, at)
    return _judged(filing, claim, figures, Severity.WARNING)


def share(filing: Filing, topic: Topic, at: str) -> Judgement:
    """A percentage against part and whole, rounded or cut off at its last digit.

    Raises:
        UnreadableCellError: a cell is blank or not read with confidence, or the whole is nothing.
    """
    claim = filing.claims_on(topic)[at]
    figures = _shares(filing, claim, at)
    near = min(abs(figure.value - claim.value) for figure in figures)
    return _judged(filing, claim, figures, Severity.NOTICE if near < _SLIGHT else Severity.WARNING)


def change(filing: Filing, topic: Topic, at: str) -> Judgement:
    """A change in per cent against the same figures of last year's report.

    Raises:
        UnreadableCellError: there is no report of last year, it counted nothing, or a cell does not decide.
    """
    if filing.prior is None:
        raise UnreadableCellError(at)
    claim = filing.claims_on(topic)[at]
    figures = []
    for expression in claim.about:
        now, before = _exact(filing, expression.cells, at), _exact(filing.prior, expression.cells, at)
        if not before:
            raise UnreadableCellError(at)
        figures.append(Figure(expression, (now - before) * _PERCENT / before))
    near = min(abs(figure.value - claim.value) for figure in figures)
    return _judged(filing, claim, figures, Severity.NOTICE if near < _SLIGHT else Severity.WARNING)


def _by_brought_forward(filing: Filing, claim: Claim, figures: Sequence[Figure]) -> Severity | None:
    """How strictly a claim binds that requests brought forward may explain; None where they cannot.

    `收到24件` may count them although its row does not; `答复22件` may leave them out although its row does not.
    """
    off = [figure.value - claim.value for figure in figures if _counts_brought_forward(claim, figure.expression)]
    if not off or claim.relation is not Relation.EQUAL:
        return None
    try:
        brought = _exact(filing, _BROUGHT_FORWARD, _BROUGHT_FORWARD[0])
    except UnreadableCellError:
        return Severity.WARNING
    if claim.kind == ClaimKind.RECEIVED:
        return Severity.WARNING if brought and -brought in off else None
    if any(figure.expression.cells == _CLOSED for figure in figures):
        strictness = Severity.WARNING if _brings_forward_first(filing, claim) else Severity.NOTICE
        return strictness if brought and brought in off else None
    return Severity.WARNING if any(0 < one <= brought for one in off) else None


def _brings_forward_first(filing: Filing, claim: Claim) -> bool:
    """Whether a sentence tells what was brought forward, and only then this.

    `上年结转1件，办结22件` means all that were closed; `办结22件，另办结上年结转1件` tells those apart.
    """
    sentence = [one for one in filing.report.claims if one.at == claim.at]
    place = next(index for index, one in enumerate(sentence) if one is claim)
    told = [one.kind == ClaimKind.BROUGHT_FORWARD for one in sentence]
    return any(told[:place]) and not any(told[place:])


def _counts_brought_forward(claim: Claim, expression: Expression) -> bool:
    """Whether a sum is of requests that may, or may not, have been brought forward."""
    return claim.kind in _MIXED or expression.cells == _CLOSED


def total(filed: Filed, cells: Sequence[str]) -> Sum:
    """The sum of some cells; blank counts may hold anything, so that what is printed is the least it can be.

    A blank total of a row is at least what is printed in that row.

    Raises:
        UnreadableCellError: a cell was not read with confidence, or holds what cannot be counted.
    """
    value, exact = Decimal(0), True
    for cell in cells:
        printed = filed.printed(cell)
        if printed is None:
            value, exact = value + _least(filed, cell), False
        else:
            value += _countable(cell, printed)
    return Sum(value, exact)


def _least(filed: Filed, cell: str) -> Decimal:
    """What a blank cell holds at least: nothing, or in a total what the cells of its row print."""
    form = filed.report.form
    if not form.has(cell) or form.cell(cell).column != "total":
        return Decimal(0)
    row = cell.removesuffix("total")
    least = Decimal(0)
    for part in filed.report.tables:
        if part.startswith(row) and part != cell and filed.reading.confidence(part).is_sound:
            least += max(_countable(part, filed.report.tables.get(part) or 0), Decimal(0))
    return least


def _countable(cell: str, printed: int | Decimal) -> Decimal:
    number = Decimal(printed)
    if not abs(number) < _LARGEST:
        raise UnreadableCellError(cell)
    return number


def _exact(filed: Filed, cells: Sequence[str], at: str) -> Decimal:
    found = total(filed, cells)
    if not found.exact:
        raise UnreadableCellError(at)
    return found.value


def _sums(filed: Filed, claim: Claim, at: str) -> list[Figure]:
    """What each expression comes to, as far as that decides.

    Raises:
        UnreadableCellError: it does not.
    """
    found = [(expression, total(filed, expression.cells)) for expression in claim.about]
    if any(one.exact and fits(claim, one.value) for _, one in found):
        return [Figure(expression, one.value) for expression, one in found if one.exact]
    if not all(one.exact or _too_small(claim, one.value) for _, one in found):
        raise UnreadableCellError(at)
    return [Figure(expression, one.value, at_least=not one.exact) for expression, one in found]


def _too_small(claim: Claim, least: Decimal) -> bool:
    """Whether a claim stays below what there is at least."""
    return claim.relation in (Relation.EQUAL, Relation.AT_MOST) and claim.value < least


def _shares(filed: Filed, claim: Claim, at: str) -> list[Figure]:
    return [Figure(expression, _percent(filed, expression, at)) for expression in claim.about]


def _percent(filed: Filed, expression: Expression, at: str) -> Decimal:
    part, whole = _exact(filed, expression.cells, at), _exact(filed, expression.of, at)
    if not whole:
        raise UnreadableCellError(at)
    return part * _PERCENT / whole


def _judged(filing: Filing, claim: Claim, figures: Sequence[Figure], severity: Severity | None) -> Judgement:
    holds = any(not figure.at_least and fits(claim, figure.value) for figure in figures)
    return stated(filing.report.form, claim, figures, holds=holds, severity=severity)


def fits(claim: Claim, actual: Decimal) -> bool:
    """Whether a figure is what the claim says of it, as exactly as the claim is printed."""
    value = claim.value
    if value < 0:  # a decrease by more, by less, by about
        value, actual = -value, -actual
    expression = claim.about[0]
    measured = bool(expression.of) or expression.since_last_year
    rounded = measured or (claim.kind == ClaimKind.FEES and bool(value))
    step = last_digit(value) if rounded else Decimal(0)
    if claim.relation is Relation.AT_LEAST:
        return actual >= value - step
    if claim.relation is Relation.AT_MOST:
        return actual <= value + step
    off = abs(actual - value)
    if claim.relation is Relation.ABOUT:
        return off <= max(value * _NEAR, step) or off < _roundness(value) or (measured and off <= _PERCENT * _NEAR)
    return not off or off < step


def last_digit(value: Decimal) -> Decimal:
    """What one in the last digit printed is worth: 0.1 in 33.9."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(0)


def _roundness(value: Decimal) -> Decimal:
    """What one in the last digit that is no zero is worth: 100 in 1,200 (1200余 may be 1,299)."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and value else Decimal(1)
