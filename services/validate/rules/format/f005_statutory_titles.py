"""F005 — every part bears its statutory title."""

from collections.abc import Iterable
from functools import lru_cache

from services.validate.filing import Filing
from services.validate.headings import letters, untitled
from services.validate.law import UNIFORM_FORM
from services.validate.rule import Judgement, Rule
from shared.report.edition import editions
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    known = {part.number for part in filing.report.form.parts}
    return dict.fromkeys(f"part.{one.number}" for one in filing.report.sections if one.number in known)


def check(filing: Filing, at: str) -> Judgement:
    form = filing.report.form
    part = next(part for part in form.parts if at == f"part.{part.number}")
    titles = [untitled(section.title) for section in filing.report.sections if section.number == part.number]
    printed = {letters(title) for title in titles}
    # A title printed twice, in a list of contents or above a table, is right when one of them is.
    return Judgement(
        expected=part.zh,
        actual=titles[0],
        holds=not printed.isdisjoint(_titles(form.first_year, part.number)),
        words={"expected": part.title},
        severity=None if printed.isdisjoint(_titles(0, part.number)) else Severity.NOTICE,
    )


@lru_cache
def _titles(since: int, number: int) -> frozenset[str]:
    """The titles of a part in the editions since a year."""
    forms = (form for form in editions().values() if form.first_year >= since)
    return frozenset(letters(part.zh) for form in forms for part in form.parts if part.number == number)


RULE = Rule(
    id="F005",
    revision=1,
    title=Text("各部分标题用统一格式的标题", "Statutory titles"),
    basis=(UNIFORM_FORM,),
    severity=Severity.WARNING,
    message=Text(
        "{at}的标题写作“{actual}”，统一格式为“{expected}”。",
        "The title of {at} reads “{actual}”; the form has “{expected}”.",
    ),
    fix=Text("改用统一格式规定的标题，一字不改。", "Use the title of the form, word for word."),
    places=places,
    check=check,
)
