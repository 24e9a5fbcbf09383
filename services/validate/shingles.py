"""The prose of a report as any agency could have written it, and the pieces of five letters it is made of."""

import re

from services.validate.likeness import letters, own_words
from services.validate.parts import words_of
from shared.report.annual_report import AnnualReport

PIECE = 5
"""Letters of a piece."""

_FEWEST = 200
_PARTS = ("part.1", "part.5")
_SEAT = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:自治区|自治州|自治县|街道|[省市州盟县区旗镇乡])")
_ITSELF = re.compile(r"[我本全](?:局|委|办|厅|院|会|镇|乡|街道|区|市|县|省|州|旗|单位|机关|部门|系统)")
_SHORTEST_STEM = 2


def prose(report: AnnualReport) -> str:
    """Parts one and five without the sentences that are nobody's own."""
    parts = words_of(report)
    return "\n".join(own_words(parts.get(part, "")) for part in _PARTS)


def anonymous(report: AnnualReport, name: str | None) -> str:
    """The letters of that prose without numbers and without the agency's names; nothing where there are too few."""
    text = prose(report)
    for word in _names(name, report.agency):
        text = text.replace(word, "")
    found = letters(_ITSELF.sub("", text))
    return found if len(found) >= _FEWEST else ""


def shared_percent(one: str, other: str) -> int:
    """How many of the pieces of both texts are in each of them (Jaccard), in per cent, rounded down."""
    mine, others = _pieces(one), _pieces(other)
    together = len(mine | others)
    return 100 * len(mine & others) // together if together else 0


def _pieces(text: str) -> set[str]:
    return {text[start : start + PIECE] for start in range(len(text) - PIECE + 1)}


def _names(*names: str | None) -> list[str]:
    """What an agency is called: its full name, each seat in it with and without its kind, and what is left of it."""
    found: set[str] = set()
    for name in names:
        rest = name or ""
        found.add(rest)
        while match := _SEAT.match(rest):
            seat, rest = match[0], rest[match.end() :]
            stem = re.sub(r"(?:自治[区州县]|街道|[省市州盟县区旗镇乡])$", "", seat)
            found |= {seat, stem if len(stem) >= _SHORTEST_STEM else ""}
        found |= {rest, rest.removeprefix("人民政府")}
    return sorted((word for word in found if len(word) >= _SHORTEST_STEM), key=lambda word: (-len(word), word))
