"""C012 — what the prose says of suits is what table four counts."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import against_cells
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, RESULTS_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.LITIGATION)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.LITIGATION, at)


RULE = Rule(
    id="C012",
    revision=1,
    title=Text("文字所述行政诉讼数与表四一致", "Suits: prose agrees with table 4"),
    basis=(RESULTS_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
