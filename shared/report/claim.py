"""What the prose of a report says about its figures, number by number."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

AMBIGUOUS = "ambiguous"
"""The kind of a claim whose subject is not certain: one of `about` is meant, and not said which."""


class ClaimKind(StrEnum):
    """What a number of the prose may be about; which cells hold it, `Claim.about` says."""

    RECEIVED = "received"
    BROUGHT_FORWARD = "brought_forward"
    HANDLED_TOTAL = "handled_total"
    """Received and brought forward together."""
    CLOSED = "closed"
    CARRIED_FORWARD = "carried_forward"
    """办结率100% and 全部办结 say that it is zero."""
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    DISCLOSED = "disclosed"
    """Granted and partly granted together."""
    DENIED = "denied"
    DENIED_STATE_SECRET = "denied_state_secret"
    DENIED_PROHIBITED_BY_LAW = "denied_prohibited_by_law"
    DENIED_SECURITY_STABILITY = "denied_security_stability"
    DENIED_THIRD_PARTY_RIGHTS = "denied_third_party_rights"
    DENIED_INTERNAL_AFFAIRS = "denied_internal_affairs"
    DENIED_PROCESS_INFORMATION = "denied_process_information"
    DENIED_ENFORCEMENT_FILES = "denied_enforcement_files"
    DENIED_ADMINISTRATIVE_QUERY = "denied_administrative_query"
    UNAVAILABLE = "unavailable"
    UNAVAILABLE_NOT_HELD = "unavailable_not_held"
    UNAVAILABLE_NEEDS_CREATION = "unavailable_needs_creation"
    UNAVAILABLE_UNCLEAR = "unavailable_unclear"
    DECLINED = "declined"
    DECLINED_PETITION = "declined_petition"
    DECLINED_REPEAT = "declined_repeat"
    DECLINED_PUBLICATION = "declined_publication"
    DECLINED_EXCESSIVE = "declined_excessive"
    DECLINED_CONFIRMATION = "declined_confirmation"
    OTHER = "other"
    OTHER_NO_CORRECTION = "other_no_correction"
    OTHER_FEE_UNPAID = "other_fee_unpaid"
    OTHER_MISC = "other_misc"
    RECONSIDERATION = "reconsideration"
    """Cases, or with other cells those of one result; so the three below."""
    LITIGATION = "litigation"
    """Suits of both kinds together."""
    DIRECT_SUIT = "direct_suit"
    SUIT_AFTER_RECONSIDERATION = "suit_after_reconsideration"
    GOVERNMENT_RULES = "government_rules"
    """Issued, repealed or in force: the cell tells."""
    NORMATIVE_DOCUMENTS = "normative_documents"
    LICENSING = "licensing"
    PENALTIES = "penalties"
    COMPULSORY_MEASURES = "compulsory_measures"
    FEES = "fees"
    INFORMATION_FEE = "information_fee"
    """信息处理费 in yuan, which no table holds; nor do they the notices, nor what a website published."""
    INFORMATION_FEE_NOTICES = "information_fee_notices"
    DISCLOSED_ON_WEBSITE = "disclosed_on_website"
    AMBIGUOUS = AMBIGUOUS


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
    """A number the prose states: its subject (`kind`, a `ClaimKind`), the sentence, and its place.

    `value` keeps the decimals printed (`4.80`), so that rounding can be told; money is in the unit of its cell (万元),
    the information-handling fee, which has no cell, in 元. `about` holds what the number may be held against: one
    expression, or several that are all acceptable (kind `ambiguous`), or none where no table holds such a figure.
    `of_all` tells that no number was printed, but something said of all cases (全部办结, 办结率100%, 均获维持).
    """

    kind: str
    value: Decimal
    relation: Relation
    text: str
    at: str
    about: tuple[Expression, ...] = ()
    scope: Scope = Scope.OWN
    of_all: bool = False


def placed(claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    """Each claim with the place verdicts call it by: its sentence, with a number where it is not the first there."""
    counted: dict[str, int] = {}
    for claim in claims:
        number = counted[claim.at] = counted.get(claim.at, 0) + 1
        yield claim.at if number == 1 else f"{claim.at}#{number}", claim
