"""What somebody does about a case: who and when, and the words, days and digests that come with it; pure."""

import re
from datetime import date, datetime, timedelta

import msgspec

from shared.access.account import Account
from shared.report.submission import CHINA_TIME

MOST_WORDS = 2000
RULE = re.compile(r"[A-Z][0-9]{3}")
DIGEST = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Act(msgspec.Struct, frozen=True):
    """An account does something, at that time."""

    by: Account
    at: datetime

    @property
    def day(self) -> date:
        """The day it is in China then."""
        return self.at.astimezone(CHINA_TIME).date()


def sound_words(text: str, least: int, most: int) -> str | None:
    """The words without control characters and blanks around them; None when they are too few or too many."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(letter for letter in lines if letter == "\n" or letter.isprintable()).strip()
    return plain if least <= len(plain) <= most else None


def day_between(value: str, after: date, last: date) -> date | None:
    """The day written like 2026-12-31, when it lies behind `after` and not behind `last`."""
    if not _DAY.fullmatch(value):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if after < day <= last else None


def tomorrow(today: date) -> date:
    """The first day that lies in the future."""
    return today + timedelta(days=1)


def years_later(day: date, years: int) -> date:
    """The same day some years on; of a leap day, the day before."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
