"""A number as its cell shows it: formats hide, round, scale and name units, and what is printed is what is read."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import msgspec

from services.ingest.document import MARK

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 37: "#,##0 ;(#,##0)",
    38: "#,##0 ;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys([*range(14, 18), *range(27, 37), *range(50, 59), 22], "yyyy-m-d"),
    **dict.fromkeys([*range(18, 22), *range(45, 48)], "h:mm:ss"),
}  # fmt: skip
"""The formats that spreadsheets know by number; those of Chinese systems included."""

_PIECE = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|(General|G/通用格式)|([0#?.,%]|E[+-])|(.)', re.IGNORECASE)
_DATE = re.compile(r"[ymdhs年月日时分秒上下]", re.IGNORECASE)
_PLAIN = frozenset({"", "@"})
_MAX_CODE = 255
_MAX_DECIMALS = 15
_NEAR = Decimal("1e-9")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet's day has no zone
_MAX_DAYS = 2_958_465
_LAST_PLAIN = 1e15


class _Section(msgspec.Struct, frozen=True):
    """One part of a format: what it writes around the number, and how the number is written."""

    before: str = ""
    after: str = ""
    shows_number: bool = False
    digits: int = 0
    decimals: int = 0
    thousands: int = 0
    percent: int = 0
    is_general: bool = False
    is_date: bool = False
    is_unknown: bool = False


def plain(number: float) -> str:
    """A number without any format, cleared of the noise of binary fractions."""
    if number == int(number):
        return str(int(number))
    return f"{Decimal(f'{number:.15g}'):f}"


def shown(number: float, code: str, *, since_1904: bool = False) -> str:
    """What a cell of that format shows; where that is another number than the cell holds, both."""
    if not abs(number) < _LAST_PLAIN:
        return f"{MARK}{number}"
    sections = _sections(code[:_MAX_CODE])
    section = _chosen(sections, number)
    if section.is_date:
        return _day(number, since_1904=since_1904)
    if section.is_unknown or not (section.shows_number or number == 0):
        return f"{MARK}{plain(number)}" if section.is_unknown else f"{MARK}{section.before}{section.after}"
    if section.is_general:
        return f"{section.before}{plain(number)}{section.after}"
    if number == 0 and not section.digits:
        # A format that writes zeros as a dash or not at all still stands for the zero in the cell.
        return "0"
    has_sign_of_its_own = number < 0 and len(sections) > 1
    return _written(Decimal(plain(abs(number) if has_sign_of_its_own else number)), section)


def _written(exact: Decimal, section: _Section) -> str:
    scaled = exact.scaleb(2 * section.percent - 3 * section.thousands)
    rounded = scaled.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    if abs(rounded - scaled) <= _NEAR * max(Decimal(1), abs(scaled)) and not section.thousands:
        written = f"{rounded.normalize():f}" if rounded else "0"
        return f"{section.before}{_padded(written, section)}{section.after}{'%' * section.percent}"
    return shown_and_held(f"{section.before}{rounded:f}{section.after}{'%' * section.percent}", float(exact))


def shown_and_held(text: str, number: float) -> str:
    """What a cell shows, with the number it holds in brackets, so that it is read with a remark."""
    return f"{text}（单元格值{plain(number)}）" if abs(number) < _LAST_PLAIN else f"{MARK}{text}"


def _padded(written: str, section: _Section) -> str:
    """Leading zeros that the format asks for (a code such as 0012)."""
    whole, dot, fraction = written.partition(".")
    return f"{whole.zfill(section.digits)}{dot}{fraction}"


def _day(number: float, *, since_1904: bool) -> str:
    if not 0 <= number <= _MAX_DAYS:
        return MARK
    moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=number)
    return f"{moment:%Y-%m-%d}" if number >= 1 else f"{moment:%H:%M}"


def _chosen(sections: tuple[_Section, ...], number: float) -> _Section:
    """Positive numbers, negative ones and zero each have their section, the first where there is none."""
    place = 1 if number < 0 else 2 if number == 0 else 0
    if any(section.is_unknown for section in sections[:3]):
        return _Section(is_unknown=True)
    return sections[place] if place < min(len(sections), 3) else sections[0]


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[str] = [""]
    for match in _PIECE.finditer(code):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    if code.strip() in _PLAIN:
        return (_Section(shows_number=True, is_general=True),)
    return tuple(_section(part) for part in parts)


def _section(code: str) -> _Section:
    before, after = "", ""
    digits = decimals = commas = percent = 0
    has_number = general = date = unknown = fraction = False
    for match in _PIECE.finditer(code):
        literal = match[1] or match[2] or ""
        if match[3] is not None:
            # A colour or a locale changes nothing; a condition or an elapsed time does.
            unknown = unknown or match[3][:1] in "<>=" or match[3].startswith("DBNum")
            date = date or match[3].lower() in {"h", "hh", "m", "mm", "s", "ss"}
            literal = match[3][1:].partition("-")[0] if match[3].startswith("$") else ""
        elif match[4] is not None:
            general = has_number = True
        elif match[5] is not None:
            # A sign between digits (0!.0,) moves the decimal point for people and not for the number.
            unknown = unknown or match[5][:1] in "Ee" or (match[5] in "0#?" and bool(after.strip()))
            has_number = has_number or match[5] in "0#?"
            fraction = fraction or match[5] == "."
            digits += not fraction and match[5] == "0"
            decimals += fraction and match[5] in "0#?"
            commas = commas + 1 if match[5] == "," else 0 if match[5] in "0#?" else commas
            percent += match[5] == "%"
        elif match[6] is not None and match[6] not in " @":
            date = date or (bool(_DATE.fullmatch(match[6])) and not has_number)
            literal = match[6]
        if has_number:
            after += literal
        else:
            before += literal
    return _Section(
        before="" if date else before.strip(),
        after=after.strip(),
        shows_number=has_number,
        digits=digits,
        decimals=min(decimals, _MAX_DECIMALS),
        thousands=min(commas, 3),
        percent=min(percent, 2),
        is_general=general,
        is_date=date,
        is_unknown=unknown or "?/" in code or "#/" in code,
    )
