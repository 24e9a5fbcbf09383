"""A201 — documents in force are at least those issued in the year, unless some were repealed."""

from collections.abc import Iterable, Mapping

from services.validate.filing import Filing
from services.validate.law import DOCUMENTS_PRINTED
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_ROWS: Mapping[str, str] = {
    f"proactive.{row}.in_force": f"proactive.{row}" for row in ("government_rules", "normative_documents")
}


def places(_: Filing) -> Iterable[str]:
    return _ROWS


def check(filing: Filing, at: str) -> Judgement:
    row = _ROWS[at]
    in_force, issued = filing.number(at), filing.number(f"{row}.issued")
    holds = in_force >= issued or filing.number(f"{row}.repealed") > 0
    return Judgement(expected=issued, actual=in_force, holds=holds)


RULE = Rule(
    id="A201",
    revision=1,
    title=Text("现行有效件数不少于本年制发件数", "In force at least what was issued"),
    basis=(DOCUMENTS_PRINTED,),
    severity=Severity.WARNING,
    message=Text(
        "{at}为 {actual}，少于本年制发件数 {expected}，而本年没有废止。",
        "{at} is {actual}, fewer than the {expected} issued this year, though none was repealed.",
    ),
    fix=Text(
        "现行有效件数填年末全部有效件数，含以前年度制发的；本年制发后即失效的请说明。",
        "In force means all documents valid at year end, those of earlier years included; if some lapsed, say so.",
    ),
    places=places,
    check=check,
    editions=("2021",),
)
