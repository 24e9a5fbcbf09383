"""What part of the league table is wanted, in which order, and what it is divided into; pure."""

from enum import StrEnum

import msgspec

from services.portal.store.standing import Tier
from shared.report.agency import Agency, AgencyClass
from shared.report.scorecard import Grade

Kind = tuple[Tier, Grade | None, bool]
"""Tier, grade, and whether the total can be compared with last year's."""


class Sort(StrEnum):
    """What the table is sorted by: total (and so by rank), change since last year, number of errors, day of receipt."""

    TOTAL = "total"
    CHANGE = "change"
    ERRORS = "errors"
    RECEIVED = "received"


class Order(StrEnum):
    """The direction."""

    ASC = "asc"
    DESC = "desc"

    @property
    def other(self) -> "Order":
        """The opposite direction."""
        return Order.ASC if self is Order.DESC else Order.DESC


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What part of one year's league table is wanted: the agencies below an organ, of a class, with a grade.

    `name` matches any part of an agency's name, or its code. Whatever the order, those without a grade come after
    those with one, and those without a comparison after those with one.
    """

    year: int
    organ: str = ""
    agency_class: AgencyClass | None = None
    grade: Grade | None = None
    tier: Tier | None = None
    name: str | None = None
    sort: Sort = Sort.TOTAL
    order: Order = Order.DESC

    def counts(self, kind: Kind) -> bool:
        """Whether filings of that kind are wanted."""
        tier, grade, _ = kind
        return self.grade in {None, grade} and self.tier in {None, tier}


class Branch(msgspec.Struct, frozen=True):
    """An organ with others below it: how many agencies of its subtree must file, how many have filed for the year."""

    agency: Agency
    agencies: int
    filings: int


class ClassCount(msgspec.Struct, frozen=True):
    """How many filings of a class are of a tier and have a grade."""

    agency_class: AgencyClass
    tier: Tier
    grade: Grade | None
    filings: int


class Moves(msgspec.Struct, frozen=True):
    """How many totals can be compared with last year's, and how many of them rose and fell."""

    compared: int = 0
    up: int = 0
    down: int = 0

    @property
    def same(self) -> int:
        """How many stayed as they were."""
        return self.compared - self.up - self.down
