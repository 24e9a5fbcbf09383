"""What one item of a rubric finds in one report: which share of its points is lost, to which cause, at which places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import lru_cache

from msgspec import structs

from services.score.measures import RATIOS, Confident, contradicts_itself, measure, shrunk
from services.score.rubric import DaysLateItem, Item, MeasureItem, RuleItem
from shared.report.annual_report import AnnualReport
from shared.report.edition import edition
from shared.report.verdict import Breach, Outcome, Severity, Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that grading looks at: the report, its verdicts by rule, and which cells were read with confidence.

    The verdicts are those that `of` makes of what was judged: a waived breach is none, and its place counts as sound.
    """

    report: AnnualReport
    verdicts: Mapping[str, Verdict]
    confident: Confident

    @classmethod
    def of(cls, report: AnnualReport, verdicts: Iterable[Verdict], confident: Confident) -> "Evidence":
        """What judging and reading say, after waivers."""
        return cls(report, {verdict.rule: settled(verdict, verdict.unwaived) for verdict in verdicts}, confident)

    def repaired(self, rule: str) -> "Evidence":
        """As if every place at which the rule is in breach were sound."""
        return replace(self, verdicts={**self.verdicts, rule: settled(self.verdicts[rule], ())})

    def decided(self, rule: str) -> Verdict | None:
        """The verdict of a rule that came to an answer."""
        verdict = self.verdicts.get(rule)
        return verdict if verdict and verdict.outcome in {Outcome.HOLDS, Outcome.FAILS} else None

    def apply(self, rules: Iterable[str]) -> bool:
        """Whether at least one of the rules had something to look at, or did not answer at all."""
        verdicts = (self.verdicts.get(rule) for rule in rules)
        return any(verdict is None or verdict.outcome is not Outcome.NOT_APPLICABLE for verdict in verdicts)


@dataclass(frozen=True, slots=True)
class Loss:
    """A share of the points (0 to 1) lost to a rule or measure, and the places at fault."""

    cause: str
    share: Fraction
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Losses, and the share (0 to 1) of what there was to look at that could be looked at with certainty."""

    covered: Fraction
    losses: tuple[Loss, ...] = ()


def settled(verdict: Verdict, left: tuple[Breach, ...]) -> Verdict:
    """The verdict if it had found no breaches but those `left`; as many places were judged."""
    if len(left) == len(verdict.breaches):
        return verdict
    return structs.replace(verdict, breaches=left, outcome=Outcome.FAILS if left else Outcome.HOLDS)


_UNCERTAIN = Assessment(Fraction(0))
_SOUND = Assessment(Fraction(1))


def assess(item: Item, evidence: Evidence) -> Assessment | None:
    """Look at one item; None when it is certain that there is nothing to look at, such as a rate of no cases."""
    match item:
        case RuleItem():
            return _assess_rules(item, evidence)
        case DaysLateItem():
            return _assess_days_late(item, evidence)
        case MeasureItem():
            return _assess_measure(item, evidence)


def _assess_rules(item: RuleItem, evidence: Evidence) -> Assessment | None:
    if not evidence.apply(item.rules):
        return None
    verdicts = [verdict for rule in item.rules if (verdict := evidence.verdicts.get(rule))]
    at_fault = {v.rule: tuple(b.at for b in _charged(v) if _concerns(item, b.at)) for v in verdicts}
    breached = sum(map(len, at_fault.values()))
    judged = max(breached, sum(_places_judged(item, verdict, evidence.report) for verdict in verdicts))
    if not judged:
        return _UNCERTAIN
    undecided = sum(_concerns(item, place) for verdict in verdicts for place in verdict.undecided)
    losses = (Loss(rule, Fraction(len(places), judged), places) for rule, places in at_fault.items() if places)
    return Assessment(Fraction(judged, judged + undecided), tuple(losses))


def _charged(verdict: Verdict) -> tuple[Breach, ...]:
    """What costs points: a notice is for the supervisor's information and never does."""
    return () if verdict.severity is Severity.NOTICE else verdict.breaches


def _places_judged(item: RuleItem, verdict: Verdict, report: AnnualReport) -> int:
    """A verdict counts the places it judged without naming them, so those of a pattern are told from the form."""
    pattern = item.only_at or item.not_at
    if pattern is None:
        return verdict.applied
    undecided = sum(fnmatchcase(place, pattern) for place in verdict.undecided)
    there = max(0, min(_matching(report.edition, report.merged_rows, pattern) - undecided, verdict.applied))
    return there if item.only_at else verdict.applied - there


@lru_cache(maxsize=64)
def _matching(edition_id: str, merged_rows: tuple[str, ...], pattern: str) -> int:
    cells = edition(edition_id).cells(frozenset(merged_rows))
    return sum(fnmatchcase(cell.address, pattern) for cell in cells)


def _concerns(item: RuleItem, place: str) -> bool:
    if item.only_at is not None:
        return fnmatchcase(place, item.only_at)
    return item.not_at is None or not fnmatchcase(place, item.not_at)


def _assess_days_late(item: DaysLateItem, evidence: Evidence) -> Assessment | None:
    if not evidence.apply(item.rules):
        return None
    facts = sorted(_days_late(item, evidence), key=lambda fact: fact[0])
    if not facts:
        return _UNCERTAIN
    days, rule, place = facts[0]
    kept = next((step.share for step in item.steps if days <= step.days), Fraction(0))
    return replace(_SOUND, losses=(Loss(rule, 1 - kept, (place,)),)) if kept < 1 else _SOUND


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


def _assess_measure(item: MeasureItem, evidence: Evidence) -> Assessment | None:
    found = measure(item.measure, evidence.report.tables, evidence.confident)
    if found is None or contradicts_itself(item.measure, found):
        return _UNCERTAIN
    if not found.denominator:
        return None
    rate = shrunk(found, item.prior, item.kappa)
    kept = min(max((rate - item.none_at) / (item.full_at - item.none_at), Fraction(0)), Fraction(1))
    lost = Loss(item.measure.value, 1 - kept, RATIOS[item.measure].cells)
    return replace(_SOUND, losses=(lost,)) if kept < 1 else _SOUND
