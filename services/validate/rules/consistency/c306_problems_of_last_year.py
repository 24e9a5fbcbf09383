"""C306 — problems and measures are this year's, not last year's told once more."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import ACCURATE_AND_COMPLETE, PROBLEMS_AND_IMPROVEMENT
from services.validate.likeness import alike, letters
from services.validate.prose import words
from services.validate.rule import SOUND, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_PART = "part.5"
_LEAST = 85
_FEWEST = 50
"""A few words can hardly be put otherwise; that they are few is for F021 to say."""


def places(filing: Filing) -> Iterable[str]:
    if filing.prior is None:
        return ()
    texts = (words(filing).get(_PART, ""), words(filing.prior).get(_PART, ""))
    return (_PART,) if all(len(letters(text)) >= _FEWEST for text in texts) else ()


def check(filing: Filing, at: str) -> Judgement:
    if filing.prior is None:
        raise UnreadableCellError(at)
    found = alike(words(filing)[at], words(filing.prior)[at], least=_LEAST, fewest=_FEWEST)
    if found is None:
        return SOUND
    told = {"quote": found.here, "other": found.there}
    return Judgement(expected=None, actual=found.percent, holds=False, words=told)


RULE = Rule(
    id="C306",
    revision=1,
    title=Text("存在问题和改进措施未照搬上年", "Problems and measures are not last year's"),
    basis=(PROBLEMS_AND_IMPROVEMENT, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=Text(
        "{at}除数字外与上一年度报告 {actual}% 相同：本年“{quote}”，上年“{other}”。",
        "{at} is {actual}% like last year's, numbers aside: this year “{quote}”, last year “{other}”.",
    ),
    fix=Text(
        "说明上年所列问题的改进结果，写明本年度存在的问题和措施；老问题未解决的，说明原因。",
        "Say what came of last year's problems, and name this year's; if an old one remains, say why.",
    ),
    places=places,
    check=check,
)
