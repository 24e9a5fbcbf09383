"""C305 — items of last year are those the year before told, with that year's increase or decrease."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import ACCURATE_AND_COMPLETE, FORM
from services.validate.rule import Basis, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_ROWS = ("licensing", "other_services", "penalties", "compulsory_measures", "fees")
_PRINTED = Basis(
    FORM,
    Text("第二部分表格（2019年版）", "Part 2, table (2019 form)"),
    Text("上一年项目数量，本年增/减", "Items last year, change this year"),
)


def places(filing: Filing) -> Iterable[str]:
    if filing.prior is None or filing.prior.report.edition != filing.report.edition:
        return ()
    return tuple(f"proactive.{row}.items_last_year" for row in _ROWS)


def check(filing: Filing, at: str) -> Judgement:
    if filing.prior is None:
        raise UnreadableCellError(at)
    changed = at.replace(".items_last_year", ".change")
    before, change, actual = filing.prior.number(at), filing.prior.number(changed), filing.number(at)
    sign = filing.prior.reading.cells[changed].raw.strip()[:1]
    # A decrease is sometimes printed without its sign.
    possible = {before + change} if sign in "+＋-－−" and sign else {before + change, before - change}
    return Judgement(expected=before + change, actual=actual, holds=actual in possible)


RULE = Rule(
    id="C305",
    revision=1,
    title=Text("上一年项目数量与上年报告衔接", "Items of last year as last year's report leaves them"),
    basis=(_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=Text(
        "{at}为 {actual}，而按上一年度报告的项目数量与增减数应为 {expected}。",
        "{at} is {actual}, but last year's report, with its increase or decrease, leaves {expected}.",
    ),
    fix=Text(
        "对照上一年度报告核对项目数量；事项清单调整造成的，请附说明。",
        "Compare with last year's report; if the list of items was revised, say so in a note.",
    ),
    places=places,
    check=check,
    editions=("2019",),
)
