"""The two languages of the pages: which one a request asks for, and how dates and figures are written in it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlencode

from services.portal.texts import text, texts
from shared.report.submission import CHINA_TIME
from shared.report.text import Text

COOKIE = "gouji_lang"


class Language(StrEnum):
    """Chinese comes first: it is what everyone gets who does not ask otherwise."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The language tag of a page."""
        return "zh-CN" if self is Language.ZH else "en"

    @property
    def other(self) -> "Language":
        """The language the switch leads to."""
        return Language.EN if self is Language.ZH else Language.ZH

    def say(self, wording: Text) -> str:
        """The wording in this language."""
        return wording.zh if self is Language.ZH else wording.en

    def text(self, key: str, **values: object) -> str:
        """A wording of the catalogue with its placeholders filled.

        Raises:
            KeyError: there is no such wording, or a placeholder has no value.
        """
        return self.say(text(key)).format(**values)

    def called(self, section: str, key: str) -> str:
        """The name of something that data may know and the catalogue not; then its key has to do."""
        wording = texts().get(f"{section}.{key}")
        return self.say(wording) if wording else key

    def day(self, day: date) -> str:
        """A day, in words."""
        if self is Language.ZH:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%B %Y}"

    def moment(self, moment: datetime) -> str:
        """A moment by the clock of China, where deadlines end."""
        local = moment.astimezone(CHINA_TIME)
        if self is Language.ZH:
            return f"{self.day(local.date())} {local:%H:%M}"
        return f"{self.day(local.date())}, {local:%H:%M} (UTC+8)"


def points(value: Decimal) -> str:
    """Points to the cent, as the rubric counts them."""
    return f"{value:.2f}"


def signed(value: Decimal) -> str:
    """A gain or loss of points, with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{abs(value):.2f}"


def percent(share: Decimal | float) -> str:
    """A share of one as per cent, to one decimal unless it is all or nothing."""
    written = f"{100 * share:.1f}"
    return f"{written.removesuffix('.0')}%"


def size(count: int) -> str:
    """A file size."""
    kilo = 1024
    if count < kilo:
        return f"{count} B"
    return f"{count / kilo:.0f} KB" if count < kilo**2 else f"{count / kilo**2:.1f} MB"


def language_of(query: Mapping[str, str], cookies: Mapping[str, str]) -> Language:
    """The language asked for in the address, else the one remembered, else Chinese."""
    for asked in (query.get("lang"), cookies.get(COOKIE)):
        if asked in set(Language):
            return Language(asked)
    return Language.ZH


def address(path: str, query: Mapping[str, object]) -> str:
    """A path with its query, leaving out what has no value."""
    said = urlencode({key: value for key, value in query.items() if value not in {None, ""}})
    return f"{path}?{said}" if said else path
