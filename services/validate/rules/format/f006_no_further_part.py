"""F006 — there is no top-level part beside the six."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.headings import further_parts
from services.validate.law import NOTHING_OMITTED
from services.validate.prose import spotless
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return ("parts",) if filing.report.sections else ()


def check(filing: Filing, at: str) -> Judgement:  # noqa: ARG001 - one place
    return spotless(section.title for section in further_parts(filing.report.sections))


RULE = Rule(
    id="F006",
    revision=1,
    title=Text("六个部分之外不另设部分", "No further part"),
    basis=(NOTHING_OMITTED,),
    severity=Severity.WARNING,
    message=Text(
        "{at}中有统一格式以外的{actual}，内容不宜泛化。",
        "{at} include {actual}, which the form does not have; nothing need be added.",
    ),
    fix=Text(
        "把确有必要的内容并入“总体情况”或“其他需要报告的事项”，与政府信息公开无关的删去。",
        "Move what is needed into the overview or the other matters, and leave out what is not about disclosure.",
    ),
    places=places,
    check=check,
)
