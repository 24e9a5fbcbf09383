"""The prose of a report cut into sentences, each with its place and what its subsection is about."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from shared.report.annual_report import Section

MOST_PROSE = 300_000
"""Characters read of one report. No report is a tenth of it; what says more is no report."""

_LONGEST = 1_500
"""Characters read of one sentence."""

_END = re.compile(r"[。！？!?\n]|(?<!第)(?=[（(][一二三四五六七八九十]{1,3}[）)])")
_HEADING = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]")
_TABLE = re.compile(r"信息内容|[勾钩]稽关系|本年处理决定数量|结果维持\s*结果纠正|申请人情况\s*自然人")
_REQUESTS = re.compile(r"依申请|公开申请|收到和处理")
_REVIEWS = re.compile(r"复议|诉讼")
_DEFAULT_TOPICS = {3: "requests", 4: "reviews"}
_HEADING_LENGTH = 25


class Sentence(msgspec.Struct, frozen=True):
    """A sentence as printed. `topic` is `requests` or `reviews` where the heading above it says so, else empty."""

    text: str
    at: str
    topic: str
    opens: bool
    """Whether a subsection begins here, so that nothing said before carries over."""


def sentences(sections: Sequence[Section]) -> Iterator[Sentence]:
    """All sentences outside tables, in reading order; `at` counts them within their part (`part.1.sentence[3]`)."""
    left = MOST_PROSE
    for place, section in enumerate(sections):
        part = f"part.{section.number}" if section.number else f"section[{place + 1}]"
        text = section.text if section.number else f"{section.title}\n{section.text}"
        topic, count, opens = _DEFAULT_TOPICS.get(section.number or 0, ""), 0, True
        for line in text[:left].split("\n"):
            table = _TABLE.search(line)
            for sentence in _END.split(line[: table.start()] if table else line):
                if not sentence.strip():
                    continue
                count += 1
                if _HEADING.match(sentence):
                    topic, opens = (
                        _topic(sentence[:_HEADING_LENGTH]) or _DEFAULT_TOPICS.get(section.number or 0, ""),
                        True,
                    )
                yield Sentence(sentence[:_LONGEST], f"{part}.sentence[{count}]", topic, opens)
                opens = False
        left -= len(text)
        if left <= 0:
            return


def _topic(heading: str) -> str:
    if _REQUESTS.search(heading):
        return "requests"
    return "reviews" if _REVIEWS.search(heading) else ""
