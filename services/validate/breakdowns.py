"""Claims of the prose against each other: parts against their whole, shares against a hundred, a figure told twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from services.validate.claim_wording import rounded
from services.validate.claimed import fits, last_digit, total
from services.validate.filing import Filing, UnreadableCellError
from services.validate.topics import Topic
from shared.report.claim import Claim, Relation
from shared.report.edition import Equation

COUNTED = (
    Topic.RECEIVED,
    Topic.BROUGHT_FORWARD,
    Topic.CLOSED,
    Topic.DISCLOSED,
    Topic.DENIED,
    Topic.UNAVAILABLE,
    Topic.DECLINED,
    Topic.OTHER,
    Topic.CARRIED_FORWARD,
    Topic.APPLICANTS,
    Topic.RECONSIDERATION,
    Topic.LITIGATION,
    Topic.DOCUMENTS,
    Topic.DECISIONS,
    Topic.FEES,
)
"""Topics whose claims may give one exact figure for known cells."""

_IDENTITIES = ("dispositions_foot", "applicants_cross_foot", "review_results_foot")
_PERCENT = 100
_FEWEST_PARTS = 2
_FEWEST_SHARES = 3

Placed = tuple[str, Claim]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts that a sentence counts of a whole; `complete` when the form has no other part."""

    whole: Claim
    parts: tuple[Claim, ...]
    complete: bool

    @property
    def sum(self) -> Decimal:
        """The parts together."""
        return sum((part.value for part in self.parts), start=Decimal(0))

    @property
    def holds(self) -> bool:
        """Whether the parts can belong to the whole: no more than it, and where they are all, as much."""
        return self.sum == self.whole.value if self.complete else self.sum <= self.whole.value


def breakdowns(filing: Filing) -> Mapping[str, Breakdown]:
    """Every breakdown that a sentence gives in full, by the place of its first part."""
    told = _told(filing)
    wholes = _wholes(told)
    found: dict[str, Breakdown] = {}
    for equation in _equations(filing, wholes):
        whole = wholes[equation.at]
        for parts in _in_one_sentence(told, equation):
            covered = frozenset(cell for _, part in parts for cell in part.about[0].cells)
            if len(parts) >= _FEWEST_PARTS:
                breakdown = Breakdown(whole, tuple(part for _, part in parts), covered == frozenset(equation.left))
                found.setdefault(parts[0][0], breakdown)
    return found


@dataclass(frozen=True, slots=True)
class Shares:
    """Percentages of one enumeration, and what they may add up to, each figure being rounded or cut off."""

    claims: tuple[Claim, ...]
    sum: Decimal
    expected: tuple[Decimal, ...]
    slack: Decimal
    complete: bool

    @property
    def nearest(self) -> Decimal:
        """The sum they may have that comes nearest to the one they have."""
        return min(self.expected, key=lambda expected: abs(expected - self.sum))

    @property
    def holds(self) -> bool:
        """Whether they add up to one of the sums they may have, or stay below it where parts are left out."""
        near = abs(self.sum - self.nearest) <= self.slack
        return near or (not self.complete and any(self.sum < expected for expected in self.expected))


def enumerated_shares(filing: Filing) -> Mapping[str, tuple[Equation, tuple[Claim, ...]]]:
    """The sentences that give shares of at least three parts of one whole, by the place of the first."""
    told = [placed for placed in filing.claims_on(Topic.SHARE).items() if placed[1].relation is Relation.EQUAL]
    if len(told) < _FEWEST_SHARES:
        return {}
    found: dict[str, tuple[Equation, tuple[Claim, ...]]] = {}
    bases = {expression.of[0]: None for _, claim in told for expression in claim.about if len(expression.of) == 1}
    for equation in _equations(filing, bases):
        for parts in _in_one_sentence(told, equation):
            shared = [part for part in parts if any(one.of == (equation.at,) for one in part[1].about)]
            if len(shared) >= _FEWEST_SHARES:
                found.setdefault(shared[0][0], (equation, tuple(part for _, part in shared)))
    return found


def shares_at(filing: Filing, at: str) -> Shares:
    """One enumeration of shares, with the sums it may have by any base that all its shares accept.

    Raises:
        UnreadableCellError: a cell of the whole or of a base is blank, or was not read with confidence.
    """
    equation, claims = enumerated_shares(filing)[at]
    bases = set.intersection(*({one.of for one in claim.about} for claim in claims))
    whole = total(filing, (equation.at,))
    sums = [total(filing, base) for base in sorted(bases)]
    if not whole.exact or not all(one.exact and one.value for one in sums):
        raise UnreadableCellError(at)
    covered = frozenset(cell for claim in claims for cell in claim.about[0].cells)
    return Shares(
        claims,
        sum=sum((claim.value for claim in claims), start=Decimal(0)),
        expected=tuple(rounded(whole.value * _PERCENT / one.value) for one in sums),
        slack=sum((last_digit(claim.value) for claim in claims), start=Decimal(0)),
        complete=covered == frozenset(equation.left),
    )


def told_again(filing: Filing) -> Mapping[str, tuple[Placed, Claim]]:
    """Claims about cells that another sentence counted before: where, what it said, and what is said now."""
    told = _told(filing)
    first: dict[tuple[str, ...], Placed] = {}
    found: dict[str, tuple[Placed, Claim]] = {}
    for at, claim in told:
        before = first.setdefault(tuple(sorted(claim.about[0].cells)), (at, claim))
        if before[1].at != claim.at:
            found[at] = (before, claim)
    return found


def agree(one: Claim, other: Claim) -> bool:
    """Whether two claims about the same cells can both be right."""
    return fits(one, other.value) or fits(other, one.value)


def is_settled(filing: Filing, claim: Claim) -> bool:
    """Whether the cells a claim speaks of were read and filled, so that they tell what is right."""
    with suppress(UnreadableCellError):
        return total(filing, claim.about[0].cells).exact
    return False


def _told(filing: Filing) -> list[Placed]:
    """The claims that give one exact figure for known cells."""
    return [
        (at, claim)
        for topic in COUNTED
        for at, claim in filing.claims_on(topic).items()
        if claim.relation is Relation.EQUAL and len(claim.about) == 1
    ]


def _wholes(told: Sequence[Placed]) -> dict[str, Claim]:
    """Cells of which the prose gives one figure and no other."""
    found: dict[str, Claim] = {}
    doubted: set[str] = set()
    for _, claim in told:
        cells = claim.about[0].cells
        if len(cells) == 1 and not agree(found.setdefault(cells[0], claim), claim):
            doubted.add(cells[0])
    return {cell: claim for cell, claim in found.items() if cell not in doubted}


def _equations(filing: Filing, wholes: Iterable[str]) -> Iterator[Equation]:
    sums = [filing.equations(identity) for identity in _IDENTITIES]
    return (equations[at] for at in wholes for equations in sums if at in equations)


def _in_one_sentence(told: Sequence[Placed], equation: Equation) -> list[list[Placed]]:
    """The claims that speak of parts of a whole, sentence by sentence, none of them overlapping."""
    left = frozenset(equation.left)
    found: dict[str, list[Placed]] = {}
    taken: dict[str, set[str]] = {}
    for at, claim in told:
        if claim.about[0].cells[0] not in left:
            continue
        cells = frozenset(cell for expression in claim.about for cell in expression.cells)
        seen = taken.setdefault(claim.at, set())
        if cells <= left and not cells & seen:
            seen |= cells
            found.setdefault(claim.at, []).append((at, claim))
    return list(found.values())
