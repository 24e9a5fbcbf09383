"""Canonical names of the rows and columns that rules and measures speak about.

The printed labels of these names, and where each stands on the form, are data of the edition (`editions/*.toml`);
a test holds both lists together. 表二 differs between editions, so its names live in the edition files alone.
"""

from enum import StrEnum


class RequestRow(StrEnum):
    """Rows of 表三, in statutory order."""

    RECEIVED = "received"
    BROUGHT_FORWARD = "brought_forward"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    DENIED_STATE_SECRET = "denied_state_secret"
    DENIED_PROHIBITED_BY_LAW = "denied_prohibited_by_law"
    DENIED_SECURITY_STABILITY = "denied_security_stability"
    DENIED_THIRD_PARTY_RIGHTS = "denied_third_party_rights"
    DENIED_INTERNAL_AFFAIRS = "denied_internal_affairs"
    DENIED_PROCESS_INFORMATION = "denied_process_information"
    DENIED_ENFORCEMENT_FILES = "denied_enforcement_files"
    DENIED_ADMINISTRATIVE_QUERY = "denied_administrative_query"
    UNAVAILABLE_NOT_HELD = "unavailable_not_held"
    UNAVAILABLE_NEEDS_CREATION = "unavailable_needs_creation"
    UNAVAILABLE_UNCLEAR = "unavailable_unclear"
    DECLINED_PETITION = "declined_petition"
    DECLINED_REPEAT = "declined_repeat"
    DECLINED_PUBLICATION = "declined_publication"
    DECLINED_EXCESSIVE = "declined_excessive"
    DECLINED_CONFIRMATION = "declined_confirmation"
    OTHER_NO_CORRECTION = "other_no_correction"
    OTHER_FEE_UNPAID = "other_fee_unpaid"
    OTHER_MISC = "other_misc"
    OTHER_COMBINED = "other_combined"
    CLOSED = "closed"
    CARRIED_FORWARD = "carried_forward"


class Applicant(StrEnum):
    """Columns of 表三: who asked."""

    NATURAL_PERSON = "natural_person"
    BUSINESS = "business"
    RESEARCH_INSTITUTION = "research_institution"
    PUBLIC_INTEREST = "public_interest"
    LEGAL_SERVICES = "legal_services"
    OTHER_ORGANISATION = "other_organisation"
    TOTAL = "total"


class ReviewRoute(StrEnum):
    """Routes of 表四: how a decision was contested."""

    RECONSIDERATION = "reconsideration"
    DIRECT_SUIT = "direct_suit"
    SUIT_AFTER_RECONSIDERATION = "suit_after_reconsideration"


class ReviewResult(StrEnum):
    """Results of 表四."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"
    PENDING = "pending"
    TOTAL = "total"


def request_cell(row: RequestRow, applicant: Applicant = Applicant.TOTAL) -> str:
    """Address of one cell of 表三, for example `requests.closed.total`."""
    return f"requests.{row}.{applicant}"


def review_cell(route: ReviewRoute, result: ReviewResult = ReviewResult.TOTAL) -> str:
    """Address of one cell of 表四, for example `reviews.direct_suit.total`."""
    return f"reviews.{route}.{result}"
