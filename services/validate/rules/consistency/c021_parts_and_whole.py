"""C021 — the parts that a sentence counts do not exceed the whole, and make it up where none is left out."""

from collections.abc import Iterable

from services.validate.breakdowns import breakdowns
from services.validate.claim_wording import quote, sum_said
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, OUTCOMES_PRINTED
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return breakdowns(filing)


def check(filing: Filing, at: str) -> Judgement:
    found = breakdowns(filing)[at]
    return Judgement(
        expected=found.whole.value,
        actual=found.sum,
        holds=found.holds,
        words={"quote": quote(found.parts[0]), "sum": sum_said(found.parts), "whole": quote(found.whole)},
    )


RULE = Rule(
    id="C021",
    revision=1,
    title=Text("文字中各分项与合计相符", "Parts in the prose add up to their whole"),
    basis=(OUTCOMES_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.NOTICE,
    message=Text(
        "{at}“{quote}”各分项 {sum}，与文字“{whole}”所称合计 {expected} 不符。",
        "In {at} “{quote}” the parts come to {sum}, but the prose “{whole}” says {expected} in all.",
    ),
    fix=Text(
        "逐项核对文字中的分项与合计，更正写错的一项。",
        "Check every part and the whole in the prose, and correct the one that is wrong.",
    ),
    places=places,
    check=check,
)
