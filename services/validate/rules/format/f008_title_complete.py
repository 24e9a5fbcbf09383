"""F008 — the title names the agency, the year, and the annual report."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import UNIFORM_FORM
from services.validate.prose import bare
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零Ｏ0][〇○零一二三四五六七八九]{2}年")
_REPORT = re.compile(r"年度(?:工作)?报告")
_AGENCY = Text("机关名称", "the agency")
_A_YEAR = Text("年度", "the year")
_AN_ANNUAL_REPORT = Text("“年度报告”字样", "the words “annual report”")


def places(filing: Filing) -> Iterable[str]:  # noqa: ARG001 - every report has a title
    return ("title",)


def check(filing: Filing, at: str) -> Judgement:
    if filing.report.title is None:
        raise UnreadableCellError(at)
    title = bare(filing.report.title)
    lacking = [
        # Many agencies print their name in a line of its own above; then the reader knows it.
        *([_AGENCY] if filing.report.agency is None else []),
        *([] if _YEAR.search(title) else [_A_YEAR]),
        *([] if _REPORT.search(title) else [_AN_ANNUAL_REPORT]),
    ]
    expected = Text("、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking))
    return Judgement(expected=expected.zh, actual=title, holds=not lacking, words={"expected": expected})


RULE = Rule(
    id="F008",
    revision=1,
    title=Text("标题写明机关、年度和“年度报告”", "A complete title"),
    basis=(UNIFORM_FORM,),
    severity=Severity.WARNING,
    message=Text("{at}“{actual}”缺{expected}。", "The {at} “{actual}” lacks {expected}."),
    fix=Text(
        "标题改为“××（机关）××××年政府信息公开工作年度报告”。",
        "Name the agency, the year and the annual report in the title.",
    ),
    places=places,
    check=check,
)
