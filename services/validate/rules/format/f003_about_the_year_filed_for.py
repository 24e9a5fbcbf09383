"""F003 — the report is about the year it was filed for."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return ("year",) if filing.year is not None else ()


def check(filing: Filing, at: str) -> Judgement:
    if filing.report.year is None:
        raise UnreadableCellError(at)
    return Judgement(expected=filing.year, actual=filing.report.year, holds=filing.report.year == filing.year)


RULE = Rule(
    id="F003",
    revision=1,
    title=Text("报告年度与报送年度一致", "The report is about the year filed for"),
    basis=(TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS),
    severity=Severity.ERROR,
    message=Text(
        "{at}：报告写的是{actual}年度，报送的是{expected}年度。",
        "{at}: the report is about {actual}, but was filed for {expected}.",
    ),
    fix=Text(
        "核对是否传错文件或选错年度；属标题笔误的，更正后重新报送。",
        "Check whether the wrong file or the wrong year was chosen; correct a slip in the title and file again.",
    ),
    places=places,
    check=check,
)
