"""P005 — suits after reconsideration follow a reconsideration of this year or the last."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import RESULTS_PRINTED
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import ReviewRoute, review_cell

SUITS = review_cell(ReviewRoute.SUIT_AFTER_RECONSIDERATION)
RECONSIDERATIONS = review_cell(ReviewRoute.RECONSIDERATION)


def places(_: Filing) -> Iterable[str]:
    return (SUITS,)


def check(filing: Filing, at: str) -> Judgement:
    suits = filing.number(at)
    if suits <= 0 or filing.number(RECONSIDERATIONS) > 0:
        return Judgement(expected=suits, actual=suits, holds=True)
    if filing.prior is None:
        raise UnreadableCellError(at)
    return Judgement(expected=0, actual=suits, holds=filing.prior.number(RECONSIDERATIONS) > 0)


RULE = Rule(
    id="P005",
    revision=1,
    title=Text("复议后起诉以行政复议为前提", "Suits after reconsideration follow one"),
    basis=(RESULTS_PRINTED,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}填 {actual}，而本年度和上一年度的行政复议均为 0。",
        "{at} is {actual}, but this year's report and last year's count no reconsideration.",
    ),
    fix=Text(
        "核对案件是未经复议直接起诉，还是复议案件漏填；更早复议的可作说明。",
        "Check whether the suits were direct, or the reconsiderations left out; if they were older, say so.",
    ),
    places=places,
    check=check,
)
