"""F017 — every date exists, and the report did not come out before its year was over."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.prose import around, spotless, words, written
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_DATE = re.compile(r"(?<![\d.])(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日)?")
_MONTHS, _LEAP = 12, 2000
PUBLISHED = "published_on"


def places(filing: Filing) -> Iterable[str]:
    known = _published(filing) is not None and filing.reported_year is not None
    return (*((PUBLISHED,) if known else ()), *(at for at in written(filing) if "月" in words(filing)[at]))


def check(filing: Filing, at: str) -> Judgement:
    published, year = _published(filing), filing.reported_year
    if at != PUBLISHED or published is None or year is None:
        return spotless(_impossible(words(filing)[at]), "存在的日期")
    words_ = {"actual": Text(f"“{published}”", f"“{published}”")}
    return Judgement(expected=f"> {year}-12-30", actual=published, holds=published > date(year, 12, 30), words=words_)


def _published(filing: Filing) -> date | None:
    return filing.published_on or filing.report.published_on


def _impossible(text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        year, month, day = match.groups()
        # Without a year a February may be long; without year or day it may be a number of months.
        last = monthrange(int(year or _LEAP) or _LEAP, int(month))[1] if 1 <= int(month) <= _MONTHS else 0
        if (year or day) and (not last or not 1 <= int(day or 1) <= last):
            yield around(text, match)


RULE = Rule(
    id="F017",
    revision=1,
    title=Text("日期可能存在", "Possible dates"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text("{at}：{actual}这一日期不可能。", "{at}: {actual} cannot be."),
    fix=Text(
        "核对并更正日期；公布日期不会早于报告年度结束。",
        "Correct the date; no report comes out before its year is over.",
    ),
    places=places,
    check=check,
)
