"""C308 — figures are as they were published, or the change is for the supervisor to see."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:
    if filing.earlier is None:
        return ()
    before = filing.earlier.report
    printed = {cell.address for cell in before.cells()}
    return tuple(cell.address for cell in filing.report.cells() if cell.address in printed)


def check(filing: Filing, at: str) -> Judgement:
    if filing.earlier is None:
        raise UnreadableCellError(at)
    expected, actual = filing.earlier.printed(at), filing.printed(at)
    return Judgement(expected=expected, actual=actual, holds=expected == actual)


RULE = Rule(
    id="C308",
    revision=1,
    title=Text("数据公布后未改动", "Figures unchanged after publication"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}公布时为 {expected}，本次报送改为 {actual}。",
        "{at} was {expected} when published, and is {actual} in this version.",
    ),
    fix=Text(
        "更正公布过的数据的，请说明原因，并同步更新各平台上公布的版本。",
        "Give the reason for correcting published figures, and update what is published everywhere.",
    ),
    places=places,
    check=check,
)
