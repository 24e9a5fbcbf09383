"""What a page repeats for its own sake: page numbers, running heads and feet. Figures of tables are none of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from services.ingest.labels import narrow
from services.ingest.layout.sheets import Page
from services.ingest.layout.writing import TextLine

_MARGIN = 0.14
"""The share of the page's height at its top and bottom where furniture stands."""
_PLAIN = re.compile(r"(\d{1,4})")
_DECORATED = re.compile(
    r"[-—–－_~·•．.\s]+(\d{1,4})[-—–－_~·•．.\s]+|第\s*(\d{1,4})\s*页(?:[\s,，/／]*共\s*\d{1,4}\s*页)?"
    r"|(\d{1,4})\s*[/／]\s*\d{1,4}|[Pp](?:age)?\.?\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?"
)
_DIGITS = re.compile(r"\d+")


def is_page_number(text: str) -> bool:
    """Whether the text is a number marked as that of a page (`— 4 —`, `第4页`); a plain one may be anything."""
    return _DECORATED.fullmatch(narrow(text).strip()) is not None


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without page numbers and running heads."""
    outer = {page.number: _outer(page) for page in pages}
    repeated = _repeated(outer)
    steps = Counter(
        number - page for page, lines in outer.items() for line in lines if (number := _number(line)) is not None
    )
    cleaned = []
    for page in pages:
        dropped = {
            id(line)
            for line in outer[page.number]
            if _shape(line) in repeated or _is_page_number(line, page.number, steps, len(pages))
        }
        cleaned.append(msgspec.structs.replace(page, lines=tuple(one for one in page.lines if id(one) not in dropped)))
    return cleaned


def _outer(page: Page) -> list[TextLine]:
    """Lines in the margins, above and below everything else there is."""
    depth = page.box.height * _MARGIN
    top = min((table.lattice.box.top for table in page.tables), default=page.box.bottom)
    bottom = max((table.lattice.box.bottom for table in page.tables), default=page.box.top)
    return [
        line
        for line in page.lines
        if (line.box.bottom < min(depth, top + 1)) or (line.box.top > max(page.box.height - depth, bottom - 1))
    ]


def _shape(line: TextLine) -> tuple[str, int]:
    """A line's writing without its digits, and where it stands."""
    return _DIGITS.sub("#", narrow(line.text)), round(line.baseline / 4)


def _repeated(outer: dict[int, list[TextLine]]) -> set[tuple[str, int]]:
    """Shapes that stand in the same place on most pages; a bare number is judged apart."""
    pages: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for number, lines in outer.items():
        for line in lines:
            if not re.fullmatch(r"[#\s.,]*", _shape(line)[0]):
                pages[_shape(line)].add(number)
    return {shape for shape, numbers in pages.items() if len(numbers) > 1 and len(numbers) * 2 >= len(outer)}


def _number(line: TextLine) -> int | None:
    """The page number a line may be."""
    text = narrow(line.text).strip()
    match = _DECORATED.fullmatch(text) or _PLAIN.fullmatch(text)
    return int(next(group for group in match.groups() if group)) if match else None


def _is_page_number(line: TextLine, page: int, steps: Counter[int], pages: int) -> bool:
    """A decorated number is one; a plain one only when it counts along with the pages."""
    number = _number(line)
    if number is None:
        return False
    if is_page_number(line.text):
        return True
    step = number - page
    return steps[step] > 1 or (pages == 1 and step == 0)
