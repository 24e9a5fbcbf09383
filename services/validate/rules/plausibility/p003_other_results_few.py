"""P003 — 其他处理 is for the few cases that fit nowhere else."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import OUTCOMES_PRINTED
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import RequestRow, request_cell

CLOSED = request_cell(RequestRow.CLOSED)
_BASE = 10


def places(_: Filing) -> Iterable[str]:
    return (CLOSED,)


def check(filing: Filing, at: str) -> Judgement:
    closed = filing.number(at)
    rows = [cell for cell in filing.cells("requests") if cell.startswith("requests.other_") and cell.endswith(".total")]
    half = closed // 2
    if closed < _BASE:
        return Judgement(expected=half, actual=closed, holds=True)
    other = sum(filing.number(cell) for cell in rows)
    return Judgement(expected=half, actual=other, holds=other * 2 <= closed)


RULE = Rule(
    id="P003",
    revision=1,
    title=Text("“其他处理”不占多数", "Other results are no majority"),
    basis=(OUTCOMES_PRINTED,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}中“其他处理”共 {actual} 件，超过一半（{expected} 件）。",
        "Of {at}, {actual} requests had other results, more than half ({expected}).",
    ),
    fix=Text(
        "“其他处理”只填不能归入前五类的情形；主动撤回较多的可作说明。",
        "Count here only what fits none of the first five kinds; where many requests were withdrawn, say so.",
    ),
    places=places,
    check=check,
)
