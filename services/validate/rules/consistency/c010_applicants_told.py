"""C010 — what the prose says of one kind of applicant is what its column in table three counts."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import against_cells
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, APPLICANTS_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.APPLICANTS)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.APPLICANTS, at)


RULE = Rule(
    id="C010",
    revision=1,
    title=Text("文字所述各类申请人数量与表三一致", "Kinds of applicants: prose agrees with table 3"),
    basis=(APPLICANTS_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
