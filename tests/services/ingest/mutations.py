"""Damage as pages suffer it: rows, cells, spans and labels lost, doubled, moved or misprinted."""

import re
from collections.abc import Callable
from random import Random  # noqa: TID251 - seeded by the test, so that damage repeats

_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
_TEXT_CELL = re.compile(r"(<td[^>]*>)([^<]*[\u4e00-\u9fff][^<]*)(</td>)")
_SPAN = re.compile(r'((?:col|row)span=")(\d+)(")')

Mutation = Callable[[str, Random], str]


def _cut(page: str, match: re.Match[str], new: str) -> str:
    return page[: match.start()] + new + page[match.end() :]


def _any(page: str, pattern: re.Pattern[str], chance: Random) -> re.Match[str]:
    return chance.choice(list(pattern.finditer(page)))


def lose_cell(page: str, chance: Random) -> str:
    return _cut(page, _any(page, _CELL, chance), "")


def add_blank_cell(page: str, chance: Random) -> str:
    match = _any(page, _CELL, chance)
    return _cut(page, match, chance.choice([match[0] + "<td></td>", "<td></td>" + match[0]]))


def add_number_cell(page: str, chance: Random) -> str:
    match = _any(page, _CELL, chance)
    return _cut(page, match, match[0] + f"<td>{chance.randint(0, 99)}</td>")


def double_cell(page: str, chance: Random) -> str:
    match = _any(page, _CELL, chance)
    return _cut(page, match, match[0] * 2)


def lose_row(page: str, chance: Random) -> str:
    return _cut(page, _any(page, _ROW, chance), "")


def double_row(page: str, chance: Random) -> str:
    match = _any(page, _ROW, chance)
    return _cut(page, match, match[0] * 2)


def repeat_row_blank(page: str, chance: Random) -> str:
    match = _any(page, _ROW, chance)
    return _cut(page, match, match[0] + re.sub(r">\d+</td>", "></td>", match[0]))


def split_table(page: str, chance: Random) -> str:
    match = _any(page, _ROW, chance)
    return _cut(page, match, "</table><p>第 2 页</p><table>" + match[0])


def change_span(page: str, chance: Random) -> str:
    match = _any(page, _SPAN, chance)
    return _cut(page, match, f"{match[1]}{max(0, int(match[2]) + chance.choice([-2, -1, 1, 2]))}{match[3]}")


def lose_span(page: str, chance: Random) -> str:
    return _cut(page, _any(page, _SPAN, chance), "")


def misprint_label(page: str, chance: Random) -> str:
    match = _any(page, _TEXT_CELL, chance)
    place = chance.randrange(len(match[2]))
    changed = match[2][:place] + chance.choice(["", "某", "甲乙"]) + match[2][place + 1 :]
    return _cut(page, match, match[1] + changed + match[3])


def blank_label(page: str, chance: Random) -> str:
    match = _any(page, _TEXT_CELL, chance)
    return _cut(page, match, match[1] + match[3])


def unclosed_cell(page: str, chance: Random) -> str:
    match = _any(page, re.compile("</td>"), chance)
    return _cut(page, match, "")


def unclosed_row(page: str, chance: Random) -> str:
    match = _any(page, re.compile("</tr>"), chance)
    return _cut(page, match, "")


def hidden_decoy(page: str, chance: Random) -> str:
    match = _any(page, _ROW, chance)
    decoy = re.sub(r">\d+</td>", ">77</td>", match[0]).replace("<tr>", '<tr style="display: none">')
    return _cut(page, match, decoy + match[0])


def footnote(page: str, chance: Random) -> str:
    match = _any(page, re.compile(r">(\d+)</td>"), chance)
    return _cut(page, match, f">{match[1]}<sup>{chance.randint(1, 9)}</sup></td>")


def wrap_layout(page: str, chance: Random) -> str:
    wide = chance.choice(["", " colspan=3"])
    page = page.replace("<body>", f"<body><table><tr><td{wide}>导航</td></tr><tr><td{wide}>")
    return page.replace("</body>", "</td></tr></table></body>")


MUTATIONS: tuple[Mutation, ...] = (
    lose_cell,
    add_blank_cell,
    add_number_cell,
    double_cell,
    lose_row,
    double_row,
    repeat_row_blank,
    split_table,
    change_span,
    lose_span,
    misprint_label,
    blank_label,
    unclosed_cell,
    unclosed_row,
    hidden_decoy,
    footnote,
    wrap_layout,
)
