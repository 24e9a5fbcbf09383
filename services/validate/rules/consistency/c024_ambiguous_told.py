"""C024 — where the words leave open which figure is meant, the number is one of those that can be meant."""

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
    return filing.claims_on(Topic.AMBIGUOUS)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.AMBIGUOUS, at)


RULE = Rule(
    id="C024",
    revision=1,
    title=Text(
        "口径不明的数字与可能所指的表中数据之一相符",
        "A number of uncertain subject fits one of the figures it may mean",
    ),
    basis=(OUTCOMES_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
