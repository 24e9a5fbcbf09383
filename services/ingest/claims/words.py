"""A sentence as its words: each with its class, what it names, and for a number its value."""

import re
from collections.abc import Callable, Iterator

import msgspec

from services.ingest.claims.lexicon import FILLERS, Lexicon, Word
from services.ingest.claims.numerals import Number, begins_number, number_at
from services.ingest.labels import narrow

_YEAR = re.compile(r"([12]\d{3})(?:年度?|(?=年))(以来|起|开始)?|([二][〇○零][〇○零一二三四五六七八九]{2})年度?()")
_YEARS = re.compile(r"[12]\d{3}年?(?:[-—~～至到、]+|以来至)[12]\d{3}年度?")
_MONTHS = re.compile(
    r"1月?份?[-—~～至到]+12月份?|(\d{1,2})月(?:份|(\d{1,2})日|底|末)?(?:[-—~～至到]+\d{1,2}月(?:\d{1,2}日)?)?"
)
_ORDINAL = re.compile(r"第\(?[\d一二三四五六七八九十百零]{1,5}\)?[条款项号批次届个位名]?")
_TITLE = re.compile(r"《[^《》]{1,80}》")
_ITEM = re.compile(r"\([一二三四五六七八九十]{1,3}\)")
_WHOLE_YEAR = {("12", "31"), ("1", "1"), ("01", "01")}
_CHINESE_YEAR = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PUNCTUATION = {",": ",", ".": ",", "。": ",", ";": ";", ":": ":", "(": "(", ")": ")", "·": ","}
_SKIPPED = frozenset("“”‘’\"'「」『』▣")
_SPACE = re.compile(r"\s+")
BREAKS = frozenset(",;:()")


class Token(msgspec.Struct):
    """A word or number of a sentence; `start` and `end` are places in the normalised sentence."""

    letter: str
    names: str
    text: str
    start: int
    end: int
    number: Number | None = None


class Words(msgspec.Struct):
    """A sentence read: the printed text, its words, and the printed place of each normalised character."""

    printed: str
    tokens: list[Token]
    places: list[int]

    def clause(self, index: int) -> tuple[int, int]:
        """First token of the clause around a token, and the one after its last."""
        start, end = index, index
        while start > 0 and self.tokens[start - 1].letter not in BREAKS:
            start -= 1
        while end < len(self.tokens) and self.tokens[end].letter not in BREAKS:
            end += 1
        return start, end

    def text(self, start: int, end: int) -> str:
        """Some tokens as normalised text."""
        return "".join(token.text for token in self.tokens[start:end])

    def shape(self, start: int, end: int) -> str:
        """The letters of some tokens, fillers left out."""
        return "".join(token.letter for token in self.tokens[start:end] if token.letter not in FILLERS)


def words(printed: str, year: int | None, lexicon: Lexicon) -> Words:
    """Read a sentence of a report about `year`."""
    text, places = _normalised(printed)
    return Words(printed, list(_merged(_tokens(text, year, lexicon))), places)


def _normalised(printed: str) -> tuple[str, list[int]]:
    """The sentence narrow and without spaces, save between digits, where a space keeps two numbers apart."""
    kept: list[str] = []
    places: list[int] = []
    narrowed = narrow(printed)
    forms = narrowed if len(narrowed) == len(printed) else map(narrow, printed)
    for place, form in enumerate(forms):
        if not form or form in _SKIPPED:
            continue
        if form.isspace():
            if not (kept and kept[-1].isdecimal() and printed[place + 1 : place + 2].isdecimal()):
                continue
            kept.append(" ")
        else:
            kept.append(form)
        places.append(place)
    return "".join(kept), places


def _tokens(text: str, year: int | None, lexicon: Lexicon) -> Iterator[Token]:
    place = 0
    while place < len(text):
        token = _time(text, place, year) or _word(text, place, lexicon)
        yield token
        place = token.end


def _time(text: str, place: int, year: int | None) -> Token | None:
    """A year, a month, a title of a law or the number of an item, none of which counts anything."""
    if text[place] not in "二《(" and not text[place].isdecimal():
        return None
    for pattern, letter_of in _NO_COUNTS:
        if match := pattern.match(text, place):
            return Token(letter_of(match, year), "", match[0], place, match.end())
    return None


def _of_year(match: re.Match[str], year: int | None) -> str:
    printed = match[1] or match[3].replace("二", "2").translate(_CHINESE_YEAR)
    letter = _year_letter(int(printed), year)
    return "O" if match[2] and letter != "T" else letter


def _of_months(match: re.Match[str], _: int | None) -> str:
    year_end = match[1] == "12" and match[0].endswith(("底", "末"))
    return "F" if match[1] is None or year_end or (match[1], match[2]) in _WHOLE_YEAR else "P"


def _of_title(match: re.Match[str], _: int | None) -> str:
    return "F" if "公开" in match[0] and ("条例" in match[0] or "办法" in match[0]) else "x"


_NO_COUNTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], str]], ...] = (
    (_YEARS, lambda _match, _year: "O"),
    (_YEAR, _of_year),
    (_MONTHS, _of_months),
    (_TITLE, _of_title),
    (_ITEM, lambda _match, _year: ":"),
)


def _year_letter(printed: int, year: int | None) -> str:
    if year is None or printed == year:
        return "T"
    return {year - 1: "L", year + 1: "Y"}.get(printed, "O")


def _word(text: str, place: int, lexicon: Lexicon) -> Token:
    character = text[place]
    if character in _PUNCTUATION:
        return Token(_PUNCTUATION[character], "", character, place, place + 1)
    if (found := lexicon.at(text, place)) is not None:
        word: Word = lexicon.words[found]
        return Token(word.letter, word.names, found, place, place + len(found))
    if character == "第" and (match := _ORDINAL.match(text, place)):
        return Token("x", "", match[0], place, match.end())
    if begins_number(character) and (number := number_at(text, place)) is not None:
        return Token(number.letter, "", text[place : number.end], place, number.end, number)
    return Token("x", "", character, place, place + 1)


def _merged(tokens: Iterator[Token]) -> Iterator[Token]:
    """Unknown characters in a row as one token; a number of something else stays apart, as it ends a phrase."""
    last: Token | None = None
    for token in tokens:
        if last is not None and last.letter == token.letter == "x" and last.number is None and token.number is None:
            last.text, last.end = last.text + token.text, token.end
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last
