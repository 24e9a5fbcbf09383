"""One filing by one agency about one year: what came in, when, and where the bytes are."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from shared.report.agency import Agency

CHINA_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Deadlines end at midnight in China, whatever clock the machine keeps."""


class DeadlineStatus(StrEnum):
    """Whether a filing reached the house by the last day of its class."""

    ON_TIME = "on_time"
    LATE = "late"


class Correction(msgspec.Struct, frozen=True):
    """What a clerk says is printed in a cell that was not read with confidence; None says that the cell is blank."""

    at: str
    value: int | Decimal | None


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """A filing as the gateway accepted it. `version` counts the filings of one agency about one year from 1.

    `sha256` addresses the original bytes in the object store; `published_on` is the day the agency says it published
    the report; a draft is read, judged and graded like any filing but never ranked and never anybody's prior year.
    `corrections` belong to the reading of this file and are shown with it; the file stays as it is. Nothing of a draft
    is kept after `keep_until`; of a filing, which has none, everything is.
    """

    id: UUID
    agency: Agency
    year: int
    version: int
    filename: str
    media_type: str
    size: int
    sha256: str
    received_at: datetime
    published_on: date | None = None
    draft: bool = False
    supersedes: UUID | None = None
    corrections: tuple[Correction, ...] = ()
    keep_until: datetime | None = None

    @property
    def deadline(self) -> date:
        """Last day on which this filing would be on time."""
        return self.agency.deadline(self.year)

    @property
    def received_on(self) -> date:
        """The day of receipt in China."""
        return self.received_at.astimezone(CHINA_TIME).date()

    @property
    def deadline_status(self) -> DeadlineStatus:
        """On time or late, by the day of receipt."""
        return DeadlineStatus.ON_TIME if self.received_on <= self.deadline else DeadlineStatus.LATE


def now() -> datetime:
    """The present, with its zone."""
    return datetime.now(UTC)


def china_today() -> date:
    """The day it is in China, by which deadlines are counted."""
    return now().astimezone(CHINA_TIME).date()
