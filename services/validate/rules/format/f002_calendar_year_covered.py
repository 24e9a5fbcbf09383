"""F002 — the statistical period is the calendar year reported on, first day to last."""

from collections.abc import Iterable
from datetime import date

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS
from services.validate.rule import Judgement, Rule
from shared.report.annual_report import Period
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return ("period",) if filing.reported_year is not None else ()


def check(filing: Filing, at: str) -> Judgement:
    stated, year = filing.report.period, filing.reported_year
    if stated is None or year is None:
        raise UnreadableCellError(at)
    expected = Period(date(year, 1, 1), date(year, 12, 31))
    return Judgement(expected=expected, actual=stated, holds=stated == expected)


RULE = Rule(
    id="F002",
    revision=1,
    title=Text("统计期限为整年度", "The period is the whole year"),
    basis=(TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS),
    severity=Severity.WARNING,
    message=Text("{at}写为{actual}，应为{expected}。", "{at} is given as {actual}; it must be {expected}."),
    fix=Text(
        "更正报告开头的统计期限；如数据确按其他期限统计，请按整年度重新统计。",
        "Correct the period in the preamble; if the figures were really counted over another period, count them again.",
    ),
    places=places,
    check=check,
)
