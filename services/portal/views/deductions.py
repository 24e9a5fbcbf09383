"""Points lost: to which rule or measure, at which places, and where to read on."""

from decimal import Decimal

import msgspec

from services.portal.store.standing import Standing
from services.portal.views.findings import finding_anchor
from services.portal.views.places import Place, place
from shared.report.scorecard import Deduction


class DeductionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Points lost to a rule or measure in one dimension, or by a cap; `finding` leads to what the rule found."""

    cause: str
    dimension: str
    points: Decimal
    places: tuple[Place, ...]
    finding: str | None
    is_cap: bool


def deductions(standing: Standing) -> tuple[DeductionLine, ...]:
    """What lost points and where, most points first; caps come last, since they are taken off the sum."""
    card = standing.scorecard
    if card is None:
        return ()
    lost = sorted(card.deductions, key=lambda each: -each.points)
    return (
        *(_deduction(each, standing, is_cap=False) for each in lost),
        *(_deduction(each, standing, is_cap=True) for each in card.caps),
    )


def _deduction(deduction: Deduction, standing: Standing, *, is_cap: bool) -> DeductionLine:
    report = standing.validated.report if standing.validated else None
    is_rule = any(verdict.rule == deduction.cause and verdict.breaches for verdict in standing.verdicts)
    return DeductionLine(
        cause=deduction.cause,
        dimension=deduction.dimension,
        points=deduction.points,
        places=tuple(place(at, report) for at in deduction.places),
        finding=finding_anchor(deduction.cause) if is_rule else None,
        is_cap=is_cap,
    )
