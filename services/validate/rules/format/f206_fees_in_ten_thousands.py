"""F206 — administrative fees are in 万元, not in 元."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import FEES_PRINTED
from services.validate.rule import Judgement, Rule
from shared.report.agency import AgencyClass
from shared.report.text import Text
from shared.report.verdict import Severity

FEES = "proactive.fees"
_TOO_LARGE = 100_000
_COLLECT_SO_MUCH = frozenset(
    {AgencyClass.CENTRAL_DEPARTMENT, AgencyClass.PROVINCIAL_GOVERNMENT, AgencyClass.MUNICIPAL_GOVERNMENT}
)


def places(filing: Filing) -> Iterable[str]:
    return () if filing.agency is None or filing.agency.agency_class in _COLLECT_SO_MUCH else (FEES,)


def check(filing: Filing, at: str) -> Judgement:
    amount = filing.number(at)
    # A billion yuan, to the last yuan of a multiple of ten thousand, is what a sum in yuan looks like.
    return Judgement(expected=_TOO_LARGE, actual=amount, holds=amount < _TOO_LARGE or amount != int(amount))


RULE = Rule(
    id="F206",
    revision=1,
    title=Text("收费金额以万元计", "Fees in units of 10,000 yuan"),
    basis=(FEES_PRINTED,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}填 {actual}（万元），超过 {expected} 万元，疑以元为单位。",
        "{at} is {actual}, more than {expected}, in units of 10,000 yuan; perhaps it was counted in yuan.",
    ),
    fix=Text("核对金额单位；表中以万元为单位。", "Check the unit: the table asks for units of 10,000 yuan."),
    places=places,
    check=check,
    editions=("2021",),
)
