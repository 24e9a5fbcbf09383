"""F004 — the six parts stand in statutory order."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import UNIFORM_FORM
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_ORDINALS = "零一二三四五六七八九"


def places(filing: Filing) -> Iterable[str]:
    return ("parts",) if len(set(_numbers(filing))) > 1 else ()


def check(filing: Filing, at: str) -> Judgement:
    printed = _numbers(filing)
    # A heading that comes twice may be that of a list of contents, or of something inside another part.
    if len(set(printed)) != len(printed):
        raise UnreadableCellError(at)
    return Judgement(expected=_said(sorted(printed)), actual=_said(printed), holds=printed == sorted(printed))


def _numbers(filing: Filing) -> list[int]:
    known = {part.number for part in filing.report.form.parts}
    return [section.number for section in filing.report.sections if section.number in known]


def _said(numbers: list[int]) -> str:
    return "、".join(_ORDINALS[number] for number in numbers)


RULE = Rule(
    id="F004",
    revision=1,
    title=Text("各部分按规定顺序排列", "Parts in statutory order"),
    basis=(UNIFORM_FORM,),
    severity=Severity.WARNING,
    message=Text(
        "{at}的次序是{actual}，统一格式的次序是{expected}。",
        "{at} come in the order {actual}; the form has {expected}.",
    ),
    fix=Text("按统一格式调整各部分的先后次序。", "Put the parts into the order of the form."),
    places=places,
    check=check,
)
