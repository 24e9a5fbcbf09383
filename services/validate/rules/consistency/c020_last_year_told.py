"""C020 — what the prose says of last year is what the report of last year counts."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import against_last_year
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, RECEIVED_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.LAST_YEAR)


def check(filing: Filing, at: str) -> Judgement:
    return against_last_year(filing, Topic.LAST_YEAR, at)


RULE = Rule(
    id="C020",
    revision=1,
    title=Text("文字所述上年数据与上年报告一致", "Figures of last year agree with its report"),
    basis=(RECEIVED_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
