"""The words agencies speak of their figures with, loaded from `lexicon.toml`: for each its class and what it names."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

import msgspec

LETTERS = {
    "filler": "F",
    "approximation": "F",
    "conjunction": "&",
    "self": "S",
    "region": "G",
    "departments": "D",
    "this_year": "T",
    "last_year": "L",
    "next_year": "Y",
    "other_years": "O",
    "part_year": "P",
    "channel": "C",
    "all_channels": "c",
    "among": "f",
    "besides": "g",
    "everything": "a",
    "in_time": "d",
    "the_rest": "u",
    "negation": "!",
    "separately": "s",
    "each": "z",
    "cause": "w",
    "occur": "o",
    "received": "V",
    "handled": "A",
    "closed": "K",
    "decided": "J",
    "in_progress": "l",
    "carry": "j",
    "request": "R",
    "application": "r",
    "disclosure": "p",
    "not_a_request": "x",
    "outcome": "E",
    "applicant": "Z",
    "route": "Q",
    "result": "W",
    "document": "M",
    "issue": "I",
    "amend": "m",
    "repeal": "X",
    "in_force": "N",
    "name_of": "y",
    "publish": "H",
    "information": "h",
    "decision": "U",
    "fees": "e",
    "information_fee": "i",
    "fee_notice": "n",
    "collect": "k",
    "share": "=",
    "base": "b",
    "rate": "q",
    "rise": "^",
    "fall": "v",
    "compare": "t",
}
"""One letter for each class of words, so that the shape of a phrase is a short string that patterns can tell.

Besides, tokens have `x` unknown, `#` a count, `%` a percentage, `$` money, and the punctuation `, ; : ( )`.
"""

FILLERS = frozenset("FTSpadc")
"""Words that neither name a figure nor keep a number from the word that does."""


class Word(msgspec.Struct, frozen=True):
    """A word's class and, where the class has several members, which of them it names."""

    letter: str
    names: str = ""


class Lexicon:
    """Words by their first character, longest first."""

    def __init__(self, words: Mapping[str, Word], lengths: Mapping[str, tuple[int, ...]] | None = None) -> None:
        self.words = words
        self._lengths = lengths if lengths is not None else _with_lengths({}, words)

    def at(self, text: str, place: int) -> str | None:
        """The longest word that begins at a place of the text."""
        for length in self._lengths.get(text[place], ()):
            if (word := text[place : place + length]) in self.words:
                return word
        return None

    def with_names(self, names: Mapping[str, Word]) -> "Lexicon":
        """The same words, and names of this agency and its region."""
        return Lexicon({**self.words, **names}, _with_lengths(self._lengths, names))


def _with_lengths(lengths: Mapping[str, tuple[int, ...]], words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the words are that begin with a character, longest first, with those of some more words."""
    added: dict[str, set[int]] = {}
    for word in words:
        added.setdefault(word[0], set()).add(len(word))
    return {
        **lengths,
        **{first: tuple(sorted({*lengths.get(first, ()), *found}, reverse=True)) for first, found in added.items()},
    }


@cache
def lexicon() -> Lexicon:
    """The words of `lexicon.toml`.

    Raises:
        KeyError: the file has a class that no letter stands for.
        ValueError: a word is in two classes.
    """
    data = msgspec.toml.decode((resources.files("services.ingest.claims") / "lexicon.toml").read_bytes())
    words: dict[str, Word] = {}
    for name, group in data.items():
        letter = LETTERS[name]
        for names, patterns in _members(group):
            for pattern in patterns:
                for word in _expand(pattern):
                    if words.setdefault(word, Word(letter, names)) != Word(letter, names):
                        raise ValueError(f"{word} is in two classes, the second {name} {names}")
    return Lexicon(words)


def _members(group: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    if "words" in group:
        yield "", group["words"]
    else:
        yield from ((names, member["words"]) for names, member in group.items())


def _expand(pattern: str) -> Iterator[str]:
    """Every word that a pattern with choices in braces stands for."""
    parts = [
        part.split("|") if place % 2 else [part] for place, part in enumerate(pattern.replace("}", "{").split("{"))
    ]
    return ("".join(choice) for choice in product(*parts) if any(choice))
