"""How much two texts are alike: letters only, numbers and what every report must say set aside, passages quoted."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from shared.report.text import Text

MOST_LETTERS = 4_000
"""Longer texts are compared by their beginning."""

_MOST_READ = 20_000
_LONGEST_PASSAGE = 120
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[^。！？；;!?\n]+[。！？；;!?]?")
_MANDATORY = re.compile(
    r"政府信息公开条例|公开办函|统计期限|统计数据|[本该]年?度?报告|年度报告|部分组成|下载|联系(?:电话|地址|方式|人)|邮编"
    r"|邮政编码|网址|电话|网站[（(]|https?:|www\.|疑问|如下|表格"
)
_ABSENT = re.compile(
    r"[未没无](?:有|曾|收到|收取|发生|接到|出现|产生|制定|被|因|涉及|开展|公开|政府|行政|依申请|结转|其他|需要)|零申请|不存在"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts that are alike, in whole per cent, and the longest passage they share as each of them prints it."""

    percent: int
    here: Text
    there: Text


# The same few texts are looked at to find where a rule applies and again to judge it.
@lru_cache(maxsize=8)
def letters(text: str) -> str:
    """The letters of a text: no numbers, no marks, no spaces."""
    return _NOT_LETTERS.sub("", text[:_MOST_READ])[:MOST_LETTERS]


@lru_cache(maxsize=8)
def own_words(text: str) -> str:
    """The sentences an agency need not write: not those the form asks of everybody, nor those that deny something.

    An agency that received no request may say so in the same words every year.
    """
    kept = (
        one for one in _SENTENCE.findall(text[:_MOST_READ]) if not _MANDATORY.search(one) and not _ABSENT.search(one)
    )
    return "".join(kept)


def alike(here: str, there: str, *, least: int, fewest: int) -> Likeness | None:
    """How alike two texts are, when that is `least` per cent or more; None below it, or below `fewest` letters."""
    mine, others = letters(here), letters(there)
    if min(len(mine), len(others)) < fewest:
        return None
    percent = percent_alike(mine, others, least)
    if percent < least:
        return None
    first, second = passage(here, there)
    return Likeness(percent, Text(first, first), Text(second, second))


def percent_alike(one: str, other: str, least: int) -> int:
    """Twice the longest common subsequence in per cent of both lengths, rounded down; 0 when below `least` for sure."""
    total = len(one) + len(other)
    if not total:
        return 0
    shared = (Counter(one) & Counter(other)).total()
    if 200 * shared < least * total:
        return 0
    return 200 * _common(one, other) // total


def passage(here: str, there: str) -> tuple[str, str]:
    """The longest run of letters both have, of at most 120, as printed in the one and in the other."""
    mine, others = letters(here), letters(there)
    low, high = 0, min(len(mine), len(others), _LONGEST_PASSAGE)
    while low < high:
        size = (low + high + 1) // 2
        if _runs(mine, size).isdisjoint(_runs(others, size)):
            high = size - 1
        else:
            low = size
    known = _runs(others, low)
    start = next(place for place in range(len(mine) - low + 1) if mine[place : place + low] in known)
    run = mine[start : start + low]
    return _printed(here, start, low), _printed(there, others.index(run), low)


def _runs(text: str, size: int) -> set[str]:
    return {text[place : place + size] for place in range(len(text) - size + 1)}


def _printed(text: str, start: int, size: int) -> str:
    """As many letters of the text from that one on, with the numbers and marks between them."""
    places = [match.start() for match in _LETTER.finditer(text[:_MOST_READ])][start : start + size]
    return " ".join(text[places[0] : places[-1] + 1].split()) if places else ""


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence, a row of the table at a time as the bits of one number (Hyyrö)."""
    places: dict[str, int] = {}
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << place
    every = (1 << len(one)) - 1
    row = every
    for letter in other:
        seen = row & places.get(letter, 0)
        row = (row + seen | row - seen) & every
    return len(one) - row.bit_count()
