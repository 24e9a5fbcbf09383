"""The strip of figures printed behind each label of the form, where text has lost its cells.

A strip is taken only where the text around it is that of the form's tables: in a chain of words of the form with
nothing between them but numbering and figures. So neither prose nor a date nor the number of the next item is read.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from services.ingest.document import Document
from services.ingest.interpreter.money import unit_in
from services.ingest.interpreter.ragged import stream_order
from services.ingest.interpreter.reviews import ReviewHead
from services.ingest.interpreter.running_text import BREAK, RunningText, Word
from services.ingest.interpreter.splits import Printed, count
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary
from shared.report.edition import CellKind, Column

_FEW_ROWS = 3
"""So many rows with figures make a chain of words a table, where no head says so."""
_LONG_LABEL = 6
_MOST_CUT = 3
"""A strip on more lines than that is one figure on each line, and not cut by them."""
_LONGEST_REMARK = 40
_LONGEST_HEAD = 200
_NUMERALS = "[一二三四五六七八九十]{0,3}"
_UNIT = re.compile("亿元|万元|千元|百元|元")
_BETWEEN = re.compile(rf"(?:{_UNIT.pattern})?{_NUMERALS}")
_COUNTERS = frozenset("件条个次项份宗人例起家部笔年月日元万亿余多名位号第页")
_FIGURES = re.compile(r"[\d,./+\-\s]*")
_DASHES = str.maketrans(dict.fromkeys("−–—﹣", "-"))
_CLOSING = re.compile(r"[\s)”’\"'」』》:*※①-⑳]*")
"""What ends the label before, or refers to a note, and is no part of its figures."""


class Strip(msgspec.Struct, frozen=True):
    """What is printed behind the label of a row, in each way it may have been meant; `raw` as printed.

    `rows` are several where a table prints its rows side by side. Without `failure` the columns stand in `order`.
    """

    rows: tuple[RowRef, ...]
    columns: tuple[Column, ...]
    texts: tuple[Printed, ...]
    raw: str
    at: str
    unit: str
    failure: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed."""
        return not any(one.text for one in self.texts)


def strips(document: Document, words: Vocabulary) -> list[Strip]:
    """All strips of a document, in reading order."""
    return list(_Finder(RunningText(document), words).find())


class _Finder:
    def __init__(self, text: RunningText, words: Vocabulary) -> None:
        self._text, self._words = text, words
        self._reviews = next((ReviewHead(table, words) for table in words.form.tables if table.across), None)
        self._bound = {identity.table for identity in words.form.identities}
        self._head: list[str] = []
        self._before: RowRef | None = None

    def find(self) -> Iterator[Strip]:
        for chain in self._chains():
            self._head = []
            found = [strip for strip in self._in_chain(chain) if strip is not None]
            tables = [strip.rows[0].table for strip in found if not strip.is_blank]
            yield from (
                strip
                for strip in found
                if strip.failure != "row.no_header" or tables.count(strip.rows[0].table) >= _FEW_ROWS
            )

    def _chains(self) -> Iterator[list[tuple[Word, Word | None]]]:
        """Words with only numbering and figures between them, each with the word it is followed by."""
        chain: list[tuple[Word, Word | None]] = []
        for word, following in pairwise([*self._text.words(self._words), None]):
            if word is None:
                break
            linked = following is not None and _BETWEEN.fullmatch(self._text.letters, word.end, following.start)
            chain.append((word, following if linked else None))
            if not linked:
                yield chain
                chain = []

    def _in_chain(self, chain: Sequence[tuple[Word, Word | None]]) -> Iterator[Strip | None]:
        for word, following in chain:
            if (across := self._across(word, following)) is not None:
                self._before, self._head = None, []
                yield across
            elif (row := self._row(word)) is not None:
                yield self._strip(row, word, following)
                self._before = row
            else:
                self._head_word(word)

    def _row(self, word: Word) -> RowRef | None:
        """The row that a word names, if it is meant as a row's label here."""
        row = self._words.rows.get(word.key)
        if row is None or word.key in self._words.routes:
            return None
        if row.ambiguous:
            follows = self._before is not None and self._before.table == row.table and self._before.order < row.order
            return row if follows and self._is_numbered(word) else None
        is_cut = any(self._has_digit(place) for place in range(word.start + 1, word.end))
        return None if is_cut and len(word.key) < _LONG_LABEL else row

    def _has_digit(self, place: int) -> bool:
        return any(character.isdigit() for character in self._text.gap(place))

    def _is_numbered(self, word: Word) -> bool:
        gap = self._text.gap(word.start).strip()
        if re.search(r"\d[.、,:)]$", gap):
            return True
        return bool(gap[:1] in {")", "、", "."} and re.search(_NUMERALS + "$", self._text.letters[: word.start])[0])  # type: ignore[index]

    def _head_word(self, word: Word) -> None:
        if word.key in self._words.titles or self._before is not None:
            self._head = []
        if word.key not in self._words.words:
            self._before = None
        if word.key not in self._words.row_groups:
            closing = self._text.gap(word.end).partition(")")
            self._head.append(self._text.raw(word.start, word.end) + (")" if closing[1] else ""))

    def _strip(self, row: RowRef, word: Word, following: Word | None) -> Strip | None:
        block = self._words.block(row)
        order = stream_order(self._head, block)
        by_key = {column.key: column for column in block.columns}
        columns = tuple(by_key[key] for key in order[0]) if order else block.columns
        found = self._behind(word, following, columns, row)
        if found is None or (not found[0][0].text and next(r for r in block.rows if r.key == row.key).stands_for):
            return None
        failure = "row.header_conflict" if order is None else None
        if order is not None and order[1] == "row.no_header":
            failure = order[1]
        return Strip((row,), columns, *found, unit_in(self._head), failure)

    def _across(self, word: Word, following: Word | None) -> Strip | None:
        """The line of figures under the whole head of the table that prints its rows side by side."""
        if self._reviews is None or not self._reviews.ends_head(
            self._text.letters[max(0, word.end - _LONGEST_HEAD) : word.end]
        ):
            return None
        columns = self._reviews.block.columns * len(self._reviews.rows)
        found = self._behind(word, following, columns, None)
        if found is None or not found[0][0].text:
            return None
        return Strip(tuple(self._reviews.rows), columns, *found, unit_in([]))

    def _behind(
        self, word: Word, following: Word | None, columns: Sequence[Column], row: RowRef | None
    ) -> tuple[tuple[Printed, ...], str, str] | None:
        """The figures behind a label or within it, as printed, and their place; None where other things stand there."""
        end, gap = self._past_remark(word)
        place, unit = end, ""
        if any(column.kind is CellKind.AMOUNT for column in columns) and gap.rstrip()[-1:].isdigit():
            match = _UNIT.match(self._text.letters, end)
            if match and not any(map(self._has_digit, range(end + 1, match.end()))):
                unit, end = match[0], match.end()
        endings = self._endings(self._text.gap(end) if unit else gap, end, following, row)
        if endings is None:
            return None
        if unit:
            endings = [gap.rstrip() + unit] if not any(ending.strip() for ending in endings) else []
        within = " ".join(self._text.gap(at) for at in range(word.start + 1, word.end) if self._has_digit(at))
        if within:
            endings = [within] if not any(ending.strip() for ending in endings) else []
            place = next(at for at in range(word.start + 1, word.end) if self._has_digit(at))
        shown = [_printed(ending, columns) for ending in endings]
        texts = tuple(one for one in shown if one is not None)
        if not texts or len(texts) < len(shown):
            return None
        return texts, " ".join(endings[0].split()), self._text.place(place)

    def _past_remark(self, word: Word) -> tuple[int, str]:
        """The letter behind a label and its remark in brackets, and what is printed before that letter."""
        gap = _CLOSING.sub("", self._text.gap(word.end), count=1)
        before, bracket, _ = gap.partition("(")
        if bracket and not any(character.isdigit() for character in before):
            for end in range(word.end, min(word.end + _LONGEST_REMARK, len(self._text.letters)) + 1):
                inner = gap.partition("(")[2] if end == word.end else self._text.gap(end)
                _, closing, behind = inner.partition(")")
                if not closing:
                    continue
                if end > word.end and re.fullmatch(_NUMERALS, self._text.letters[word.end : end]):
                    break
                return end, behind
        return word.end, gap

    def _endings(self, gap: str, end: int, following: Word | None, row: RowRef | None) -> list[str] | None:
        """A gap without what belongs to the label that follows: two ways where its number may be a figure."""
        bare = gap.rstrip()
        behind = self._text.letters[end : end + 4]
        numerals = re.match(_NUMERALS, behind)
        if (
            numerals
            and numerals[0]
            and (following is not None or self._text.gap(end + numerals.end())[:1] in set("、).:"))
        ):
            return [bare.rstrip("( \t\n")]
        number = self._number_of(following) if following is not None else self._next_number(row)
        if number and (match := re.search(rf"\(?{number}[.、,:)]$", bare)):
            return [bare[: match.start()]]
        if re.search(r"[\d][.、:]$", bare):
            return None
        if following is not None and number and bare.endswith(number):
            return [bare[: -len(number)], bare]
        if following is None and behind and behind[0] != BREAK:
            return self._before_writing(bare, behind[0], row)
        return [bare.rstrip("(")]

    def _before_writing(self, gap: str, letter: str, row: RowRef | None) -> list[str] | None:
        """The figures before a word that is none of the form: the last may be its, as in `0000000 2023年`."""
        if row is not None and row.table not in self._bound:
            return None
        kept = gap.split()[:-1] if letter in _COUNTERS else gap.rstrip("(").split()
        return [" ".join(kept)] if kept else None

    def _number_of(self, word: Word) -> str | None:
        row = self._words.rows.get(word.key)
        return _number(self._words.labels[row.at]) if row is not None else None

    def _next_number(self, row: RowRef | None) -> str | None:
        """The number of the row that the form prints next."""
        rows = self._words.rows_of(row.table) if row is not None else []
        return _number(self._words.labels[rows[row.order + 1].at]) if row and row.order + 1 < len(rows) else None


def _number(label: str) -> str | None:
    match = re.match(r"(\d{1,2})\.", label)
    return match[1] if match else None


def _printed(text: str, columns: Sequence[Column]) -> Printed | None:
    """The pieces of a text of figures; a line that ends within a figure is joined where it must be."""
    kinds = [column.kind for column in columns]
    figures = text.translate(_DASHES)
    if not _FIGURES.fullmatch(_UNIT.sub("", figures)):
        return None
    apart = Printed(_pieces(figures))
    joined = Printed(_pieces(figures.replace("\n", "")))
    was_cut = joined != apart and len(apart.pieces) <= _MOST_CUT
    return joined if was_cut and not count(apart, kinds) and count(joined, kinds) else apart


def _pieces(figures: str) -> tuple[str, ...]:
    return tuple(piece for token in figures.split() for piece in re.findall(r"/|[^/]+", token))
