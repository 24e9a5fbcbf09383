"""Sums of money: administrative fees, which have a cell, and the information-handling fee, which has none."""

from decimal import Decimal

from services.ingest.claims.passage import Passage
from services.ingest.claims.phrase import Phrase
from services.ingest.claims.subjects import Subject

_TEN_THOUSAND = Decimal(10_000)
INFORMATION_FEE = Subject("information_fee", ())


def amount(passage: Passage, index: int) -> None:
    """`收取行政事业性收费334万元`, `收取信息处理费400元`: nothing unknown between the fee and its amount."""
    phrase = Phrase.around(passage, index)
    named = phrase.before if phrase.before.strip("fgGTko&,:") else phrase.after
    named = named.lstrip("fgGLYOPT&,:ox").replace("k", "")
    if named == "e":
        said = passage.say(index, Subject("fees", (("fees",),)), "e")
        said.value = _tidy(said.value / _TEN_THOUSAND)
    elif named == "i":
        passage.say(index, INFORMATION_FEE, "i", about=())


def _tidy(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
