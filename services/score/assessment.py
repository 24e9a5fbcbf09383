"""What one item of a rubric finds in one report: which share of its points is lost, to which cause, at which places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from fractions import Fraction

from services.score.measures import RATIOS, Confident, is_gradable, measure, shrunk
from services.score.rubric import DaysLateItem, Item, MeasureItem, RuleItem
from shared.report.annual_report import AnnualReport
from shared.report.verdict import Breach, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that grading looks at: the report, its verdicts by rule, and which cells were read with confidence."""

    report: AnnualReport
    verdicts: Mapping[str, Verdict]
    confident: Confident

    def decided(self, rule: str) -> Verdict | None:
        """The verdict of a rule that came to an answer."""
        verdict = self.verdicts.get(rule)
        return verdict if verdict and verdict.outcome in {Outcome.HOLDS, Outcome.FAILS} else None


@dataclass(frozen=True, slots=True)
class Loss:
    """A share of the points (0 to 1) lost to a rule or measure, and the places at fault."""

    cause: str
    share: Fraction
    places: tuple[str, ...]


def assess(item: Item, evidence: Evidence) -> tuple[Loss, ...] | None:
    """What the item loses; None when there was nothing to assess or no certainty about it, which costs nothing."""
    match item:
        case RuleItem():
            return _assess_rules(item, evidence)
        case DaysLateItem():
            return _assess_days_late(item, evidence)
        case MeasureItem():
            return _assess_measure(item, evidence)


def _assess_rules(item: RuleItem, evidence: Evidence) -> tuple[Loss, ...] | None:
    verdicts = [verdict for rule in item.rules if (verdict := evidence.decided(rule))]
    judged = sum(_places_judged(item, verdict, evidence.report) for verdict in verdicts)
    at_fault = {v.rule: tuple(b.at for b in v.breaches if _concerns(item, b.at)) for v in verdicts}
    judged = max(judged, sum(map(len, at_fault.values())))
    if not judged:
        return None
    return tuple(Loss(rule, Fraction(len(places), judged), places) for rule, places in at_fault.items() if places)


def _places_judged(item: RuleItem, verdict: Verdict, report: AnnualReport) -> int:
    """A verdict counts the places it judged without naming them, so those of a pattern are told from the form."""
    pattern = item.only_at or item.not_at
    if pattern is None:
        return verdict.applied
    matching = sum(fnmatchcase(cell.address, pattern) for cell in report.cells())
    undecided = sum(fnmatchcase(place, pattern) for place in verdict.undecided)
    there = max(0, min(matching - undecided, verdict.applied))
    return there if item.only_at else verdict.applied - there


def _concerns(item: RuleItem, place: str) -> bool:
    if item.only_at is not None:
        return fnmatchcase(place, item.only_at)
    return item.not_at is None or not fnmatchcase(place, item.not_at)


def _assess_days_late(item: DaysLateItem, evidence: Evidence) -> tuple[Loss, ...] | None:
    facts = sorted(_days_late(item, evidence), key=lambda fact: fact[0])
    if not facts:
        return None
    days, rule, place = facts[0]
    kept = next((step.share for step in item.steps if days <= step.days), Fraction(0))
    return (Loss(rule, 1 - kept, (place,)),) if kept < 1 else ()


def _days_late(item: DaysLateItem, evidence: Evidence) -> Iterator[tuple[int, str, str]]:
    """Days late, rule and place of every date that a rule was sure about; in time is zero days."""
    for rule in item.rules:
        verdict = evidence.decided(rule)
        if verdict is None:
            continue
        if verdict.outcome is Outcome.HOLDS:
            yield 0, rule, ""
        for breach in verdict.breaches:
            if (days := _days_between(breach)) is not None:
                yield days, rule, breach.at


def _days_between(breach: Breach) -> int | None:
    """Days from the deadline (`expected`) to the date (`actual`), or None when one of them is not an ISO date."""
    try:
        return max(0, (date.fromisoformat(str(breach.actual)) - date.fromisoformat(str(breach.expected))).days)
    except ValueError:
        return None


def _assess_measure(item: MeasureItem, evidence: Evidence) -> tuple[Loss, ...] | None:
    found = measure(item.measure, evidence.report.tables, evidence.confident)
    if found is None or not is_gradable(item.measure, found):
        return None
    rate = shrunk(found, item.prior, item.kappa)
    kept = min(max((rate - item.none_at) / (item.full_at - item.none_at), Fraction(0)), Fraction(1))
    return (Loss(item.measure.value, 1 - kept, RATIOS[item.measure].cells),) if kept < 1 else ()
