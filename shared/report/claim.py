"""What the prose of a report says about its figures, number by number."""

from decimal import Decimal
from enum import StrEnum

import msgspec

AMBIGUOUS = "ambiguous"
"""The kind of a claim whose subject is not certain: one of `about` is meant, and not said which."""


class Relation(StrEnum):
    """How a number of the prose stands to what it speaks about."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"
    """余, 近, 多, 约, 左右: an approximation that no exact figure contradicts by being near."""


class Scope(StrEnum):
    """Whose figures, and of when, a number of the prose is."""

    OWN = "own"
    """The organ's own figures of the year reported, which its tables hold."""
    REGION = "region"
    """A whole region or system, where the report says so apart from its own figures."""
    LAST_YEAR = "last_year"
    ONE_APPLICANT = "one_applicant"
    """Requests of one kind of applicant; the cells are those of its column."""
    WEBSITE = "website"
    """What a website or account published; no table holds it."""
    PLAN = "plan"
    """What is meant to be done later."""


class Expression(msgspec.Struct, frozen=True):
    """What a number can be held against: the sum of `cells`.

    With `of`, the share of that sum in the sum of those cells, in per cent. With `since_last_year`, the change of the
    sum against the same sum of last year's report, in per cent (negative for a decrease).
    """

    cells: tuple[str, ...]
    of: tuple[str, ...] = ()
    since_last_year: bool = False


class Claim(msgspec.Struct, frozen=True):
    """A number the prose states: its subject (`kind`), the sentence, and its place.

    `value` keeps the decimals printed (`4.80`), so that rounding can be told; money is in the unit of its cell (万元),
    the information-handling fee, which has no cell, in 元. `about` holds what the number may be held against: one
    expression, or several that are all acceptable (kind `ambiguous`), or none where no table holds such a figure.
    """

    kind: str
    value: Decimal
    relation: Relation
    text: str
    at: str
    about: tuple[Expression, ...] = ()
    scope: Scope = Scope.OWN
