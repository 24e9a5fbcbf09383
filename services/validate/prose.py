"""The words of a report by the place where they stand, and what a rule says of a fault of wording found there."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from services.validate.filing import Filed, Filing, UnreadableCellError
from services.validate.rule import SOUND, Judgement
from shared.report.text import Text

_MOST_QUOTED = 3
_LONGEST_QUOTED = 40
_NOT_ALL_READ = frozenset({"page.picture", "page.damaged", "text.formatting_lost"})
_STOP = re.compile(r"[。！？；;!?\n]")
_CLAUSE = re.compile(r"[。！？；;!?\n，,：:、（）()]")
_SPACE = re.compile(r"\s+")


def words(filing: Filed) -> Mapping[str, str]:
    """What is written in the preamble and in every statutory part printed, the empty ones included.

    Headings the form does not know count as words of the part they stand in: they are as often its sub-headings.
    """
    return filing.words


def written(filing: Filing) -> tuple[str, ...]:
    """The places where anything is written."""
    return tuple(at for at, text in words(filing).items() if text)


def whole(filing: Filing) -> str:
    """All that is written, in printed order."""
    return "\n".join(words(filing).values())


def bare(text: str) -> str:
    """The text without white space."""
    return _SPACE.sub("", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, cut at semicolons too."""
    return [piece for piece in _STOP.split(text) if piece]


def clauses(text: str) -> list[str]:
    """The pieces of a text between any two marks."""
    return [piece for piece in _CLAUSE.split(text) if piece]


def require_all_read(filing: Filing, at: str) -> None:
    """What is missing can only be told where everything printed was read.

    Raises:
        UnreadableCellError: pages of the file are pictures or damaged, or the reader found neither heading nor table.
    """
    codes = [note.code for note in filing.reading.notes]
    nothing = not filing.report.sections and codes.count("table.missing") == len(filing.report.form.tables)
    if nothing or not _NOT_ALL_READ.isdisjoint(codes):
        raise UnreadableCellError(at)


def spotless(found: Iterable[str], expected: str | None = None) -> Judgement:
    """Holds when nothing was found; else the first passages found are quoted."""
    quotes = list(dict.fromkeys(_short(one) for one in islice(found, _MOST_QUOTED)))
    if not quotes:
        return SOUND
    quoted = "；".join(quotes)
    return Judgement(
        expected=expected,
        actual=quoted,
        holds=False,
        words={"actual": Text("；".join(f"“{one}”" for one in quotes), "; ".join(f"“{one}”" for one in quotes))},
    )


def around(text: str, match: re.Match[str], reach: int = 8) -> str:
    """A match with a little of its own line to either side, as people find it in print."""
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - reach)
    end = text.find("\n", match.end())
    return text[start : min(len(text) if end < 0 else end, match.end() + reach)]


def matches(pattern: re.Pattern[str], text: str) -> Iterable[str]:
    """What a pattern finds, each with a little around it."""
    return (around(text, match) for match in pattern.finditer(text))


def _short(passage: str) -> str:
    plain = _SPACE.sub(" ", passage).strip()
    return plain if len(plain) <= _LONGEST_QUOTED else plain[:_LONGEST_QUOTED] + "…"
