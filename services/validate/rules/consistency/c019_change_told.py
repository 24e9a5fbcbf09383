"""C019 — a change against last year in the prose follows from the reports of both years."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import change
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, RECEIVED_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.CHANGE)


def check(filing: Filing, at: str) -> Judgement:
    return change(filing, Topic.CHANGE, at)


RULE = Rule(
    id="C019",
    revision=1,
    title=Text("文字所述同比与两年报告一致", "Changes since last year follow from both reports"),
    basis=(RECEIVED_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
