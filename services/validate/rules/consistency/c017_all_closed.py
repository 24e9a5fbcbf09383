"""C017 — when all is said to be closed, nothing is carried forward."""

from collections.abc import Iterable

from services.validate.claim_wording import FIX
from services.validate.claimed import against_cells
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, CARRIED_OVER_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.ALL_CLOSED)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.ALL_CLOSED, at)


RULE = Rule(
    id="C017",
    revision=1,
    title=Text("“全部办结”即无结转下年度", "“All closed” leaves nothing carried forward"),
    basis=(CARRIED_OVER_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=Text(
        "{at}“{quote}”表示全部办结，与{figures}不一致。",
        "{at} “{quote}” says that all was closed, which does not agree with {figures}.",
    ),
    fix=FIX,
    places=places,
    check=check,
)
