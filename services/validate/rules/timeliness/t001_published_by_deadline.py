"""T001 — the report was published by the last day of the agency's class."""

from collections.abc import Iterable
from datetime import date

from services.validate.deadline import by_deadline
from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return ("published_on",) if filing.agency is not None and filing.due_year is not None else ()


def check(filing: Filing, at: str) -> Judgement:
    published, year = filing.published_on or filing.report.published_on, filing.due_year
    # A report cannot have come out before its year was over: such a date is a misreading or a slip, not a proof.
    if published is None or year is None or filing.agency is None or published <= date(year, 12, 31):
        raise UnreadableCellError(at)
    return by_deadline(filing.agency, year, published)


RULE = Rule(
    id="T001",
    revision=1,
    title=Text("按期向社会公布", "Published in time"),
    basis=(TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS),
    severity=Severity.ERROR,
    message=Text(
        "{at}为{actual}，晚于该类机关的截止日{expected}。",
        "{at} is {actual}, after {expected}, the last day for agencies of this class.",
    ),
    fix=Text(
        "尚未公布的立即公布；已公布而日期登记有误的，更正登记。乡镇街道、开发区等以当地规定的日期为准。",
        "Publish at once; if it was published earlier, correct the date declared. Local rules set the day for "
        "townships, sub-districts and development zones.",
    ),
    places=places,
    check=check,
)
