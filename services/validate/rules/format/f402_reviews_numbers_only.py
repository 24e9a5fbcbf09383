"""F402 — every number cell of 表四 holds a number, no sign and no word."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, NOTHING_OMITTED
from services.validate.noted import places_noted
from services.validate.printed import NOT_A_NUMBER, not_a_number
from services.validate.rule import Rule
from shared.report.text import Text
from shared.report.verdict import Severity

TABLE = "reviews"


def places(filing: Filing) -> Iterable[str]:
    return places_noted(filing, TABLE, NOT_A_NUMBER)


RULE = Rule(
    id="F402",
    revision=1,
    title=Text("表四数字格不填符号和文字", "No signs or words for numbers in table 4"),
    basis=(NOTHING_OMITTED, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=Text("{at}填的是“{actual}”，应填{expected}。", "{at} holds “{actual}”; it must hold {expected}."),
    fix=Text(
        "没有发生的填 0，不要填“/”“—”“无”；有说明的写在正文里。",
        "Where nothing happened write 0, not a sign or a word; explain in the prose.",
    ),
    places=places,
    check=not_a_number,
)
