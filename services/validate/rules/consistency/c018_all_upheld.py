"""C018 — when all cases are said to be upheld, won or decided, table four has no others."""

from collections.abc import Iterable

from services.validate.claim_wording import FIX
from services.validate.claimed import against_cells
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, RESULTS_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.ALL_UPHELD)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.ALL_UPHELD, at)


RULE = Rule(
    id="C018",
    revision=1,
    title=Text("“均获维持”“均已审结”与表四一致", "“All upheld” and “all decided” agree with table 4"),
    basis=(RESULTS_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=Text(
        "{at}“{quote}”一语与{figures}不一致。",
        "{at} “{quote}” does not agree with {figures}.",
    ),
    fix=FIX,
    places=places,
    check=check,
)
