"""C307 — the overview is this year's, not last year's with other numbers."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.likeness import alike, letters, own_words
from services.validate.prose import words
from services.validate.rule import SOUND, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_PART = "part.1"
_LEAST = 90
_COPIED = 97
_FEWEST = 200
"""Agencies with little to tell tell it alike."""


def places(filing: Filing) -> Iterable[str]:
    if filing.prior is None:
        return ()
    texts = (words(filing).get(_PART, ""), words(filing.prior).get(_PART, ""))
    return (_PART,) if all(len(letters(own_words(text))) >= _FEWEST for text in texts) else ()


def check(filing: Filing, at: str) -> Judgement:
    if filing.prior is None:
        raise UnreadableCellError(at)
    here, there = own_words(words(filing)[at]), own_words(words(filing.prior)[at])
    found = alike(here, there, least=_LEAST, fewest=_FEWEST)
    if found is None:
        return SOUND
    severity = Severity.NOTICE if found.percent < _COPIED else None
    told = {"quote": found.here, "other": found.there}
    return Judgement(expected=None, actual=found.percent, holds=False, words=told, severity=severity)


RULE = Rule(
    id="C307",
    revision=1,
    title=Text("总体情况未照搬上年", "The overview is not last year's"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text(
        "{at}除数字和固定表述外与上一年度报告 {actual}% 相同：本年“{quote}”，上年“{other}”。",
        "{at} is {actual}% like last year's, numbers and set phrases aside: this year “{quote}”, last year “{other}”.",
    ),
    fix=Text(
        "按本年度实际工作重新撰写总体情况，不能只改数字。",
        "Write the overview from this year's work; changing the numbers is not enough.",
    ),
    places=places,
    check=check,
)
