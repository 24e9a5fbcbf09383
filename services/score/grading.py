"""Grading: verdicts and figures in, a scorecard out, exact to the last cent and the same for the same input."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from math import floor

from services.score.apportion import CENTS, apportion, nearest
from services.score.assessment import Assessment, Evidence, Loss, assess
from services.score.measures import Confident, measure
from services.score.rubric import FULL, Cap, Dimension, Item, MeasureItem, Rubric
from shared.report.annual_report import AnnualReport
from shared.report.reading import Reading
from shared.report.scorecard import Deduction, DimensionScore, Gain, Grade, Measure, Scorecard
from shared.report.verdict import Outcome, Severity, Verdict


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
    A waived breach costs nothing and caps nothing; its place counts as sound. `gains` has every rule with a breach
    that is not waived. `confident` tells whether a cell was read with confidence; a measure that rests on any other
    cell is not formed.
    """
    evidence = Evidence.of(report, verdicts, confident)
    views = [_view(dimension, _found(dimension, evidence)) for dimension in rubric.dimensions]
    dimensions, deductions = _score(views)
    coverage = sum((view.dimension.weight * view.assessed for view in views), Fraction(0)) / rubric.gradable
    raw_total = sum((dimension.points for dimension in dimensions), _points(0))
    caps = _caps(rubric, evidence, raw_total)
    reached = raw_total - sum((cap.points for cap in caps), _points(0))
    return Scorecard(
        rubric=rubric.id,
        total=reached,
        raw_total=raw_total,
        grade=rubric.band(reached).grade if coverage >= rubric.coverage.at_least else Grade.NOT_RATED,
        coverage=_share(coverage),
        dimensions=dimensions,
        deductions=deductions,
        caps=caps,
        measures=_measures(rubric, evidence),
        gains=_gains(rubric, evidence, views, reached),
    )


def total(
    report: AnnualReport, verdicts: Iterable[Verdict], rubric: Rubric, *, confident: Confident = lambda _: True
) -> Decimal:
    """The total that `grade` gives, and nothing else."""
    evidence = Evidence.of(report, verdicts, confident)
    return _total(rubric, evidence, [_view(dimension, _found(dimension, evidence)) for dimension in rubric.dimensions])


def confident_in(reading: Reading) -> Confident:
    """The cells that stood where the form puts them; inferred and unreadable ones carry no measure."""
    return lambda address: reading.confidence(address).is_sound


Found = tuple[tuple[Item, Assessment | None], ...]
"""What was found of every item that has a weight."""


@dataclass(frozen=True, slots=True)
class _View:
    """One dimension as assessed: the share of it that could be, and every loss, and all of them, as shares of it."""

    dimension: Dimension
    found: Found
    assessed: Fraction
    losses: tuple[Loss, ...] = ()
    lost: Fraction = Fraction(0)


def _found(dimension: Dimension, evidence: Evidence) -> Found:
    return tuple((item, assess(item, evidence)) for item in dimension.items if item.weight)


def _view(dimension: Dimension, found: Found) -> _View:
    there = [(item.weight, assessment) for item, assessment in found if assessment is not None]
    done = [(weight, assessment) for weight, assessment in there if assessment.covered]
    if not done:
        return _View(dimension, found, Fraction(0))
    available = sum((weight for weight, _ in done), Fraction(0))
    covered = sum((w * one.covered for w, one in done), Fraction(0)) / sum((w for w, _ in there), Fraction(0))
    losses = tuple(Loss(x.cause, x.share * weight / available, x.places) for weight, one in done for x in one.losses)
    return _View(dimension, found, covered, losses, sum((loss.share for loss in losses), Fraction(0)))


def _weights(views: Sequence[_View]) -> list[Fraction]:
    """What each dimension can give after re-spreading."""
    shared_out = sum((view.dimension.weight for view in views if view.assessed), Fraction(0))
    return [view.dimension.weight * FULL / shared_out if view.assessed else Fraction(0) for view in views]


def _score(views: Sequence[_View]) -> tuple[tuple[DimensionScore, ...], tuple[Deduction, ...]]:
    """Re-spread the weights, then round once: the total first, its parts so that they add up to it."""
    weights = _weights(views)
    lost = [weight * view.lost for view, weight in zip(views, weights, strict=True)]
    kept = [weight - loss for weight, loss in zip(weights, lost, strict=True)]
    whole = nearest(sum(kept, Fraction(0)))
    kept_cents = apportion(kept, whole)
    lost_cents = apportion(lost, int(sum(weights)) * CENTS - whole, last_first=True)
    scores = tuple(
        DimensionScore(view.dimension.key, _points(points + loss), _points(points), _share(view.assessed))
        for view, points, loss in zip(views, kept_cents, lost_cents, strict=True)
    )
    deductions = tuple(
        Deduction(loss.cause, view.dimension.key, _points(cents), loss.places)
        for view, weight, cost in zip(views, weights, lost_cents, strict=True)
        for loss, cents in zip(view.losses, apportion([weight * x.share for x in view.losses], cost), strict=True)
    )
    return scores, deductions


def _total(rubric: Rubric, evidence: Evidence, views: Sequence[_View]) -> Decimal:
    weighed = zip(views, _weights(views), strict=True)
    raw_total = _points(nearest(sum((weight * (1 - view.lost) for view, weight in weighed), Fraction(0))))
    return min((raw_total, *(cap.at_most for cap in rubric.caps if _capped(cap, evidence))))


def _gains(rubric: Rubric, evidence: Evidence, views: Sequence[_View], reached: Decimal) -> tuple[Gain, ...]:
    """By how much the total would be higher without one rule's breaches, for each rule that has any; highest first."""
    failing = [v.rule for v in evidence.verdicts.values() if v.outcome is Outcome.FAILS and v.breaches]
    gains = []
    for rule in failing:
        better = evidence.repaired(rule)
        gains.append(Gain(rule, _total(rubric, better, [_seen_again(view, rule, better) for view in views]) - reached))
    return tuple(sorted(gains, key=lambda gain: (-gain.points, gain.rule)))


def _seen_again(view: _View, rule: str, evidence: Evidence) -> _View:
    """The dimension after one rule's verdict has changed; what does not rest on the rule stands."""
    if not any(rule in item.rules for item, _ in view.found):
        return view
    found = ((item, assess(item, evidence) if rule in item.rules else known) for item, known in view.found)
    return _view(view.dimension, tuple(found))


def _caps(rubric: Rubric, evidence: Evidence, raw_total: Decimal) -> tuple[Deduction, ...]:
    """Every cap in force (only errors cap), the lowest first; it takes the points, the others are named with none."""
    caps: list[Deduction] = []
    reached = raw_total
    for cap in sorted(rubric.caps, key=lambda cap: cap.at_most):
        if places := _capped(cap, evidence):
            taken = max(reached - cap.at_most, _points(0))
            caps.append(Deduction(cap.rule, rubric.dimension_of(cap.rule), taken, places))
            reached -= taken
    return tuple(caps)


def _capped(cap: Cap, evidence: Evidence) -> tuple[str, ...]:
    """The places because of which the cap is in force."""
    verdict = evidence.decided(cap.rule)
    if verdict is None or verdict.severity is not Severity.ERROR:
        return ()
    return tuple(b.at for b in verdict.breaches if any(fnmatchcase(b.at, place) for place in cap.places or ("*",)))


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
