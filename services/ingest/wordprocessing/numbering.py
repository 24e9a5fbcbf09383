"""The numbers that Word itself puts before the paragraphs of a list, counted as Word counts them."""

import re
from collections.abc import Callable

import msgspec

from services.ingest.markup import Element, is_on, whole
from services.ingest.wordprocessing.styles import VAL, W

_LEVELS = 9
_MAX_COUNT = 9_999
_MAX_TEXT = 40
_GAP = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL_UNITS = ("", "拾", "佰", "仟")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Level(msgspec.Struct, frozen=True):
    """One level of a list: first number, how it is written, and the text around it (`（%1）`)."""

    start: int = 1
    writing: str = "decimal"
    text: str = ""
    restarts: bool = True
    legal: bool = False
    style: str | None = None


class Numbering:
    """The lists of a document, each with its counters."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._list_styles: dict[str, str] = {}
        self._linked: dict[str, str] = {}
        self._kind: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        for kind in root.iter(W + "abstractNum"):
            name = str(kind.get(W + "abstractNumId"))
            self._levels[name] = {whole(one.get(W + "ilvl")): _level(one) for one in kind.iterchildren(W + "lvl")}
            if (style := kind.find(W + "styleLink")) is not None:
                self._list_styles[str(style.get(VAL))] = name
            if (style := kind.find(W + "numStyleLink")) is not None:
                self._linked[name] = str(style.get(VAL))
        for one in root.iter(W + "num"):
            list_id = str(one.get(W + "numId"))
            kind_of = one.find(W + "abstractNumId")
            if kind_of is not None:
                self._kind[list_id] = str(kind_of.get(VAL))
            self._overrides[list_id] = self._overridden(list_id, one)

    def _overridden(self, list_id: str, one: Element) -> dict[int, Level]:
        found: dict[int, Level] = {}
        for override in one.iterchildren(W + "lvlOverride"):
            depth = whole(override.get(W + "ilvl"))
            own, start = override.find(W + "lvl"), override.find(W + "startOverride")
            level = _level(own) if own is not None else self._of_kind(list_id).get(depth, Level())
            if start is not None:
                level = msgspec.structs.replace(level, start=whole(start.get(VAL), 1))
            found[depth] = level
        return found

    def _of_kind(self, list_id: str) -> dict[int, Level]:
        kind = self._kind.get(list_id, "")
        if kind in self._linked:
            kind = self._list_styles.get(self._linked[kind], kind)
        return self._levels.get(kind, {})

    def level_of_style(self, list_id: str, style: str | None) -> int:
        """The level of a list that a paragraph style is tied to."""
        return next((depth for depth, level in self._of_kind(list_id).items() if level.style == style and style), 0)

    def next(self, list_id: str, depth: int) -> str:
        """The number before the next paragraph of that list and level, as printed; nothing before a bullet."""
        levels = self._of_kind(list_id) | self._overrides.get(list_id, {})
        if not 0 <= depth < _LEVELS or depth not in levels:
            return ""
        counts = self._counts.setdefault(self._kind.get(list_id, ""), [None] * _LEVELS)
        if depth in self._overrides.get(list_id, {}) and (list_id, depth) not in self._started:
            counts[depth] = None
        self._started.add((list_id, depth))
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else min(before + 1, _MAX_COUNT)
        for deeper in range(depth + 1, _LEVELS):
            if levels.get(deeper, Level()).restarts:
                counts[deeper] = None
        return _written(levels, counts, depth)


def _level(element: Element) -> Level:
    def value(name: str) -> str | None:
        child = element.find(W + name)
        return str(child.get(VAL, "")) if child is not None else None

    return Level(
        start=min(max(whole(value("start"), 1), 0), _MAX_COUNT),
        writing=value("numFmt") or "decimal",
        text=(value("lvlText") or "")[:_MAX_TEXT],
        restarts=value("lvlRestart") != "0",
        legal=bool(is_on(element.find(W + "isLgl"), VAL)),
        style=value("pStyle"),
    )


def _written(levels: dict[int, Level], counts: list[int | None], depth: int) -> str:
    own = levels[depth]
    if own.writing in {"bullet", "none"}:
        return "" if own.writing == "bullet" else _GAP.sub("", own.text)

    def number(gap: re.Match[str]) -> str:
        at = int(gap[1]) - 1
        level = levels.get(at, Level())
        count = counts[at]
        return written(level.start if count is None else count, "decimal" if own.legal else level.writing)

    return _GAP.sub(number, own.text)


def written(count: int, writing: str) -> str:
    """A number in one of the writings Word names; decimal for those that no report uses."""
    if writing in _ROWS:
        return _ROWS[writing][count - 1] if 1 <= count <= len(_ROWS[writing]) else str(count)
    return _WRITINGS[writing](count) if writing in _WRITINGS else str(count)


def chinese(count: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """A number below ten thousand in Chinese: 十二, 二十, 一百〇五."""
    if count == 0:
        return digits[0]
    text = ""
    for place, digit in enumerate(reversed(str(count))):
        if digit != "0":
            text = digits[int(digit)] + units[min(place, len(units) - 1)] + text
        elif text and not text.startswith(digits[0]):
            text = digits[0] + text
    return text[1:] if text.startswith(digits[1] + units[1]) and count < 20 else text  # noqa: PLR2004 - 十, not 一十


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        text += letters * times
    return text


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count else "0"


_ROWS = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_WRITINGS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"), chinese),
    "taiwaneseCountingThousand": chinese,
    "chineseLegalSimplified": lambda count: chinese(count, _CAPITAL, _CAPITAL_UNITS),
    "ideographDigital": lambda count: "".join(_DIGITS[int(digit)] for digit in str(count)),
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "decimalZero": lambda count: f"{count:02}",
}
