"""T002 — the report was filed by the last day of the agency's class."""

from collections.abc import Iterable

from services.validate.deadline import by_deadline
from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    known = filing.agency is not None and filing.due_year is not None and filing.received_on is not None
    return ("received_on",) if known else ()


def check(filing: Filing, at: str) -> Judgement:
    received, year = filing.received_on, filing.due_year
    if received is None or year is None or filing.agency is None:
        raise UnreadableCellError(at)
    return by_deadline(filing.agency, year, received)


RULE = Rule(
    id="T002",
    revision=1,
    title=Text("按期报送", "Filed in time"),
    basis=(TIMELY_DEPARTMENTS, TIMELY_GOVERNMENTS),
    severity=Severity.ERROR,
    message=Text(
        "{at}为{actual}，晚于该类机关的截止日{expected}。",
        "{at} is {actual}, after {expected}, the last day for agencies of this class.",
    ),
    fix=Text(
        "说明迟报原因，下一年度按期报送；乡镇街道、开发区等以当地规定的日期为准。",
        "Explain the delay and file in time next year; local rules set the day for townships, sub-districts and "
        "development zones.",
    ),
    places=places,
    check=check,
)
