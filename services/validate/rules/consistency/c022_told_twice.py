"""C022 — two sentences of one report give the same figure for the same cells."""

from collections.abc import Iterable

from services.validate.breakdowns import agree, is_settled, told_again
from services.validate.claim_wording import quote
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.rule import Judgement, Rule
from services.validate.wording import place
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return told_again(filing)


def check(filing: Filing, at: str) -> Judgement:
    (before_at, before), claim = told_again(filing)[at]
    return Judgement(
        expected=before.value,
        actual=claim.value,
        holds=agree(before, claim),
        # Where the table settles which is wrong, that sentence has been told of; this only helps to find it.
        severity=Severity.NOTICE if is_settled(filing, claim) else None,
        words={"quote": quote(claim), "there": place(before_at, filing.report.form), "before": quote(before)},
    )


RULE = Rule(
    id="C022",
    revision=1,
    title=Text("文字前后所述数字一致", "The prose gives one figure, not two"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text(
        "{at}“{quote}”称 {actual}，而{there}“{before}”称 {expected}，前后不一致。",
        "{at} “{quote}” says {actual}, but {there} “{before}” says {expected}.",
    ),
    fix=Text("核实后统一前后表述。", "Establish which is right, and say the same in both places."),
    places=places,
    check=check,
)
