"""P009 — who declines requests as excessive says something of their number or frequency."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import EXCESSIVE_REQUESTS
from services.validate.prose import bare, require_all_read, whole
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import RequestRow, request_cell

DECLINED = request_cell(RequestRow.DECLINED_EXCESSIVE)
_TOLD = re.compile(r"频次|频繁|大量|反复|多次|数量.{0,6}(?:超|多|过)|滥用|恶意|集中申请|批量")


def places(_: Filing) -> Iterable[str]:
    return (DECLINED,)


def check(filing: Filing, at: str) -> Judgement:
    declined = filing.number(at)
    holds = declined <= 0 or _TOLD.search(bare(whole(filing))) is not None
    if not holds:
        require_all_read(filing, at)
    return Judgement(expected=0, actual=declined, holds=holds)


RULE = Rule(
    id="P009",
    revision=1,
    title=Text("大量反复申请有说明", "Excessive requests are explained"),
    basis=(EXCESSIVE_REQUESTS,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}填 {actual}，而文字部分没有写到申请的数量、频次。",
        "{at} is {actual}, but the prose says nothing about the number or frequency of such requests.",
    ),
    fix=Text("可在第一部分说明相关情形。", "The overview may tell the circumstances."),
    places=places,
    check=check,
)
