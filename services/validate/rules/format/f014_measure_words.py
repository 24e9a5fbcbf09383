"""F014 — requests are counted in the measure word the form uses."""

import re

from services.validate.filing import Filing
from services.validate.law import IN_EQUALS_OUT
from services.validate.prose import matches, spotless, words, written
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_WRONG = re.compile(
    r"\d\s*[封篇条则](?:有效)?(?:依申请公开|政府信息公开|信息公开|依)?申请(?!渠道|流程|人)"
    r"|申请(?:公开)?\s*\d{1,8}\s*[封篇则]|\d\s*件次"
)
_SIGNS = ("封", "篇", "则", "件次", "条申请", "条依", "条有效", "条政府信息公开申请", "条信息公开申请")


def check(filing: Filing, at: str) -> Judgement:
    text = words(filing)[at]
    return spotless(matches(_WRONG, text) if any(sign in text for sign in _SIGNS) else (), "件")


RULE = Rule(
    id="F014",
    revision=1,
    title=Text("申请数量以“件”计", "Requests counted in their measure word"),
    basis=(IN_EQUALS_OUT,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}{actual}的计量单位不规范，应为“{expected}”。",
        "{at}: {actual} uses another measure word than “{expected}”.",
    ),
    fix=Text(
        "申请、答复、复议、诉讼的数量一律以“件”计。", "Count requests, replies and cases in the same measure word."
    ),
    places=written,
    check=check,
)
