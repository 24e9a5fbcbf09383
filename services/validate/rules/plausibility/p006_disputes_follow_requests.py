"""P006 — disputes about requests arise where there were requests, this year or last."""

from collections.abc import Iterable

from services.validate.filing import Filed, Filing, UnreadableCellError
from services.validate.law import RESULTS_PRINTED
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import RequestRow, ReviewRoute, request_cell, review_cell

_ARRIVED = (request_cell(RequestRow.RECEIVED), request_cell(RequestRow.BROUGHT_FORWARD))


def places(_: Filing) -> Iterable[str]:
    return [review_cell(route) for route in ReviewRoute]


def check(filing: Filing, at: str) -> Judgement:
    cases = filing.number(at)
    if cases <= 0 or _any(filing):
        return Judgement(expected=cases, actual=cases, holds=True)
    if filing.prior is None:
        raise UnreadableCellError(at)
    return Judgement(expected=0, actual=cases, holds=_any(filing.prior))


def _any(filed: Filed) -> bool:
    return any(filed.number(cell) > 0 for cell in _ARRIVED)


RULE = Rule(
    id="P006",
    revision=1,
    title=Text("有申请才有争议", "Disputes where there were requests"),
    basis=(RESULTS_PRINTED,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}填 {actual}，而本年度和上一年度都没有政府信息公开申请。",
        "{at} is {actual}, but there were no requests this year or last.",
    ),
    fix=Text(
        "核对案件是否因政府信息公开而起，申请数量是否漏填。",
        "Check whether the cases are about government information, and whether requests were left out.",
    ),
    places=places,
    check=check,
)
