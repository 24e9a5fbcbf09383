"""F024 — part one has an overview under its heading."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import NOTHING_OMITTED, OVERVIEW_ASPECTS
from services.validate.prose import bare, require_all_read, words
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

PART = "part.1"
_FEWEST = 10
_MOST_LOOKED_AT = 200


def places(filing: Filing) -> Iterable[str]:
    return (PART,) if PART in words(filing) else ()


def check(filing: Filing, at: str) -> Judgement:
    text = bare(words(filing)[at][:_MOST_LOOKED_AT])
    empty = len(text) < _FEWEST
    if empty:
        require_all_read(filing, at)
    return Judgement(expected="综述", actual=text[:_FEWEST] or None, holds=not empty)


RULE = Rule(
    id="F024",
    revision=1,
    title=Text("总体情况不空", "Part one is not empty"),
    basis=(NOTHING_OMITTED, OVERVIEW_ASPECTS),
    severity=Severity.WARNING,
    message=Text("{at}标题下没有综述：{actual}。", "There is no overview under the heading of {at}: {actual}."),
    fix=Text("在该部分综述本年度贯彻落实条例的情况。", "Sum up the work of the year in that part."),
    places=places,
    check=check,
)
