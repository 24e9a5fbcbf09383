"""F013 — an approximate number is not said to be both above and below."""

import re

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.prose import matches, spotless, words, written
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_NUMBER = r"\s*\d[\d,.]{0,15}\s*[万千百亿]?"
_CONTRADICTORY = re.compile(
    rf"(?:(?<![附最就远])近|将近|接近|大?约|大概){_NUMBER}(?:余|多(?!种|样|方|个?方面))"
    rf"|(?:(?<![附最就远])近|将近|接近|不足|不到){_NUMBER}[件条份次篇个期元人]{{0,2}}(?:以上|多)"
)
_SIGNS = ("近", "约", "大概", "不足", "不到")


def check(filing: Filing, at: str) -> Judgement:
    text = words(filing)[at]
    return spotless(matches(_CONTRADICTORY, text) if any(sign in text for sign in _SIGNS) else ())


RULE = Rule(
    id="F013",
    revision=1,
    title=Text("约数表述不自相矛盾", "No contradictory quantifiers"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text("{at}{actual}的约数表述自相矛盾。", "{at}: {actual} is said to be both above and below."),
    fix=Text(
        "写明准确数字；确需用约数的，“近”“约”与“余”“多”只用其一。",
        "Give the exact figure, or say either “nearly” or “over”.",
    ),
    places=written,
    check=check,
)
