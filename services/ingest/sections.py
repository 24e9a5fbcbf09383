"""The top-level headings of a report as printed, each with the statutory part it names and the prose under it."""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from services.ingest.document import Document, Paragraph
from services.ingest.labels import label_key, narrow, squeeze
from services.ingest.similarity import likeness
from services.ingest.vocabulary import Vocabulary
from shared.report.annual_report import Section
from shared.report.edition import Edition, Part

_NUMBERED = re.compile(r"\s*([一二三四五六七八九十]{1,2})\s*[、.,．]\s*")
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
    found: list[tuple[_Heading, str, list[str]]] = []
    for text, at, is_table in _lines(document, words):
        if is_table:
            if found:
                found[-1][2].append("")
            continue
        before, headings = _split(text, words)
        if before and found:
            found[-1][2].append(before)
        found.extend((heading, at, [heading.rest] if heading.rest else []) for heading in headings)
    return tuple(
        Section(heading.number, heading.title, "\n".join(text for text in texts if text), at)
        for heading, at, texts in _without_contents(found)
    )


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


def _split(text: str, words: Vocabulary) -> tuple[str, list[_Heading]]:
    """The prose before the first heading in a paragraph, and the headings with the prose after each."""
    if (heading := _whole_line(text, words)) is not None:
        return "", [heading]
    starts = _in_running_text(text, words.form)
    if not starts:
        return text, []
    headings = []
    for place, (start, end, part) in enumerate(starts):
        until = starts[place + 1][0] if place + 1 < len(starts) else len(text)
        headings.append(_Heading(part.number, text[start:end].strip(), text[end:until].strip()))
    return text[: starts[0][0]].strip(), headings


def _whole_line(text: str, words: Vocabulary) -> _Heading | None:
    """A line that is a heading and nothing else."""
    if len(squeeze(text)) > _MAX_HEADING or words.is_word(text):
        return None
    numbered = _NUMBERED.match(text)
    key = label_key(text)
    for part in words.form.parts:
        if key in _keys(part):
            return _Heading(part.number, text.strip(), "")
    if numbered is None or re.search(r"[。;；!！?？]", text):
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


def _keys(part: Part) -> set[str]:
    return {label_key(title) for title in (part.zh, *part.variants)}


def _without_contents(found: list[tuple[_Heading, str, list[str]]]) -> Iterator[tuple[_Heading, str, list[str]]]:
    """Drop headings with nothing under them where the same part comes again."""
    for place, (heading, at, texts) in enumerate(found):
        again = any(heading.number == later.number for later, _, _ in found[place + 1 :])
        if heading.number is None or texts or not again:
            yield heading, at, texts
