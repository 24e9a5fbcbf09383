"""F204 — the rows of 表二 bear the labels of the form."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import UNIFORM_FORM
from services.validate.noted import places_noted
from services.validate.printed import OTHERWISE_LABELLED, otherwise_labelled
from services.validate.rule import Rule
from shared.report.text import Text
from shared.report.verdict import Severity

TABLE = "proactive"


def places(filing: Filing) -> Iterable[str]:
    return places_noted(filing, TABLE, OTHERWISE_LABELLED)


RULE = Rule(
    id="F204",
    revision=1,
    title=Text("表二行标题未改动", "Labels of table 2 unaltered"),
    basis=(UNIFORM_FORM,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}的行标题写作“{actual}”，与统一格式不同。", "The row {at} is labelled “{actual}”, not as the form has it."
    ),
    fix=Text(
        "恢复统一格式的行标题，不增字、减字。",
        "Restore the label of the form, word for word.",
    ),
    places=places,
    check=otherwise_labelled,
)
