"""T003 — it is known when the report was published."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS
from services.validate.prose import require_all_read
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return ("published_on",) if filing.agency is not None else ()


def check(filing: Filing, at: str) -> Judgement:
    published = filing.published_on or filing.report.published_on
    if published is None:
        require_all_read(filing, at)
    return Judgement(expected=None, actual=published, holds=published is not None)


RULE = Rule(
    id="T003",
    revision=1,
    title=Text("公布日期可知", "The day of publication is known"),
    basis=(TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS),
    severity=Severity.NOTICE,
    message=Text(
        "{at}没有登记，报告也没有写明，无从核对是否按期公布。",
        "{at} was not declared and is not in the report: nobody can tell whether it was in time.",
    ),
    fix=Text("登记公布日期和网址，或在报告中写明。", "Declare the day and the address, or print them in the report."),
    places=places,
    check=check,
)
