"""Printed labels reduced to what tells them apart: width, brackets, quotes, spaces, punctuation and numbering gone."""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST_LABEL = 120
_Reduced = TypeVar("_Reduced")

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3014: 0x28, 0x3015: 0x29}
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F])
_NARROW = _WIDE | _INVISIBLE
_BRACKETS = str.maketrans({"【": "(", "】": ")", "[": "(", "]": ")", "﹝": "(", "﹞": ")"})
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.,:]|\([一二三四五六七八九十\d]{1,3}\)[、.]?|\d{1,2}[、.,):](?!\d)|[①-⑳⑴-⒛㈠-㈩][、.]?)"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_FOOTNOTE = re.compile(r"\^.{1,3}$")
_CIRCLED = re.compile(r"[①-⒛㈠-㈩]")


def remembered(reduce: Callable[[str], _Reduced]) -> Callable[[str], _Reduced]:
    """Keep what short texts reduce to: the same labels come again on every page of every report."""
    kept = lru_cache(maxsize=8192)(reduce)

    @wraps(reduce)
    def reduced(text: str) -> _Reduced:
        return kept(text) if len(text) <= LONGEST_LABEL else reduce(text)

    return reduced


def narrow(text: str) -> str:
    """Full-width forms as ASCII, invisible characters gone; nothing that changes a figure (no ², no ①)."""
    return text if text.isascii() else text.translate(_NARROW)


@remembered
def visible(text: str) -> str:
    """The text without characters that print nothing (zero-width spaces, soft hyphens, marks of direction)."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def squeeze(text: str) -> str:
    """The text narrow and without any white space."""
    return "".join(narrow(text).split())


def split_numbering(text: str) -> tuple[str, str]:
    """A squeezed label as its numbering (`(七)`, `3.`, possibly none) and the rest."""
    squeezed = squeeze(text).translate(_BRACKETS)
    end = 0
    while (match := _NUMBERING.match(squeezed, end)) and match.end() < len(squeezed):
        end = match.end()
    return squeezed[:end], squeezed[end:]


@remembered
def label_key(text: str) -> str:
    """What is compared: the label's letters and digits without numbering and punctuation."""
    return _letters(split_numbering(text)[1])


@lru_cache(maxsize=4096)
def _short_label_keys(text: str) -> tuple[str, ...]:
    _, label = split_numbering(text)
    label = _FOOTNOTE.sub("", label)
    full, bare = _letters(label), _letters(_PARENTHESES.sub("", label))
    return (full, bare) if bare and bare != full else (full,)


def label_keys(text: str) -> tuple[str, ...]:
    """The label's key, and its key without remarks in brackets where it has any; none for text too long for a label."""
    return _short_label_keys(text) if len(text) <= LONGEST_LABEL else ()


def _letters(text: str) -> str:
    return "".join(character for character in _CIRCLED.sub("", text) if character.isalnum())
