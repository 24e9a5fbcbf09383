"""What is known of an agency beside its peers and over the years; pure."""

from decimal import Decimal
from uuid import UUID

import msgspec

from shared.report.agency import Agency
from shared.report.scorecard import Grade
from shared.report.text import Text
from shared.report.verdict import Severity


class Rung(msgspec.Struct, frozen=True):
    """A rank among so many; `tied` says that others share it."""

    rank: int
    tied: bool
    of: int


class Peer(msgspec.Struct, frozen=True):
    """Another agency of the same class below the same organ, and its total."""

    agency: Agency
    submission_id: UUID
    total: Decimal
    grade: Grade


class YearFinding(msgspec.Struct, frozen=True):
    """A rule breached in one year: at how many places, how many of those explained, by which filing."""

    year: int
    severity: Severity
    places: int
    waived: int
    submission_id: UUID


class Recurring(msgspec.Struct, frozen=True):
    """A rule and the years in which it was breached, the earliest first."""

    rule: str
    title: Text | None
    years: tuple[YearFinding, ...]
