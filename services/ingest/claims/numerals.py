"""Numbers as prose prints them: digits, Chinese numerals, 万, approximations, and the unit they count in."""

import re
from decimal import Decimal

import msgspec

from shared.report.claim import Relation

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_NUMERALS = "〇零一二两三四五六七八九十百千万"
_COUNTERS = ("件次", "件", "份", "封", "宗", "起", "例", "条", "个", "项", "次", "笔", "单", "篇", "部")
_OTHER_UNITS = (
    "个百分点|个工作日|个月|个小时|个部门|人次|场次|批次|人|名|场|期|年|天|日|时|分|号|米|平方|公里|吨|户|家|所|类|页|字"
    "|万元|亿元|千元|百元|元|倍|位|级|度|℃|后|是|种|方面|大|步|轮|辆|部门"
)
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,4})?"
_UNIT = rf"(?P<unit>{_OTHER_UNITS}|{'|'.join(_COUNTERS)}|%|‰)?(?P<vague>余|多)?(?P<bound>以上|以内|以下|左右|上下)?"
_DECIMAL = re.compile(rf"(?P<number>{_PLAIN})(?P<scale>[万亿千百])?(?P<more>余|多|来)?(?P<later>[万亿])?{_UNIT}")
_CHINESE = re.compile(rf"(?P<number>[{_NUMERALS}]{{1,12}})(?P<more>余|多|来)?{_UNIT}")
_HUNDREDTHS = re.compile(rf"百分之(?P<number>{_PLAIN}|[{_NUMERALS}点]{{1,10}})|(?P<whole>百分百)")
_RANGE = re.compile(r"\d[\d.,]*\s?(?:[-—~～–－至到/:]+\s?\d[\d.,]*)+[万亿]?(?:[件份条次项个期场人天]|元|%)?")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9._@:/-]*")
_BEFORE = (
    (Relation.AT_MOST, ("不足", "不到", "不超过", "最多", "至多")),
    (Relation.AT_LEAST, ("超过", "超", "逾", "突破", "至少", "不少于", "不低于")),
    (Relation.ABOUT, ("近", "约", "接近")),
)
_BOUNDS = {"以上": Relation.AT_LEAST, "以内": Relation.AT_MOST, "以下": Relation.AT_MOST}
_TEN_THOUSAND = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000), "百": Decimal(100)}
_YUAN = {
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
    "千元": Decimal(1000),
    "百元": Decimal(100),
    "元": Decimal(1),
}


class Number(msgspec.Struct, frozen=True):
    """A printed number: `letter` says what kind (`#` count, `%` percentage, `$` yuan, `x` of something else).

    A count without any unit has the unit "".
    """

    letter: str
    value: Decimal
    relation: Relation
    unit: str
    end: int


def begins_number(character: str) -> bool:
    """Whether a number, or a code with figures in it, may begin with this character."""
    return character.isascii() or character in _NUMERALS


def number_at(text: str, place: int) -> Number | None:
    """The number printed at a place of a normalised text."""
    if match := _RANGE.match(text, place) or _CODE.match(text, place):
        return _of_something_else(match.end())
    if match := _HUNDREDTHS.match(text, place):
        value = Decimal(100) if match["whole"] else _value(match["number"])
        return Number("%", value, _relation(text, place), "%", match.end()) if value is not None else None
    if text[place].isdecimal():
        return _counted(text, place, _DECIMAL.match(text, place))
    match = _CHINESE.match(text, place)
    if match is None or match["unit"] is None or (place and text[place - 1] in "第每同任某逐唯这该单统万"):
        return None
    return _counted(text, place, match)


def _counted(text: str, place: int, match: re.Match[str] | None) -> Number | None:
    if match is None:
        return None
    value, unit = _value(match["number"]), match["unit"] or ""
    if value is None or (place and (text[place - 1].isdecimal() or text[place - 1] in ".-第")):
        return _of_something_else(match.end())
    groups = match.groupdict()
    scale = (groups.get("scale") or "") + (groups.get("later") or "")
    for character in scale:
        value *= _TEN_THOUSAND[character]
    relation = _relation(text, place, match, scaled=bool(scale) and not unit.endswith("元"))
    return _with_unit(value, relation, unit, match)


def _with_unit(value: Decimal, relation: Relation, unit: str, match: re.Match[str]) -> Number:
    end = match.end()
    if unit in ("%", "‰"):
        return Number("%", value if unit == "%" else value / 10, relation, "%", end)
    if unit in _YUAN:
        return Number("$", value * _YUAN[unit], relation, "元", end)
    following = match.string[end : end + 1]
    if unit not in (*_COUNTERS, "") or value != value.to_integral_value() or following in ("%", "号"):
        return _of_something_else(end)
    if not unit and (len(match["number"]) > 1 and match["number"].startswith("0")):
        return _of_something_else(end)
    return Number("#", value.quantize(Decimal(1)), relation, unit, end)


def _of_something_else(end: int) -> Number:
    return Number("x", Decimal(0), Relation.EQUAL, "", end)


def _relation(text: str, place: int, match: re.Match[str] | None = None, *, scaled: bool = False) -> Relation:
    """What the words before and after a number make of it."""
    before = text[max(place - 3, 0) : place]
    for relation, words in _BEFORE:
        if before.endswith(words):
            return relation
    if match is not None:
        if match["bound"]:
            return _BOUNDS.get(match["bound"], Relation.ABOUT)
        if match["more"] or match["vague"] or scaled:
            return Relation.ABOUT
    return Relation.EQUAL


def _value(printed: str) -> Decimal | None:
    if printed[0].isdecimal():
        return Decimal(printed.replace(",", ""))
    whole, _, fraction = printed.partition("点")
    value = _chinese(whole)
    if value is None or not fraction:
        return None if fraction else value
    digits = "".join(str(_DIGITS[digit]) for digit in fraction if digit in _DIGITS)
    return Decimal(f"{value}.{digits}") if len(digits) == len(fraction) else None


def _chinese(numerals: str) -> Decimal | None:
    """一百零三 as 103; a string that is no number (万千) gives None."""
    if all(numeral in _DIGITS for numeral in numerals):
        return Decimal("".join(str(_DIGITS[numeral]) for numeral in numerals)) if numerals else None
    total, section, digit = 0, 0, -1
    for numeral in numerals:
        if numeral in _DIGITS:
            digit = _DIGITS[numeral]
        elif numeral == "万":
            total, section, digit = (section + max(digit, 0)) * 10_000, 0, -1
        else:
            section, digit = section + (1 if digit < 0 else digit) * _SCALES[numeral], -1
    value = total + section + max(digit, 0)
    return Decimal(value) if value or numerals in ("零", "〇") else None
