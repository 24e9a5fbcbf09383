"""Headings of a report: their words, their numbers, and which of them the form does not know."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from shared.report.annual_report import Section

_DIGITS = "一二三四五六七八九十"
_LAST_PART = 6
_TOP = re.compile(r"^\s*第?\s*([一二三四五六七八九十]{1,3})\s*(?:[、.,．，:：]|部分)?\s*[:：、]?\s*")
_SECOND = re.compile(r"[（(]\s?([一二三四五六七八九十]{1,3})\s?[)）]")
_THIRD = re.compile(r"[ \t\u3000]*(\d{1,2})\s?[.．、](?!\d)")
_BEFORE_HEADING = "\n。：:；;"
_LEVEL_2, _LEVEL_3 = 2, 3
_SHOWN = 16


@lru_cache(maxsize=256)
def letters(title: str) -> str:
    """What is compared: no spaces, no punctuation."""
    return "".join(character for character in title if character.isalnum())


def untitled(title: str) -> str:
    """A heading without its number."""
    return _TOP.sub("", title).strip() if _number(title) else title.strip()


def further_parts(sections: Sequence[Section]) -> list[Section]:
    """Headings unknown to the form that stand as parts of their own: numbered on from the part before.

    Inside a part 一、 may number sub-headings; those begin anew, or run on without leading to the next part.
    """
    found: list[Section] = []
    before = 0
    for place, section in enumerate(sections):
        number = _number(section.title)
        if section.number is None:
            following = sections[place + 1] if place + 1 < len(sections) else None
            leads_on = following is not None and following.number is not None and _number(following.title) == number + 1
            if number == before + 1 and (leads_on or (number > _LAST_PART and before >= _LAST_PART)):
                found.append(section)
                before = number
        else:
            before = number or section.number
    return found


def misnumbered_parts(sections: Sequence[Section]) -> Iterator[str]:
    """Headings of parts whose printed number is not that of the part; a heading without number is left alone."""
    for section in sections:
        if section.number is not None and _number(section.title) not in {0, section.number}:
            yield section.title


def is_numbered(text: str) -> bool:
    """Whether a text has sub-headings with numbers."""
    return bool(_marks(text))


def misnumbered(text: str) -> Iterator[str]:
    """Numbers of sub-headings that do not follow: a first that is no one, a repeat, a gap.

    A number may begin again at one: under another heading, or for another list in the same part.
    """
    last = {_LEVEL_2: 0, _LEVEL_3: 0}
    for start, level, value in _marks(text):
        if value != last[level] + 1 and (value != 1 or last[level] == 1):
            end = text.find("\n", start)
            yield text[start : start + _SHOWN if end < 0 else min(end, start + _SHOWN)]
        last[level] = value
        if level == _LEVEL_2:
            last[_LEVEL_3] = 0


@lru_cache(maxsize=8)
def _marks(text: str) -> tuple[tuple[int, int, int], ...]:
    return tuple(sorted(_found(text)))


def _found(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a line, or a sentence, begins with （一）, and a line with 1.: place, level and number."""
    for match in _SECOND.finditer(text):
        before = text[max(match.start() - 4, 0) : match.start()].rstrip(" \t\u3000")
        if not before or before[-1] in _BEFORE_HEADING:
            yield match.start(), _LEVEL_2, _value(match[1])
    start = 0
    for line in text.split("\n"):
        if found := _THIRD.match(line):
            yield start + found.start(1), _LEVEL_3, int(found[1])
        start += len(line) + 1


def _number(title: str) -> int:
    """The printed number of a heading, 0 where it has none."""
    match = _TOP.match(title)
    return _value(match[1]) if match and len(match[0].strip()) > len(match[1]) else 0


def _value(numeral: str) -> int:
    """一 to 九十九, or digits, as a number."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.find(numeral) + 1
    return (_DIGITS.find(tens) + 1 if tens else 1) * 10 + (_DIGITS.find(ones) + 1 if ones else 0)
