"""How places and evidence are said to people: by the label printed on the form, never by a machine's address."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from shared.report.annual_report import Period
from shared.report.edition import Edition
from shared.report.place import CONTENTS, FACTS, part_name, sentence_name
from shared.report.text import Text

_BLANK = Text("空白", "blank")
_MOST_TERMS = 6


def place(at: str, form: Edition) -> Text:
    """The place as it is printed: 「表三·（七）总计·总计」, 第三部分, 第一部分第4句, 统计期限.

    Raises:
        KeyError: neither the form nor the house knows such a place.
    """
    label = form.cell(at).label if form.has(at) else form.line_label(at)
    if label is not None:
        return Text(f"「{label.zh}」", f"“{label.en}”")
    if at in CONTENTS:
        return CONTENTS[at]
    if (sentence := sentence_name(at)) is not None:
        return sentence
    if at.startswith("part."):
        return part_name(int(at.removeprefix("part.")))
    return FACTS[at]


def said(evidence: int | Decimal | str | date | Period | None) -> Text:
    """A figure, day, period or word of evidence in both languages; None is a blank."""
    if evidence is None:
        return _BLANK
    if isinstance(evidence, Period):
        start, end = said(evidence.start), said(evidence.end)
        return Text(f"{start.zh}至{end.zh}", f"{start.en} to {end.en}")
    if isinstance(evidence, date):
        return Text(f"{evidence.year}年{evidence.month}月{evidence.day}日", f"{evidence.day} {evidence:%B %Y}")
    return Text(str(evidence), str(evidence))


def unequal(left: Sequence[int | Decimal], right: Sequence[int | Decimal]) -> Text:
    """The two sides of a sum that does not tie out, in numbers: `13 + 0 ≠ 12 + 0`."""
    written = f"{_sum(left)} ≠ {_sum(right)}"
    return Text(written, written)


def fill(template: Text, words: Mapping[str, Text]) -> Text:
    """Put each word into its placeholder in its own language."""
    return Text(
        zh=template.zh.format(**{key: word.zh for key, word in words.items()}),
        en=template.en.format(**{key: word.en for key, word in words.items()}),
    )


def _sum(numbers: Sequence[int | Decimal]) -> str:
    # A column of twenty-one results is mostly zeros; only what adds something helps to find the fault.
    telling = numbers if len(numbers) <= _MOST_TERMS else [number for number in numbers if number]
    return " + ".join(f"({number})" if number < 0 else str(number) for number in telling) or "0"
