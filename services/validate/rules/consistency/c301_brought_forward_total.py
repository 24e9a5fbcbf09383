"""C301 — what last year carried forward in all is what this year brings forward."""

from collections.abc import Iterable

from services.validate.carry_over import carry_over, is_continued
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, CARRIED_OVER_PRINTED
from services.validate.rule import Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import RequestRow, request_cell

TOTAL = request_cell(RequestRow.BROUGHT_FORWARD)


def places(filing: Filing) -> Iterable[str]:
    return (TOTAL,) if is_continued(filing) else ()


RULE = Rule(
    id="C301",
    revision=2,
    title=Text("上年结转总计与上年报告衔接", "Brought forward as last year carried forward"),
    basis=(CARRIED_OVER_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=Text(
        "{at}为 {actual}，而上一年度报告“结转下年度继续办理”同栏为 {expected}{path}。",
        "{at} is {actual}, but last year's report carried {expected} forward in this column{path}.",
    ),
    fix=Text(
        "对照上一年度报告与台账，更正本年“上年结转”；上一年度报告有误的，先更正上一年度报告。",
        "Compare with last year's report and the register, and correct this year's figure; if last year's report is "
        "wrong, correct that first.",
    ),
    places=places,
    check=carry_over,
)
