"""P004 — requests closed because a fee was not paid: then the report says that fees were asked for."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import INFORMATION_FEE, OTHER_MATTERS
from services.validate.prose import bare, require_all_read, whole
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import RequestRow, request_cell

UNPAID = request_cell(RequestRow.OTHER_FEE_UNPAID)
_TOLD = re.compile(r"处理费|收费|缴费|费用|缴纳")


def places(filing: Filing) -> Iterable[str]:
    return (UNPAID,) if UNPAID in filing.cells("requests") else ()


def check(filing: Filing, at: str) -> Judgement:
    unpaid = filing.number(at)
    holds = unpaid <= 0 or _TOLD.search(bare(whole(filing))) is not None
    if not holds:
        require_all_read(filing, at)
    return Judgement(expected="信息处理费", actual=unpaid, holds=holds)


RULE = Rule(
    id="P004",
    revision=1,
    title=Text("逾期未缴费结案的，报告收费情况", "Fees unpaid were fees asked for"),
    basis=(OTHER_MATTERS, INFORMATION_FEE),
    severity=Severity.WARNING,
    message=Text(
        "{at}填 {actual}，说明发出过收费通知，而报告没有说明信息处理费情况。",
        "{at} is {actual}, so fees were asked for, but the report says nothing about information-handling fees.",
    ),
    fix=Text(
        "在第六部分写明发出收费通知的件数、总金额和实际收取金额；填错行的更正表三。",
        "State in part six the notices issued, the sum asked and the sum received; or correct the row of table 3.",
    ),
    places=places,
    check=check,
)
