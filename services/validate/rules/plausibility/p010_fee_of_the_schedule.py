"""P010 — what is collected by the schedule of information-handling fees is a multiple of ten yuan."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import INFORMATION_FEE
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.claim import Relation
from shared.report.text import Text
from shared.report.verdict import Severity

_STEP = 10
"""Fees go by the request in steps of 100 yuan, or by the page at 10, 20 or 40 yuan."""


def places(filing: Filing) -> Iterable[str]:
    told = filing.claims_on(Topic.INFORMATION_FEE).items()
    return [at for at, claim in told if claim.relation is Relation.EQUAL and claim.value > 0]


def check(filing: Filing, at: str) -> Judgement:
    amount = filing.claims_on(Topic.INFORMATION_FEE)[at].value
    return Judgement(expected=_STEP, actual=amount, holds=not amount % _STEP)


RULE = Rule(
    id="P010",
    revision=1,
    title=Text("信息处理费合于收费标准", "Information-handling fees fit the schedule"),
    basis=(INFORMATION_FEE,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}所述信息处理费 {actual} 元，不是 {expected} 元的倍数，按收费标准难以得出。",
        "{at} says {actual} yuan of information-handling fees, no multiple of {expected}, as the schedule would give.",
    ),
    fix=Text("核对收费标准和金额。", "Check the schedule and the sum."),
    places=places,
    check=check,
)
