"""C007 — what the prose says was not processed is what table three counts."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import against_cells
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, OUTCOMES_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.DECLINED)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.DECLINED, at)


RULE = Rule(
    id="C007",
    revision=1,
    title=Text("文字所述不予处理数与表三一致", "Requests declined: prose agrees with table 3"),
    basis=(OUTCOMES_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
