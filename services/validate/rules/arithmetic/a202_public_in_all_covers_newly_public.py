"""A202 — on the 2019 form, documents public in all are at least those newly made public."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import FORM
from services.validate.rule import Basis, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_ROWS = {
    f"proactive.{row}.disclosed_in_all": f"proactive.{row}.newly_disclosed"
    for row in ("government_rules", "normative_documents")
}
_PRINTED = Basis(
    FORM,
    Text("2019年格式第二部分表格“第二十条第（一）项”", "2019 form, part 2, table, “Article 20, item 1”"),
    Text(
        "本年新制作数量，本年新公开数量，对外公开总数量", "Made this year, newly disclosed this year, disclosed in all"
    ),
)


def places(_: Filing) -> Iterable[str]:
    return _ROWS


def check(filing: Filing, at: str) -> Judgement:
    in_all, newly = filing.number(at), filing.number(_ROWS[at])
    return Judgement(expected=newly, actual=in_all, holds=in_all >= newly)


RULE = Rule(
    id="A202",
    revision=1,
    title=Text("对外公开总数量不少于本年新公开数量", "Public in all at least what is newly public"),
    basis=(_PRINTED,),
    severity=Severity.WARNING,
    message=Text(
        "{at}为 {actual}，少于本年新公开数量 {expected}。",
        "{at} is {actual}, fewer than the {expected} newly disclosed this year.",
    ),
    fix=Text(
        "对外公开总数量填年末全部公开数量，含以前年度的。", "Count all that is public at year end, earlier years too."
    ),
    places=places,
    check=check,
    editions=("2019",),
)
