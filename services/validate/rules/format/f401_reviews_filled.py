"""F401 — every cell of 表四 holds a number."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.filled import filled
from services.validate.law import ACCURATE_AND_COMPLETE, NOTHING_OMITTED
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

TABLE = "reviews"


def places(filing: Filing) -> Iterable[str]:
    return filing.cells(TABLE)


def check(filing: Filing, at: str) -> Judgement:
    return filled(filing, TABLE, at)


RULE = Rule(
    id="F401",
    revision=1,
    title=Text("表四各格填满", "Table 4 filled"),
    basis=(NOTHING_OMITTED, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=Text("{at}现为{actual}，应填{expected}。", "{at} is {actual}; it must hold {expected}."),
    fix=Text(
        "按台账补填该格；没有发生的填 0，不要留空，也不要填“/”“无”。",
        "Fill the cell from the register; where nothing happened write 0, never a blank, a slash or a word.",
    ),
    places=places,
    check=check,
)
