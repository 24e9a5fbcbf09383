"""C025 — the information-handling fee of the prose is no more than all fees of table two."""

from collections.abc import Iterable
from decimal import Decimal

from services.validate.claim_wording import quote
from services.validate.claimed import last_digit
from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import ACCURATE_AND_COMPLETE, FEES_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.topics import Topic
from shared.report.claim import Relation
from shared.report.text import Text
from shared.report.verdict import Severity

FEES = "proactive.fees"
YUAN = 10_000


def places(filing: Filing) -> Iterable[str]:
    if FEES not in filing.cells("proactive"):
        return ()
    told = filing.claims_on(Topic.INFORMATION_FEE).items()
    return [at for at, claim in told if claim.relation is Relation.EQUAL]


def check(filing: Filing, at: str) -> Judgement:
    claim = filing.claims_on(Topic.INFORMATION_FEE)[at]
    fees = Decimal(filing.number(FEES))
    if not abs(fees) < YUAN**3:
        raise UnreadableCellError(FEES)
    # Ten thousand yuan is the unit of the cell: a smaller sum may have been rounded away.
    most = (fees + last_digit(fees)) * YUAN
    return Judgement(expected=fees, actual=claim.value, holds=claim.value <= most, words={"quote": quote(claim)})


RULE = Rule(
    id="C025",
    revision=1,
    title=Text("信息处理费不高于行政事业性收费", "Information-handling fees within all fees"),
    basis=(FEES_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.NOTICE,
    message=Text(
        "{at}“{quote}”所述信息处理费 {actual} 元，高于「表二·行政事业性收费」的 {expected} 万元；请核实两处口径。",
        "{at} “{quote}” says {actual} yuan, more than all fees of table 2, {expected} × 10,000 yuan; check both.",
    ),
    fix=Text(
        "信息处理费依法属于行政事业性收费，已收取的计入表二；未计入的请说明。",
        "Information-handling fees are administrative fees: count them in table 2, or explain why not.",
    ),
    places=places,
    check=check,
)
