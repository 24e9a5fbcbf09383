"""C016 — a percentage in the prose follows from part and whole, rounded or cut off at its last digit."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import share
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, OUTCOMES_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.SHARE)


def check(filing: Filing, at: str) -> Judgement:
    return share(filing, Topic.SHARE, at)


RULE = Rule(
    id="C016",
    revision=1,
    title=Text("文字所述占比与表中数据一致", "Percentages follow from the tables"),
    basis=(OUTCOMES_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
