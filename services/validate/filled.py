"""Whether a cell holds a number of the kind its column asks for."""

from decimal import Decimal

from services.validate.filing import Filing
from services.validate.rule import SOUND, Judgement
from shared.report.edition import CellKind
from shared.report.text import Text

_ASKED = {
    CellKind.COUNT: Text("不小于 0 的整数", "a whole number, zero or more"),
    CellKind.CHANGE: Text("整数（减少填负数）", "a whole number, negative for a decrease"),
    CellKind.AMOUNT: Text("不小于 0 的金额（万元）", "an amount in 10,000 yuan, zero or more"),
}


def filled(filing: Filing, table: str, at: str) -> Judgement:
    """A cell of a table is at fault when it is truly blank, or holds a number that cannot be a count or an amount.

    Raises:
        UnreadableCellError: the reader is not sure what stands there; doubt is never a breach.
    """
    value = filing.printed(at)
    if type(value) is int and value >= 0:
        return SOUND
    kind = filing.cells(table)[at].kind
    if value is not None and _fits(value, kind):
        return SOUND
    return Judgement(expected=str(kind), actual=value, holds=False, words={"expected": _ASKED[kind]})


def _fits(value: int | Decimal, kind: CellKind) -> bool:
    whole = value == int(value)
    return (whole or kind is CellKind.AMOUNT) and (value >= 0 or kind is CellKind.CHANGE)
