"""What a report says between its title and its first part: legal basis, contents, statistical period."""

from collections.abc import Iterator

from services.ingest.document import Document, Paragraph
from services.ingest.labels import squeeze
from shared.report.annual_report import Section

_MOST_LINES = 20
_LONGEST = 4000


def preamble(document: Document, title: str | None, sections: tuple[Section, ...]) -> str:
    """The sentences above the first heading; lines that are none (navigation, particulars of the page) are left out."""
    if not sections:
        return ""
    lines: list[str] = []
    named = squeeze(title) if title else ""
    for text in _above(document, sections[0]):
        if named and len(text) < _LONGEST and (place := squeeze(text).find(named)) >= 0:
            # Dumps print the title and what follows it in one line.
            lines = [_after(text, place + len(named))]
        else:
            lines.append(text)
    kept = [line.strip() for line in lines if "。" in line or line.rstrip().endswith((":", "："))]
    return "\n".join(kept[-_MOST_LINES:])[-_LONGEST:]


def _above(document: Document, first: Section) -> Iterator[str]:
    """Writing before the heading: paragraphs, and lines of layout tables with one cell."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            cells = [(block.text, block.at)]
        else:
            rows = ([(cell.text, cell.at) for cell in row if cell.text] for row in block.rows)
            cells = [row[0] for row in rows if len(row) == 1]
        for text, at in cells:
            if at == first.at:
                yield text[: max(text.find(first.title), 0)]
                return
            yield text


def _after(text: str, squeezed: int) -> str:
    """What stands behind so many characters that are no white space."""
    seen = 0
    for place, character in enumerate(text):
        if seen >= squeezed:
            return text[place:]
        seen += len(squeeze(character))
    return ""
