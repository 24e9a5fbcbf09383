"""Grading: verdicts and figures in, a scorecard out, exact to the last cent and the same for the same input."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from math import floor

from services.score.apportion import CENTS, apportion, nearest
from services.score.assessment import Evidence, Loss, assess
from services.score.measures import Confident, measure
from services.score.rubric import FULL, Dimension, MeasureItem, Rubric
from shared.report.annual_report import AnnualReport
from shared.report.reading import Confidence, Reading
from shared.report.scorecard import Deduction, DimensionScore, Grade, Measure, Scorecard
from shared.report.verdict import Severity, Verdict


def grade(
    report: AnnualReport,
    verdicts: Sequence[Verdict],
    rubric: Rubric,
    *,
    confident: Confident = lambda _: True,
) -> Scorecard:
    """Grade a report by a rubric.

    What could not be assessed costs nothing: an item's weight goes to the other items of its dimension, that of a
    dimension with nothing assessed to the other dimensions. `coverage` (a share, 0 to 1) says how much of what the
    rubric grades was assessed: it falls by what stayed uncertain and by dimensions with nothing to assess in this
    report, not by single items without any case, nor by a dimension for which the rubric has no items yet.
    Dimension points add up to `raw_total`; in each dimension points and deductions add up to its weight, and all
    weights to 100 (to 0 when nothing at all could be assessed). `total` is `raw_total` less the points of `caps`.
    `confident` tells whether a cell was read with confidence; a measure that rests on any other cell is not formed.
    """
    evidence = Evidence(report, {verdict.rule: verdict for verdict in verdicts}, confident)
    views = [_view(dimension, evidence) for dimension in rubric.dimensions]
    dimensions, deductions = _score(views)
    coverage = sum((view.dimension.weight * view.assessed for view in views), Fraction(0)) / rubric.gradable
    raw_total = sum((dimension.points for dimension in dimensions), _points(0))
    caps = _caps(rubric, evidence, raw_total)
    total = raw_total - sum((cap.points for cap in caps), _points(0))
    return Scorecard(
        rubric=rubric.id,
        total=total,
        raw_total=raw_total,
        grade=rubric.band(total).grade if coverage >= rubric.coverage.at_least else Grade.NOT_RATED,
        coverage=_share(coverage),
        dimensions=dimensions,
        deductions=deductions,
        caps=caps,
        measures=_measures(rubric, evidence),
    )


def confident_in(reading: Reading) -> Confident:
    """The cells that stood where the form puts them; inferred and unreadable ones carry no measure."""
    return lambda address: reading.confidence(address) is Confidence.READ


@dataclass(frozen=True, slots=True)
class _View:
    """One dimension as assessed: the share of it that could be, and every loss as a share of the dimension."""

    dimension: Dimension
    assessed: Fraction
    losses: tuple[Loss, ...] = ()


def _view(dimension: Dimension, evidence: Evidence) -> _View:
    found = [(item.weight, assess(item, evidence)) for item in dimension.items if item.weight]
    there = [(weight, assessment) for weight, assessment in found if assessment is not None]
    done = [(weight, assessment) for weight, assessment in there if assessment.covered]
    if not done:
        return _View(dimension, Fraction(0))
    available = sum((weight for weight, _ in done), Fraction(0))
    covered = sum((w * one.covered for w, one in done), Fraction(0)) / sum((w for w, _ in there), Fraction(0))
    losses = (replace(loss, share=loss.share * weight / available) for weight, one in done for loss in one.losses)
    return _View(dimension, covered, tuple(losses))


def _score(views: Sequence[_View]) -> tuple[tuple[DimensionScore, ...], tuple[Deduction, ...]]:
    """Re-spread the weights, then round once: the total first, its parts so that they add up to it."""
    shared_out = sum((view.dimension.weight for view in views if view.assessed), Fraction(0))
    weights = [view.dimension.weight * FULL / shared_out if view.assessed else Fraction(0) for view in views]
    lost = [weight * sum(loss.share for loss in view.losses) for view, weight in zip(views, weights, strict=True)]
    kept = [weight - loss for weight, loss in zip(weights, lost, strict=True)]
    total = nearest(sum(kept, Fraction(0)))
    kept_cents = apportion(kept, total)
    lost_cents = apportion(lost, int(sum(weights)) * CENTS - total, last_first=True)
    scores = tuple(
        DimensionScore(view.dimension.key, _points(points + loss), _points(points), _share(view.assessed))
        for view, points, loss in zip(views, kept_cents, lost_cents, strict=True)
    )
    deductions = tuple(
        Deduction(loss.cause, view.dimension.key, _points(cents), loss.places)
        for view, weight, whole in zip(views, weights, lost_cents, strict=True)
        for loss, cents in zip(view.losses, apportion([weight * x.share for x in view.losses], whole), strict=True)
    )
    return scores, deductions


def _caps(rubric: Rubric, evidence: Evidence, raw_total: Decimal) -> tuple[Deduction, ...]:
    """Every cap in force (only errors cap), the lowest first; it takes the points, the others are named with none."""
    caps: list[Deduction] = []
    reached = raw_total
    for cap in sorted(rubric.caps, key=lambda cap: cap.at_most):
        verdict = evidence.decided(cap.rule)
        if verdict is None or verdict.severity is not Severity.ERROR:
            continue
        places = tuple(
            b.at for b in verdict.breaches if any(fnmatchcase(b.at, place) for place in cap.places or ("*",))
        )
        if places:
            taken = max(reached - cap.at_most, _points(0))
            caps.append(Deduction(cap.rule, rubric.dimension_of(cap.rule), taken, places))
            reached -= taken
    return tuple(caps)


def _measures(rubric: Rubric, evidence: Evidence) -> tuple[Measure, ...]:
    """Every measure the rubric grades whose cells are known, graded or not: a zero denominator is shown as such."""
    keys = [item.measure for dim in rubric.dimensions for item in dim.items if isinstance(item, MeasureItem)]
    found = (measure(key, evidence.report.tables, evidence.confident) for key in keys)
    return tuple(one for one in found if one is not None)


def _points(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _share(share: Fraction) -> Decimal:
    """Four decimals, downwards, so that a share just below a threshold never prints as having reached it."""
    return Decimal(floor(share * 10_000)).scaleb(-4)
