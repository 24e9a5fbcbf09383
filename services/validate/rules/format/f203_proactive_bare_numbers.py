"""F203 — the number cells of 表二 hold nothing beside the number."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, UNIFORM_FORM
from services.validate.noted import places_noted
from services.validate.printed import WITH_MORE, with_more
from services.validate.rule import Rule
from shared.report.text import Text
from shared.report.verdict import Severity

TABLE = "proactive"


def places(filing: Filing) -> Iterable[str]:
    return places_noted(filing, TABLE, WITH_MORE)


RULE = Rule(
    id="F203",
    revision=1,
    title=Text("表二数字格不带单位和说明", "Bare numbers in table 2"),
    basis=(ACCURATE_AND_COMPLETE, UNIFORM_FORM),
    severity=Severity.NOTICE,
    message=Text("{at}填的是“{actual}”，应只填阿拉伯数字。", "{at} holds “{actual}”; it must hold plain digits only."),
    fix=Text(
        "数字格只填阿拉伯数字，单位以表头为准，说明写在正文里。",
        "Write digits only; the head of the table gives the unit, and remarks belong in the prose.",
    ),
    places=places,
    check=with_more,
)
