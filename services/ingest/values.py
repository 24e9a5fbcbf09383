"""A cell's printed text as a figure; what is no plain number is said to be so, never read as blank or zero."""

import re
from decimal import Decimal
from functools import lru_cache

import cn2an  # type: ignore[import-untyped] # cn2an ships no types
import msgspec

from services.ingest.document import MARK
from services.ingest.labels import LONGEST_LABEL, narrow, remembered
from shared.report.edition import CellKind
from shared.report.reading import Confidence

MAX_DIGITS = 15
"""A longer string of digits is several figures run together."""

_WHOLE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)"
_NUMBER = re.compile(rf"{_WHOLE}(?:\.[0-9]+)?")
_WITH_REMARK = re.compile(rf"({_WHOLE}(?:\.[0-9]+)?)\s*([^\d\s()]{{1,3}})?\s*(?:\(([^()]*)\))?")
_SIGNED = re.compile(rf"([+-])\s*({_WHOLE})")
_WORDED_CHANGE = re.compile(rf"(增加?|减少?)\s*({_WHOLE})(?:[项件个])?")
_STRAY_MARK = re.compile(rf"[·、]?({_WHOLE}(?:\.[0-9]+)?)[.,;:、。·]?")
_LETTER_ZERO = re.compile(r"[0-9Oo]{1,15}")
_NUMERAL = re.compile(r"[零〇○一二三四五六七八九十百千万两]{1,8}")
_BARE = re.compile(r"[+-]?[0-9,]*[0-9](?:\.[0-9]+)?|[-/\\]{1,2}|无")
_MINUS = str.maketrans(dict.fromkeys("−–—﹣", "-"))
_COUNTERS = frozenset("件条个次项份宗人例起家部笔")
_IN_TEN_THOUSAND_YUAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "万": Decimal(1), "亿元": Decimal(10000)}


class Value(msgspec.Struct, frozen=True):
    """What a cell says: the figure (None when blank or unreadable), how sure, and the code of the note to write."""

    figure: int | Decimal | None
    confidence: Confidence = Confidence.READ
    note: str | None = None


BLANK = Value(None)


def parse(raw: str, kind: CellKind, unit: str = "万元") -> Value:
    """Read the text of a cell; `unit` is the unit of money its column prints."""
    return _parsed(raw, kind, unit) if len(raw) <= LONGEST_LABEL else _parse(raw, kind, unit)


def _parse(raw: str, kind: CellKind, unit: str) -> Value:
    text = narrow(raw).strip()
    if not text:
        return BLANK
    if kind is CellKind.AMOUNT and unit not in _IN_TEN_THOUSAND_YUAN:
        return _unreadable("cell.unit_unknown")
    if kind is CellKind.CHANGE and (change := _change(text)):
        return change
    if _NUMBER.fullmatch(text):
        return _plain(text, kind, unit)
    return _oddly_printed(text, kind, unit) or _with_more(text, kind, unit)


_parsed = lru_cache(maxsize=8192)(_parse)
"""What short texts say is kept: most cells of most reports print the same few figures, each looked at several times."""


def _with_more(text: str, kind: CellKind, unit: str) -> Value:
    match = _WITH_REMARK.fullmatch(text)
    if match is None or (match[3] is not None and not re.search(r"[^\W\d]", match[3])):
        return _unreadable("cell.not_a_number")
    return _remarked(match, kind, unit)


@remembered
def is_value(text: str) -> bool:
    """Whether the text is of the kind that stands where a figure should, a bare dash or slash included."""
    return bool(_BARE.fullmatch(narrow(text).strip().translate(_MINUS)))


def may_be_value(text: str) -> bool:
    """Whether the text may stand where a figure should: one with a remark (`1（撤回）`) or a picture too."""
    if text and not text.replace(MARK, "").strip():
        return True
    return is_value(text) or bool(re.match(r"[+-]?[0-9]|[Oo○〇零]$", narrow(text).strip().translate(_MINUS)))


def _oddly_printed(text: str, kind: CellKind, unit: str) -> Value | None:
    """A figure with a stray mark, a zero or numeral that is not in digits: read, and told."""
    if (match := _STRAY_MARK.fullmatch(text)) and text != match[1]:
        return _again(match[1], kind, unit, "cell.stray_mark")
    if _LETTER_ZERO.fullmatch(text) and not text.isdigit():
        return _again(text.upper().replace("O", "0"), kind, unit, "cell.numeral")
    # 一 alone is as often a dash as a one.
    return _numeral(text) if _NUMERAL.fullmatch(text) and text != "一" else None


def _again(number: str, kind: CellKind, unit: str, note: str) -> Value | None:
    """The figure that is left when what is odd about it is taken away."""
    value = parse(number, kind, unit)
    return None if value.figure is None else _inferred(value.figure, note)


def _numeral(text: str) -> Value | None:
    try:
        number = cn2an.cn2an(text.replace("○", "零").replace("〇", "零"), "strict")
    except ValueError:
        return None
    return _inferred(int(number), "cell.numeral")


def _plain(text: str, kind: CellKind, unit: str) -> Value:
    number = Decimal(text.replace(",", ""))
    if len(number.as_tuple().digits) > MAX_DIGITS:
        return _unreadable("cell.too_long")
    if kind is CellKind.AMOUNT:
        factor = _IN_TEN_THOUSAND_YUAN[unit]
        return Value(_tidy(number)) if factor == 1 else _inferred(number * factor, "cell.unit")
    if number != number.to_integral_value():
        return _unreadable("cell.not_whole")
    return _inferred(number, "cell.decimal_whole") if "." in text else Value(int(number))


def _remarked(match: re.Match[str], kind: CellKind, unit: str) -> Value:
    """A number followed by a unit, a remark in brackets, or both."""
    number, suffix, remark = match.groups()
    if kind is CellKind.AMOUNT:
        factor_unit = suffix or unit
        if factor_unit not in _IN_TEN_THOUSAND_YUAN:
            return _unreadable("cell.not_a_number")
        value = _plain(number, kind, "万元")
        if isinstance(value.figure, int | Decimal):
            scaled = Decimal(value.figure) * _IN_TEN_THOUSAND_YUAN[factor_unit]
            return _inferred(scaled, "cell.unit" if suffix or remark is None else "cell.remark")
        return value
    if suffix and suffix not in _COUNTERS:
        return _unreadable("cell.not_a_number")
    value = _plain(number, kind, unit)
    return value if value.figure is None else _inferred(value.figure, "cell.unit" if remark is None else "cell.remark")


def _change(text: str) -> Value | None:
    """A signed number (`+19`, `-8`), or one that says in words which way it goes (`减8`)."""
    if match := _SIGNED.fullmatch(text.translate(_MINUS)):
        value = _plain(match[2], CellKind.COUNT, "")
        return value if value.figure is None or match[1] == "+" else Value(-int(value.figure))
    if match := _WORDED_CHANGE.fullmatch(text):
        value = _plain(match[2], CellKind.COUNT, "")
        sign = -1 if match[1].startswith("减") else 1
        return value if value.figure is None else _inferred(sign * int(value.figure), "cell.unit")
    return None


def _tidy(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _inferred(figure: int | Decimal, note: str) -> Value:
    return Value(_tidy(Decimal(figure).normalize()), Confidence.INFERRED, note)


def _unreadable(note: str) -> Value:
    return Value(None, Confidence.UNREADABLE, note)
