"""P002 — the great figures keep within a fifth and five times those of last year."""

from collections.abc import Iterable, Mapping

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_BASE = 20
_TIMES = 5
_ALIKE = (("requests.received.total",), ("requests.closed.total",), *(
    (f"proactive.{row}", f"proactive.{row}.decisions") for row in ("licensing", "penalties")
))  # fmt: skip
"""Cells that count the same in every edition."""


def _pairs(filing: Filing) -> Mapping[str, str]:
    """Cells of this report, each with that of last year's."""
    now = filing.report.form
    before = None if filing.prior is None else filing.prior.report.form
    found = {}
    for names in _ALIKE:
        here = next((at for at in names if now.has(at)), None)
        there = next((at for at in names if before is not None and before.has(at)), None)
        if here is not None and there is not None:
            found[here] = there
    return found


def places(filing: Filing) -> Iterable[str]:
    return _pairs(filing)


def check(filing: Filing, at: str) -> Judgement:
    if filing.prior is None:
        raise UnreadableCellError(at)
    before, now = filing.prior.number(_pairs(filing)[at]), filing.number(at)
    within = before < _BASE or before <= now * _TIMES <= before * _TIMES * _TIMES
    return Judgement(expected=before, actual=now, holds=within)


RULE = Rule(
    id="P002",
    revision=1,
    title=Text("与上年相比没有异常增减", "No jump against last year"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}由上年的 {expected} 变为 {actual}，增减超过五倍。",
        "{at} went from {expected} last year to {actual}, by more than five times.",
    ),
    fix=Text("核对数字和统计口径；属实的可作说明。", "Check the figure and what was counted; if it is right, say why."),
    places=places,
    check=check,
)
