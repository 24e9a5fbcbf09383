"""F005 — every part bears its statutory title."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.headings import letters, untitled
from services.validate.law import UNIFORM_FORM
from services.validate.rule import Judgement, Rule
from shared.report.edition import Edition, editions
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
    right = any(
        _title(later, part.number) in printed for later in editions().values() if later.first_year >= form.first_year
    )
    older = any(_title(one, part.number) in printed for one in editions().values())
    return Judgement(
        expected=part.zh,
        actual=titles[0],
        holds=right,
        words={"expected": part.title},
        severity=Severity.NOTICE if older else None,
    )


def _title(form: Edition, number: int) -> str:
    return next((letters(part.zh) for part in form.parts if part.number == number), "")


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
