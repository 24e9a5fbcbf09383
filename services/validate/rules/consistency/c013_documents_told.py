"""C013 — what the prose says of government rules and normative documents is what table two counts."""

from collections.abc import Iterable

from services.validate.claim_wording import DISAGREES, FIX
from services.validate.claimed import against_cells
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, DOCUMENTS_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return filing.claims_on(Topic.DOCUMENTS)


def check(filing: Filing, at: str) -> Judgement:
    return against_cells(filing, Topic.DOCUMENTS, at)


RULE = Rule(
    id="C013",
    revision=1,
    title=Text("文字所述规章、规范性文件数与表二一致", "Rules and normative documents: prose agrees with table 2"),
    basis=(DOCUMENTS_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=DISAGREES,
    fix=FIX,
    places=places,
    check=check,
)
