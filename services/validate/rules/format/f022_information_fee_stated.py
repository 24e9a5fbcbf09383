"""F022 — part six states what information-handling fees were collected, if only that there were none."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import INFORMATION_FEE, OTHER_MATTERS
from services.validate.prose import bare, require_all_read, whole, words
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

PART = "part.6"
_SINCE = 2021
_STATED = re.compile(r"处理费|收费|费用|收取[^。，,]{0,12}费|缴费|收费通知")
_STATED_ELSEWHERE = re.compile(
    r"信息(?:公开)?处理费|信息公开(?:信息)?(?:的)?(?:收费|费用)|收费通知|(?:未|没有|无)[^。，,]{0,10}收取[^。，,]{0,10}费"
)
_MOST_SHOWN = 40


def places(filing: Filing) -> Iterable[str]:
    return (PART,) if PART in words(filing) and (filing.reported_year or 0) >= _SINCE else ()


def check(filing: Filing, at: str) -> Judgement:
    text = bare(words(filing)[at])
    stated = _STATED.search(text) or _STATED_ELSEWHERE.search(bare(whole(filing)))
    if stated is None:
        require_all_read(filing, at)
    return Judgement(
        expected="信息处理费", actual=stated[0] if stated else text[:_MOST_SHOWN] or None, holds=stated is not None
    )


RULE = Rule(
    id="F022",
    revision=1,
    title=Text("报告信息处理费收取情况", "The information-handling fee is stated"),
    basis=(OTHER_MATTERS, INFORMATION_FEE),
    severity=Severity.WARNING,
    message=Text(
        "{at}写的是：{actual}，没有说明信息处理费收取情况。",
        "{at} says this and nothing about the information-handling fee: {actual}.",
    ),
    fix=Text(
        "写明本年度发出收费通知的件数、总金额和实际收取金额；没有收取的写明未收取。",
        "State the notices issued, the sum asked and the sum received; where none was collected, say so.",
    ),
    places=places,
    check=check,
)
