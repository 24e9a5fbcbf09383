"""Pages that hold the reports of several years one below the other: one of them is read, and that is told."""

from collections.abc import Sequence

from msgspec.structs import replace

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.interpreter.metadata import is_title, opens_first_part
from services.ingest.labels import squeeze
from services.ingest.notes import note


def one_report(document: Document) -> Document:
    """The document down to where a second report begins; the report that the page's own title names, if any is."""
    starts = _starts(document.blocks)
    if len(starts) < 2:  # noqa: PLR2004 - one report or several
        return document
    pieces = [
        document.blocks[start:end]
        for start, end in zip([0, *starts[1:]], [*starts[1:], len(document.blocks)], strict=True)
    ]
    titles = [_text(document.blocks[start]) for start in starts]
    named = squeeze(document.hints.get("title", ""))
    chosen = next((place for place, title in enumerate(titles) if title in named), 0)
    told = note("page.several_reports", document.blocks[starts[chosen]].at, titles[chosen])
    return replace(document, blocks=pieces[chosen], notes=(*document.notes, told))


def _starts(blocks: Sequence[Paragraph | Grid]) -> list[int]:
    """Where reports begin: at a title with the heading of the first part and a table below it, before the next."""
    starts: list[int] = []
    title: int | None = None
    opened = False
    for place, block in enumerate(blocks):
        if isinstance(block, Grid):
            if title is not None and opened:
                starts.append(title)
                title, opened = None, False
        elif is_title(block.text):
            title, opened = place, False
        elif title is not None and opens_first_part(block.text):
            opened = True
    return starts


def _text(block: Paragraph | Grid) -> str:
    return squeeze(block.text) if isinstance(block, Paragraph) else ""
