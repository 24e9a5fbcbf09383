"""A302 — the kinds of applicant add up to the total, in every row."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, APPLICANTS_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.tie_out import tie_out
from shared.report.text import Text
from shared.report.verdict import Severity

IDENTITY = "applicants_cross_foot"


def places(filing: Filing) -> Iterable[str]:
    return filing.equations(IDENTITY)


def check(filing: Filing, at: str) -> Judgement:
    return tie_out(filing, filing.equations(IDENTITY)[at])


RULE = Rule(
    id="A302",
    revision=1,
    title=Text("申请人横向合计", "Applicants cross-foot"),
    basis=(APPLICANTS_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=Text(
        "{at}：各类申请人之和与总计不符（{equation}）；各栏若无误，此处应为 {expected}，实填 {actual}。",
        "{at}: the kinds of applicant do not add up to the total ({equation}); if they stand, this is "
        "{expected}, not {actual}.",
    ),
    fix=Text(
        "核对该行六类申请人与总计，更正漏填、错位或误加的一格。",
        "Check the six kinds and the total of the row for a figure left out, misplaced or added wrongly.",
    ),
    places=places,
    check=check,
)
