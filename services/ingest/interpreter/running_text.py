"""A document as one run of letters, with the digits and marks between them set apart.

A label that digits or line breaks cut in two is whole again in the letters, and what is printed behind it stays exact.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.interpreter.vocabulary import Vocabulary, vocabulary
from services.ingest.labels import label_key, narrow
from services.ingest.layout.furniture import is_page_number

BREAK = "\0"
"""Stands among the letters for a table whose cells are known."""
MAX_LETTERS = 400_000
_LINE, _CELL = "\n", "\t"


class Word(msgspec.Struct, frozen=True):
    """A word of the form: its first letter, the one behind its last, and its label key."""

    start: int
    end: int
    key: str


class RunningText:
    """The letters, and before each of them (and at the end) what else is printed there."""

    def __init__(self, document: Document) -> None:
        self._letters: list[str] = []
        self._gaps: list[list[str]] = [[]]
        self._places: list[str] = [""]
        for block in document.blocks:
            if len(self._letters) > MAX_LETTERS:
                break
            if isinstance(block, Paragraph):
                if is_page_number(block.text):
                    continue
                self._add(block.text, block.at, _LINE)
            elif block.aligned:
                self._letter(BREAK, block.at)
            else:
                self._add_grid(block)
        self.letters = "".join(self._letters)

    def gap(self, place: int) -> str:
        """What is printed before the letter at `place`."""
        return "".join(self._gaps[place])

    def place(self, gap: int) -> str:
        """Where the figures of a gap stand in the source."""
        return self._places[gap]

    def raw(self, start: int, end: int) -> str:
        """The print from the letter at `start` up to the one at `end`, marks included."""
        return "".join(("" if place == start else self.gap(place)) + self.letters[place] for place in range(start, end))

    def words(self, form_words: Vocabulary) -> Iterator[Word]:
        """The words of the form in reading order, the longest that fits at each place."""
        for match in _pattern(form_words.form.id).finditer(self.letters):
            yield Word(match.start(), match.end(), match[0])

    def _add_grid(self, grid: Grid) -> None:
        for row in grid.rows:
            self._gaps[-1].append(_LINE)
            for cell in row:
                self._add(cell.text, cell.at, _CELL)

    def _add(self, text: str, at: str, separator: str) -> None:
        self._gaps[-1].append(separator)
        for character in narrow(text):
            if character.isalpha():
                self._letter(character, at)
            else:
                if character.isdigit() and not self._places[-1]:
                    self._places[-1] = at
                self._gaps[-1].append(" " if character.isspace() else character)

    def _letter(self, letter: str, at: str) -> None:
        self._places[-1] = self._places[-1] or at
        self._letters.append(letter)
        self._gaps.append([])
        self._places.append("")


@cache
def _pattern(edition_id: str) -> "re.Pattern[str]":
    words = vocabulary(edition_id)
    parts = {label_key(title) for part in words.form.parts for title in (part.zh, *part.variants)}
    keys = sorted({key for key in words.words | parts if key.isalpha()}, key=lambda key: (-len(key), key))
    return re.compile("|".join(map(re.escape, keys)))
