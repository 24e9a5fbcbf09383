"""C304 — government rules in force are last year's, plus those issued, less those repealed."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, DOCUMENTS_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.stock import FIX, MESSAGE, continues, stock
from shared.report.text import Text
from shared.report.verdict import Severity

_KIND = "government_rules"


def places(filing: Filing) -> Iterable[str]:
    return (f"proactive.{_KIND}.in_force",) if continues(filing) else ()


def check(filing: Filing, at: str) -> Judgement:
    return stock(filing, at, _KIND)


RULE = Rule(
    id="C304",
    revision=1,
    title=Text("规章现行有效件数与上年衔接", "Government rules in force follow from last year"),
    basis=(DOCUMENTS_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=MESSAGE,
    fix=FIX,
    places=places,
    check=check,
    editions=("2021",),
)
