"""Days as reports print them: the statistical period, a date beside the title, the date of the signature."""

import re
from collections.abc import Sequence
from datetime import date

from services.ingest.labels import narrow
from shared.report.annual_report import Period

_EARLIEST = 2008
"""The regulations came into force in that year; an earlier date is a default of the site's software."""
_DAY = r"([0-9]{4})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
_SECOND_DAY = r"(?:([0-9]{4})\s*[年./-]\s*)?([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?"
_TO = r"\s*(?:起|始)?\s*[,，]?\s*(?:至|到|—+|–+|-+|~|～)\s*"
_RANGE = re.compile(rf"{_DAY}{_TO}{_SECOND_DAY}")
_MONTHS = re.compile(r"([0-9]{4})\s*年\s*0?1\s*月?\s*(?:至|到|—+|–+|-+|~|～)\s*12\s*月")
_FIRST = re.compile(rf"(?<![0-9]){_DAY}")
_COMPACT = re.compile(r"(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])")
_SIGNATURE = re.compile(rf"^[((]?\s*(?:\S{{2,30}}\s+)?{_DAY}\s*[))]?$")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([一二三])?十([一二三四五六七八九])?")
_ABOUT_STATISTICS = 40


def period(texts: Sequence[str]) -> Period | None:
    """The first range of days in a sentence about statistics, else the first range in full dates."""
    ranges = [(text, match) for text in texts for match in _RANGE.finditer(text)]
    about = [match for text, match in ranges if _is_about_statistics(text, match)]
    for match in about or [match for _, match in ranges]:
        start = day(*match.group(1, 2, 3))
        end = day(match[4] or match[1], match[5], match[6])
        if start is not None and end is not None:
            return Period(start, end)
    months = next(
        (match for text in texts for match in _MONTHS.finditer(text) if _is_about_statistics(text, match)), None
    )
    return Period(date(int(months[1]), 1, 1), date(int(months[1]), 12, 31)) if months else None


def _is_about_statistics(text: str, match: re.Match[str]) -> bool:
    return "统计" in text[max(match.start() - _ABOUT_STATISTICS, 0) : match.start()]


def first_day(text: str) -> date | None:
    """The first day in a text, with separators or without (20240131)."""
    plain = _in_digits(narrow(text))
    found = [day(*match.groups()) for pattern in (_FIRST, _COMPACT) for match in pattern.finditer(plain)]
    return next((one for one in found if one is not None and one.year >= _EARLIEST), None)


def signed(texts: Sequence[str], last: int) -> date | None:
    """The day that stands alone, or behind the agency's name, at the end of the report or right under its title."""
    for text in [*reversed(texts[-last:]), *texts[:last]]:
        if match := _SIGNATURE.match(_in_digits(text.strip()[:60])):
            return day(*match.groups())
    return None


def day(year: str, month: str, day_of_month: str) -> date | None:
    """The day of these numbers, if there is one."""
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def _in_digits(text: str) -> str:
    """Dates in Chinese numerals (二〇二四年一月二十六日) in digits; other text is left as it is."""
    if "〇" not in text and "○" not in text and "零" not in text:
        return text
    tens = _TENS.sub(lambda match: (match[1] or "一") + (match[2] or "〇"), text)
    return tens.translate(_NUMERALS)
