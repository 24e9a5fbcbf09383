"""C023 — the percentages of one enumeration add up to what they are shares of."""

from collections.abc import Iterable

from services.validate.breakdowns import enumerated_shares, shares_at
from services.validate.claim_wording import quote, shares_said
from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return enumerated_shares(filing)


def check(filing: Filing, at: str) -> Judgement:
    found = shares_at(filing, at)
    return Judgement(
        expected=found.nearest,
        actual=found.sum,
        holds=found.holds,
        words={"quote": quote(found.claims[0]), "sum": shares_said(found.claims)},
    )


RULE = Rule(
    id="C023",
    revision=1,
    title=Text("同一组占比之和合理", "Percentages of one enumeration add up"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}“{quote}”各项占比 {sum}，应为 {expected}%。",
        "In {at} “{quote}” the percentages come to {sum}; they should come to {expected}%.",
    ),
    fix=Text(
        "按同一基数重新计算各项占比，并在文字中写明基数。",
        "Compute every percentage on the same base again, and name the base.",
    ),
    places=places,
    check=check,
)
