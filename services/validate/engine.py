"""Judging: every rule at every place it looks at, and one verdict for each rule."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.validate.catalogue import catalogue
from services.validate.filing import Filing, UnreadableCellError
from services.validate.rule import Evidence, Judgement, Rule
from services.validate.wording import fill, place, said
from shared.report.annual_report import Period
from shared.report.verdict import Breach, Outcome, Severity, Verdict

_MILDEST_FIRST = (Severity.NOTICE, Severity.WARNING, Severity.ERROR)


def judge(filing: Filing, rules: Sequence[Rule] | None = None) -> tuple[Verdict, ...]:
    """The verdict of every rule, in the order of the catalogue (or of `rules`, when given)."""
    return tuple(_verdict(rule, filing) for rule in (catalogue() if rules is None else rules))


def _verdict(rule: Rule, filing: Filing) -> Verdict:
    places = dict.fromkeys(rule.places(filing)) if rule.covers(filing.report.edition) else ()
    check = rule.check
    faults: list[tuple[str, Judgement]] = []
    undecided: list[str] = []
    for at in places:
        try:
            judgement = check(filing, at)
        except UnreadableCellError:
            undecided.append(at)
        else:
            if not judgement.holds:
                faults.append((at, judgement))
    applied = len(places) - len(undecided)
    return Verdict(
        rule=rule.id,
        revision=rule.revision,
        outcome=_outcome(faults=len(faults), applied=applied, undecided=len(undecided)),
        severity=_severity(rule, [judgement for _, judgement in faults]) if faults else rule.severity,
        applied=applied,
        breaches=tuple(_breach(rule, filing, at, judgement) for at, judgement in faults),
        undecided=tuple(undecided),
        title=rule.title,
        fix=rule.fix if faults else None,
        basis=tuple(basis.sentence for basis in rule.basis) if faults else (),
    )


def _outcome(*, faults: int, applied: int, undecided: int) -> Outcome:
    if faults:
        return Outcome.FAILS
    if applied:
        return Outcome.HOLDS
    return Outcome.INCONCLUSIVE if undecided else Outcome.NOT_APPLICABLE


def _severity(rule: Rule, faults: Sequence[Judgement]) -> Severity:
    found = [fault.severity or rule.severity for fault in faults]
    return max(found, key=_MILDEST_FIRST.index, default=rule.severity)


def _breach(rule: Rule, filing: Filing, at: str, judgement: Judgement) -> Breach:
    words = {
        "at": place(at, filing.report.form),
        "expected": said(judgement.expected),
        "actual": said(judgement.actual),
        **judgement.words,
    }
    return Breach(
        at=at,
        expected=_plain(judgement.expected),
        actual=_plain(judgement.actual),
        message=fill(rule.message, words),
    )


def _plain(evidence: Evidence) -> int | float | str | None:
    """Evidence as JSON has it: days and periods in ISO 8601."""
    if isinstance(evidence, Period):
        return f"{evidence.start.isoformat()}/{evidence.end.isoformat()}"
    if isinstance(evidence, date):
        return evidence.isoformat()
    if isinstance(evidence, Decimal):
        return int(evidence) if evidence == int(evidence) else float(evidence)
    return evidence
