"""C302 — what last year carried forward for each kind of applicant is what this year brings forward."""

from collections.abc import Iterable

from services.validate.carry_over import carry_over, is_continued
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, CARRIED_OVER_PRINTED
from services.validate.rule import Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import Applicant, RequestRow, request_cell

BY_APPLICANT = tuple(
    request_cell(RequestRow.BROUGHT_FORWARD, applicant) for applicant in Applicant if applicant is not Applicant.TOTAL
)


def places(filing: Filing) -> Iterable[str]:
    return BY_APPLICANT if is_continued(filing) else ()


RULE = Rule(
    id="C302",
    revision=2,
    title=Text("分类申请人上年结转与上年报告衔接", "Brought forward by kind of applicant"),
    basis=(CARRIED_OVER_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=Text(
        "{at}为 {actual}，而上一年度报告“结转下年度继续办理”同栏为 {expected}{path}。",
        "{at} is {actual}, but last year's report carried {expected} forward in this column{path}.",
    ),
    fix=Text(
        "对照上一年度报告核对该类申请人；因申请人类别调整造成的，请附说明。",
        "Compare with last year's report; if applicants were classed anew, say so in a note.",
    ),
    places=places,
    check=carry_over,
)
