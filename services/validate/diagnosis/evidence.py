"""What the prose and last year's report say about a cell: they break ties between equally small explanations."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from services.validate.filing import Filing, PriorReport, UnreadableCellError
from shared.report.claim import Claim, Relation, Scope
from shared.report.vocabulary import Applicant, RequestRow, request_cell

_AGREES = 5.0
"""A statement that fits after an edit and not before is hardly chance: it makes the edit 150 times as likely."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said elsewhere about these cells: true of some figures, false of others."""

    cells: frozenset[str]
    holds: Callable[[Mapping[str, int]], bool]


def statements(filing: Filing) -> tuple[Statement, ...]:
    """The exact claims of the prose about this year's own figures, and last year's carried-forward requests."""
    told = [statement for claim in filing.report.claims if (statement := _claimed(claim)) is not None]
    merged = any(one.report for one in filing.predecessors)
    return (*told, *(_carried(filing.prior) if filing.prior and not merged else ()))


def weight(told: tuple[Statement, ...], figures: Mapping[str, int], changes: Mapping[str, int]) -> float:
    """How much the statements speak for a change of the figures (positive) or against it (negative)."""
    after = {**figures, **{cell: figures[cell] + change for cell, change in changes.items()}}
    total = 0.0
    for statement in told:
        if statement.cells & changes.keys() and statement.cells <= figures.keys():
            total += _AGREES * (statement.holds(after) - statement.holds(figures))
    return total


def _claimed(claim: Claim) -> Statement | None:
    sums = [expression.cells for expression in claim.about if not expression.of and not expression.since_last_year]
    if claim.relation is not Relation.EQUAL or claim.scope not in {Scope.OWN, Scope.ONE_APPLICANT} or not sums:
        return None
    cells = frozenset(cell for addresses in sums for cell in addresses)

    def holds(figures: Mapping[str, int]) -> bool:
        return any(sum(figures[cell] for cell in addresses) == claim.value for addresses in sums)

    return Statement(cells, holds)


def _carried(prior: PriorReport) -> list[Statement]:
    found: list[Statement] = []
    for applicant in Applicant:
        here = request_cell(RequestRow.BROUGHT_FORWARD, applicant)
        with suppress(UnreadableCellError):
            last = prior.number(request_cell(RequestRow.CARRIED_FORWARD, applicant))
            found.append(Statement(frozenset({here}), _equals(here, int(last))))
    return found


def _equals(cell: str, value: int) -> Callable[[Mapping[str, int]], bool]:
    return lambda figures: figures[cell] == value
