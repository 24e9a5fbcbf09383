"""The words around one number, as far as they may belong to it."""

import re

import msgspec

from services.ingest.claims.passage import Passage
from services.ingest.claims.words import BREAKS

_PLAIN = frozenset("fgGDLYOPu&,:T")
_LOOSE_UNITS = frozenset(("个", "项", "次", "部", "条", "篇"))
_EVERY_CHANNEL = re.compile(r"等|各种|多种|各类|各渠道|线上线下")
_GOES_ON = re.compile(r"共|为|计|有|达|是")


class Phrase(msgspec.Struct, frozen=True):
    """A number with the shapes (letters without fillers) of the words before and after it."""

    passage: Passage
    index: int
    start: int
    end: int
    before: str
    after: str

    @classmethod
    def around(cls, passage: Passage, index: int) -> "Phrase":
        """The phrase around the number at a place."""
        start, end = passage.phrase_before(index), passage.phrase_after(index)
        after = passage.words.shape(index + 1, end)
        before = passage.words.shape(start, index)
        if not before and not after:
            start = _led_in(passage, start, index)
            before = passage.words.shape(start, index)
        if "C" in before and _EVERY_CHANNEL.search(passage.words.text(start, index)):
            before = re.sub(r"C&?|&(?=C)", "", before)
        return cls(passage, index, start, end, before.strip("&"), after)

    @property
    def unit(self) -> str:
        """What the number counts (件, 份 …); empty where no unit is printed."""
        number = self.passage.tokens[self.index].number
        return number.unit if number else ""

    def unit_fits(self) -> bool:
        """Whether the unit and what stands behind it leave the number to the words before it."""
        tokens = self.passage.tokens
        follows = tokens[self.index + 1].letter if self.index + 1 < len(tokens) else ","
        if not self.unit:
            number = tokens[self.index].number
            led = self.index > 0 and tokens[self.index - 1].text.endswith("为")
            listed = any(said.role in "VKE" for said in self.passage.said) and self.before[-1:] == "E"
            return follows in BREAKS | {"&"} and ((led and number is not None and number.value == 0) or listed)
        return not (self.unit in _LOOSE_UNITS and follows == "x")

    def names(self, letter: str) -> list[str]:
        """What the words of a class before the number name, in order."""
        return [token.names for token in self.passage.tokens[self.start : self.index] if token.letter == letter]

    def text_before(self) -> str:
        """The words before the number."""
        return self.passage.words.text(self.start, self.index)


def is_plain(shape: str) -> bool:
    """Whether the letters say nothing but whose, when, and among what."""
    return not set(shape) - _PLAIN


def _led_in(passage: Passage, start: int, index: int) -> int:
    """`收到政府信息公开申请，共12件`: the clause before leads in, when it has no number of its own."""
    between = passage.words.text(start, index)
    opener = passage.tokens[start - 1].letter if start else ""
    if opener != ":" and not (opener == "," and _GOES_ON.search(between)):
        return start
    earlier = passage.phrase_before(start - 1)
    ends_in_break = earlier == 0 or passage.tokens[earlier - 1].letter in BREAKS
    return earlier if ends_in_break else start
