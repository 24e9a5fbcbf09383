"""The top-level headings of a report as printed, each with the statutory part it names and the prose under it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import msgspec

from services.ingest.document import Document, Paragraph
from services.ingest.interpreter.similarity import likeness
from services.ingest.interpreter.vocabulary import Vocabulary
from services.ingest.labels import label_key, narrow, squeeze
from shared.report.annual_report import Section
from shared.report.edition import Edition, Part, editions

_NUMBERED = re.compile(r"\s*(?:第?\s*([一二三四五六七八九十]{1,2})\s*(?:[、.,．:：]|部分\s*[:：、]?))\s*")
_NESTED = re.compile(r"\s*(?:[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}\s*[、.,．]|[①-⑳⑴-⒛㈠-㈩])")
_TABLE_BEGINS = re.compile(
    r"第二十条第?\s*[(（]?\s*一\s*[)）]?\s*项|[(（]?本列数据的?[勾钩]稽|申请人情况\s*自然人|行政复议\s*行政诉讼\s*结果"
)
_OPEN_PARTS = 4
"""Titles of later parts count in any wording; those up to here are printed as headings inside the first part too."""
_FEWEST_TOP = 3
_MAX_HEADING = 40
_ALIKE = 0.7
_ALIKE_RUNNING = 0.9
_MAX_MARKS = 2000
_DIGITS = "一二三四五六七八九十"


class _Heading(msgspec.Struct, frozen=True):
    number: int | None
    title: str
    rest: str


def sections(document: Document, words: Vocabulary) -> tuple[Section, ...]:
    """The sections in printed order. A list of contents that only names the parts gives none."""
    lines = list(_lines(document, words))
    found = _found(lines, words, nested=False)
    if len({heading.number for heading, _, _ in found} - {None}) < _FEWEST_TOP:
        found = _found(lines, words, nested=True)
    return tuple(
        Section(heading.number, heading.title, "\n".join(text for text in texts if text), at)
        for heading, at, texts in _without_contents(found)
    )


def _found(
    lines: Sequence[tuple[str, str, bool]], words: Vocabulary, *, nested: bool
) -> list[tuple[_Heading, str, list[str]]]:
    """Every heading with its place and the writing under it; with `nested`, （一） and 1. number parts too."""
    found: list[tuple[_Heading, str, list[str]]] = []
    tables = {part.number for part in words.form.parts if part.table}
    for text, at, is_table in lines:
        in_table = bool(found) and found[-1][0].number in tables
        if is_table or (in_table and _is_piece_of_table(text, words)):
            if found:
                found[-1][2].append("")
            continue
        before, headings = _split(text, words, nested=nested)
        if before and found:
            found[-1][2].append(_above_table(before) if in_table else before)
        for heading in headings:
            rest = _above_table(heading.rest) if heading.number in tables else heading.rest
            found.append((heading, at, [rest] if rest else []))
    return found


def _is_piece_of_table(text: str, words: Vocabulary) -> bool:
    """Whether a line of a part that has a table is a cell of it: a figure, a word of the form, or part of one."""
    return text.isdigit() or words.is_word(text) or words.is_title(text) or words.is_fragment(text)


def _above_table(text: str) -> str:
    """Running text up to where a table begins that was copied into it."""
    begins = _TABLE_BEGINS.search(text)
    return text[: begins.start()].strip() if begins else text


def _lines(document: Document, words: Vocabulary) -> Iterator[tuple[str, str, bool]]:
    """Writing outside tables, lines of a layout table included; every other table line only says that one is there."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.at, False
            continue
        for row in block.rows:
            printed = [cell for cell in row if cell.text]
            if len(printed) == 1 and not words.is_word(printed[0].text) and not words.is_title(printed[0].text):
                yield printed[0].text, printed[0].at, False
            elif printed:
                yield "", printed[0].at, True


def _split(text: str, words: Vocabulary, *, nested: bool) -> tuple[str, list[_Heading]]:
    """The prose before the first heading in a paragraph, and the headings with the prose after each."""
    if not nested and _NESTED.match(text):
        return text, []
    if (heading := _whole_line(text, words)) is not None:
        return "", [heading]
    starts = _in_running_text(text, words.form)
    if not starts:
        return text, []
    headings = []
    for place, (start, end, part) in enumerate(starts):
        until = starts[place + 1][0] if place + 1 < len(starts) else len(text)
        headings.append(_Heading(part.number, text[start:end].strip(), text[end:until].strip().lstrip("。.:： ")))
    return text[: starts[0][0]].strip(), headings


def _whole_line(text: str, words: Vocabulary) -> _Heading | None:
    """A line that is a heading and nothing else."""
    if len(squeeze(text)) > _MAX_HEADING or words.is_word(text):
        return None
    numbered = _NUMBERED.match(text)
    bare = text[numbered.end() :] if numbered else text
    key = label_key(bare)
    for part in words.form.parts:
        if key in _keys(part) and (numbered or part.number > _OPEN_PARTS or key in _statutory(part.number)):
            return _Heading(part.number, text.strip(), "")
    if numbered is None or re.search(r"[。;；!！?？]", text):
        return None
    if any(bare.startswith(part.zh) and bare[len(part.zh) :][:1] in " \u3000:：" for part in words.form.parts):
        return None
    printed = _DIGITS.find(numbered[1]) + 1 if len(numbered[1]) == 1 else 0
    for part in words.form.parts:
        alike = max(likeness(key, title) for title in _keys(part))
        if alike >= (_ALIKE if part.number == printed else _ALIKE + 0.15):
            return _Heading(part.number, text.strip(), "")
    return _Heading(None, text.strip(), "")


def _in_running_text(text: str, form: Edition) -> list[tuple[int, int, Part]]:
    """Statutory titles with their numbers inside a paragraph, as dumps without line breaks print them."""
    found: list[tuple[int, int, Part]] = []
    narrowed = narrow(text)
    if len(narrowed) != len(text):
        narrowed = text
    for mark in islice(_NUMBERED.finditer(narrowed), _MAX_MARKS):
        following = narrowed[mark.end() : mark.end() + _MAX_HEADING]
        titled = ((_title_length(following, part, mark[1]), part) for part in form.parts)
        length, part = max(titled, key=lambda pair: pair[0])
        if length:
            found.append((mark.start(), mark.end() + length, part))
    return found


def _title_length(text: str, part: Part, numeral: str) -> int:
    """How much of the text is the title of a part; a misprinted one counts only under the part's own number."""
    titles = [narrow(title) for title in (part.zh, *part.variants)]
    exact = max((len(title) for title in titles if text.startswith(title)), default=0)
    if exact or _DIGITS.find(numeral) + 1 != part.number:
        return exact
    windows = ((likeness(text[: len(t) + more], t), len(t) + more) for t in titles for more in (0, 1, -1, 2))
    alike, length = max(windows)
    return length if alike >= _ALIKE_RUNNING else 0


@cache
def _statutory(number: int) -> frozenset[str]:
    """The title of a part in every edition of the form."""
    return frozenset(
        {label_key(part.zh) for form in editions().values() for part in form.parts if part.number == number}
    )


@cache
def _keys(part: Part) -> frozenset[str]:
    return frozenset({label_key(title) for title in (part.zh, *part.variants)})


def _without_contents(found: list[tuple[_Heading, str, list[str]]]) -> Iterator[tuple[_Heading, str, list[str]]]:
    """Drop headings with nothing under them where the same part comes again."""
    for place, (heading, at, texts) in enumerate(found):
        again = any(heading.number == later.number for later, _, _ in found[place + 1 :])
        if heading.number is None or texts or not again:
            yield heading, at, texts
