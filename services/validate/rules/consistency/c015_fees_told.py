"""C015 — the fees the prose names are those of table two, as exactly as they are printed."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import against_cells
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, FEES_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.FEES)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.FEES, at)


RULE = Rule(
    id="C015",
    revision=1,
    title=Text("文字所述行政事业性收费与表二一致", "Administrative fees: prose agrees with table 2"),
    basis=(FEES_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
