"""P007 — since 2024 a refusal to disclose goes to reconsideration first; direct suits are told for information."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import RECONSIDERATION_FIRST
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import RequestRow, ReviewRoute, request_cell, review_cell

SUITS = review_cell(ReviewRoute.DIRECT_SUIT)
_SINCE = 2024
_DENIED = tuple(request_cell(row) for row in RequestRow if row.startswith("denied_"))


def places(filing: Filing) -> Iterable[str]:
    return (SUITS,) if (filing.reported_year or 0) >= _SINCE else ()


def check(filing: Filing, at: str) -> Judgement:
    suits = filing.number(at)
    # Where nothing was denied, the suits are about something else, which nobody need take to reconsideration first.
    denied = suits > 0 and any(filing.number(cell) > 0 for cell in _DENIED)
    return Judgement(expected=0, actual=suits, holds=not denied)


RULE = Rule(
    id="P007",
    revision=1,
    title=Text("不予公开须先复议", "Refusals go to reconsideration first"),
    basis=(RECONSIDERATION_FIRST,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}为 {actual}，且本年度有不予公开；2024年起对不予公开不服的须先申请行政复议，供核对。",
        "{at} is {actual} and requests were denied; since 2024 a refusal is reconsidered first. For information.",
    ),
    fix=Text(
        "核对案件是否因不予公开提起，并在答复书中告知先行复议。",
        "Check whether the suits are about refusals, and tell applicants to ask for reconsideration first.",
    ),
    places=places,
    check=check,
)
