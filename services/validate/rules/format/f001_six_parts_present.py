"""F001 — the report has all six statutory parts."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import NOTHING_OMITTED, UNIFORM_FORM
from services.validate.prose import require_all_read
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    return (f"part.{part.number}" for part in filing.report.form.parts)


def check(filing: Filing, at: str) -> Judgement:
    part = next(part for part in filing.report.form.parts if at == f"part.{part.number}")
    found = next((section for section in filing.report.sections if section.number == part.number), None)
    if found is None:
        require_all_read(filing, at)
    return Judgement(
        expected=part.zh,
        actual=found.title if found else None,
        holds=found is not None,
        words={"expected": part.title},
    )


RULE = Rule(
    id="F001",
    revision=2,
    title=Text("六个部分齐全", "All six parts present"),
    basis=(NOTHING_OMITTED, UNIFORM_FORM),
    severity=Severity.ERROR,
    message=Text("缺{at}“{expected}”。", "{at}, “{expected}”, is missing."),
    fix=Text(
        "按统一格式补上该部分及其标题；没有内容的也要保留标题并写明情况。",
        "Add the part under its statutory heading; where there is nothing to report, keep the heading and say so.",
    ),
    places=places,
    check=check,
)
