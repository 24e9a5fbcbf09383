"""The claims of a report's prose sorted by what they speak of, so that each is weighed by exactly one rule."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from shared.report.annual_report import AnnualReport
from shared.report.claim import Claim, ClaimKind, Scope, placed
from shared.report.edition import edition
from shared.report.place import section_of

_MOST_CLAIMS = 300
_MOST_EXPRESSIONS = 12
_WEIGHED = frozenset({Scope.OWN, Scope.ONE_APPLICANT, Scope.LAST_YEAR})
_MOST_DIGITS = 12
"""No report counts so far; what does is no claim."""


class Topic(StrEnum):
    """What claims may speak of; one rule for each."""

    RECEIVED = "received"
    BROUGHT_FORWARD = "brought_forward"
    CLOSED = "closed"
    DISCLOSED = "disclosed"
    DENIED = "denied"
    UNAVAILABLE = "unavailable"
    DECLINED = "declined"
    OTHER = "other"
    CARRIED_FORWARD = "carried_forward"
    APPLICANTS = "applicants"
    RECONSIDERATION = "reconsideration"
    LITIGATION = "litigation"
    DOCUMENTS = "documents"
    DECISIONS = "decisions"
    FEES = "fees"
    SHARE = "share"
    ALL_CLOSED = "all_closed"
    ALL_UPHELD = "all_upheld"
    CHANGE = "change"
    LAST_YEAR = "last_year"
    AMBIGUOUS = "ambiguous"
    INFORMATION_FEE = "information_fee"


_KINDS: Mapping[str, Topic] = {
    ClaimKind.RECEIVED: Topic.RECEIVED,
    ClaimKind.HANDLED_TOTAL: Topic.RECEIVED,
    ClaimKind.BROUGHT_FORWARD: Topic.BROUGHT_FORWARD,
    ClaimKind.CLOSED: Topic.CLOSED,
    ClaimKind.GRANTED: Topic.DISCLOSED,
    ClaimKind.PARTLY_GRANTED: Topic.DISCLOSED,
    ClaimKind.DISCLOSED: Topic.DISCLOSED,
    ClaimKind.CARRIED_FORWARD: Topic.CARRIED_FORWARD,
    ClaimKind.RECONSIDERATION: Topic.RECONSIDERATION,
    ClaimKind.LITIGATION: Topic.LITIGATION,
    ClaimKind.DIRECT_SUIT: Topic.LITIGATION,
    ClaimKind.SUIT_AFTER_RECONSIDERATION: Topic.LITIGATION,
    ClaimKind.GOVERNMENT_RULES: Topic.DOCUMENTS,
    ClaimKind.NORMATIVE_DOCUMENTS: Topic.DOCUMENTS,
    ClaimKind.LICENSING: Topic.DECISIONS,
    ClaimKind.PENALTIES: Topic.DECISIONS,
    ClaimKind.COMPULSORY_MEASURES: Topic.DECISIONS,
    ClaimKind.FEES: Topic.FEES,
    **{
        kind: topic
        for topic in (Topic.DENIED, Topic.UNAVAILABLE, Topic.DECLINED, Topic.OTHER)
        for kind in ClaimKind
        if kind == topic.value or kind.startswith(f"{topic}_")
    },
}


def by_topic(report: AnnualReport) -> Mapping[Topic, Mapping[str, Claim]]:
    """The claims of each topic by place: the sentence, with a number where it is not the first claim of its sentence.

    What no table of this report or of last year's can hold is left out.
    """
    found: dict[Topic, dict[str, Claim]] = {}
    if not report.claims:
        return found
    cells = _cells(report.edition, report.merged_rows)
    for at, claim in placed(islice(report.claims, _MOST_CLAIMS)):
        topic = _topic(claim)
        if topic is not None and section_of(claim.at) is not None and _can_be_weighed(claim, cells):
            found.setdefault(topic, {})[at] = claim
    return found


@lru_cache(maxsize=8)
def _cells(edition_id: str, merged_rows: tuple[str, ...]) -> frozenset[str]:
    return frozenset(cell.address for cell in edition(edition_id).cells(frozenset(merged_rows)))


def _topic(claim: Claim) -> Topic | None:
    """What a claim speaks of; None where no table of the report, nor of last year's, can hold its number."""
    if not claim.about:
        return Topic.INFORMATION_FEE if claim.kind == ClaimKind.INFORMATION_FEE and claim.scope is Scope.OWN else None
    changes = {expression.since_last_year for expression in claim.about}
    shares = {bool(expression.of) for expression in claim.about}
    is_change, is_share = True in changes, True in shares
    if len(changes) > 1 or len(shares) > 1 or claim.scope not in _WEIGHED:
        return None
    if claim.scope is Scope.LAST_YEAR:
        return None if is_change else Topic.LAST_YEAR
    if is_change or is_share:
        return Topic.CHANGE if is_change else Topic.SHARE
    return _counted(claim)


def _counted(claim: Claim) -> Topic | None:
    if claim.scope is Scope.ONE_APPLICANT:
        return Topic.APPLICANTS
    if claim.of_all:
        return Topic.ALL_CLOSED if claim.kind == ClaimKind.CARRIED_FORWARD else Topic.ALL_UPHELD
    return Topic.AMBIGUOUS if len(claim.about) > 1 else _KINDS.get(claim.kind)


def _can_be_weighed(claim: Claim, cells: frozenset[str]) -> bool:
    """Whether the number is one, and this report prints every cell that it may be held against."""
    return (
        _is_a_number(claim.value)
        and len(claim.about) <= _MOST_EXPRESSIONS
        and all(
            len(expression.cells) > 0 and cells.issuperset(expression.cells) and cells.issuperset(expression.of)
            for expression in claim.about
        )
    )


def _is_a_number(value: Decimal) -> bool:
    """Whether reports print such numbers; a claim may come from a stranger's file."""
    _, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and abs(exponent) <= _MOST_DIGITS and len(digits) + exponent <= _MOST_DIGITS
