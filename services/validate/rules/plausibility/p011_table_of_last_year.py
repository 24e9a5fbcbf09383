"""P011 — table three is this year's, not last year's once more."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import RequestRow, request_cell

TABLE = "requests"
RECEIVED = request_cell(RequestRow.RECEIVED)
_FEWEST = 10
"""A handful of requests may well come out alike in two years."""


def places(filing: Filing) -> Iterable[str]:
    if filing.prior is None or filing.cells(TABLE).keys() - filing.prior.report.tables.keys():
        return ()
    return (TABLE,)


def check(filing: Filing, at: str) -> Judgement:
    if filing.prior is None:
        raise UnreadableCellError(at)
    received = filing.number(RECEIVED)
    alike = filing.prior.number(RECEIVED) == received >= _FEWEST and all(
        filing.number(cell) == filing.prior.number(cell) for cell in filing.cells(TABLE)
    )
    return Judgement(expected=None, actual=received, holds=not alike)


RULE = Rule(
    id="P011",
    revision=1,
    title=Text("表三不是上年旧表", "Table 3 is not last year's"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text(
        "{at}各格与上一年度报告完全相同（新收 {actual} 件），疑误用上年数据。",
        "Every cell of {at} is as in last year's report ({actual} received); perhaps last year's data were used again.",
    ),
    fix=Text(
        "按本年度台账重新填写；确实相同的请说明。", "Fill it in from this year's register; if it is right, say so."
    ),
    places=places,
    check=check,
)
