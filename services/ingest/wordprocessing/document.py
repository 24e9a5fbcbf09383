"""A WordprocessingML document, from its parts to paragraphs and grids."""

from collections.abc import Sequence

import msgspec

from services.ingest.document import Document, Grid, Paragraph
from services.ingest.markup import Element
from services.ingest.notes import note
from services.ingest.reasons import unreadable
from services.ingest.separated import gather
from services.ingest.wordprocessing.numbering import Numbering
from services.ingest.wordprocessing.placeholders import settle_placeholders
from services.ingest.wordprocessing.styles import Styles, W
from services.ingest.wordprocessing.walk import Chunk, Walk
from shared.report.reading import Note

_AML_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_REVISIONS = (W + "ins", W + "del", W + "moveFrom", W + "moveTo", W + "cellDel", W + "cellIns")
_REVISIONS_2003 = frozenset({"Word.Insertion", "Word.Deletion"})


class Text(msgspec.Struct, frozen=True, eq=False):
    """The parts that say what a document prints; all but the main one may be missing."""

    main: Element
    styles: Element | None = None
    numbering: Element | None = None
    title: str = ""


def no_chunk(relation: str, at: str) -> Sequence[Paragraph | Grid]:  # noqa: ARG001 - nothing is embedded
    """What stands for embedded files where there are none."""
    return ()


def document(name: str, text: Text, chunk: Chunk = no_chunk, notes: Sequence[Note] = ()) -> Document:
    """The document of that format.

    Raises:
        UnreadableFileError: it has no body, or more in it than any report has.
    """
    body = next(text.main.iter(W + "body"), None)
    if body is None:
        raise unreadable("file.damaged", what="w:body")
    settle_placeholders(body)
    walk = Walk(Styles(text.styles), Numbering(text.numbering), chunk)
    blocks = tuple(gather(walk.blocks(body)))
    told = (note("text.revised", "file"),) if _is_revised(body) else ()
    hints = {"title": text.title} if text.title else {}
    return Document(name, blocks, hints, (*notes, *told, *walk.notes))


def _is_revised(body: Element) -> bool:
    if next(body.iter(*_REVISIONS), None) is not None:
        return True
    return any(one.get(W + "type") in _REVISIONS_2003 for one in body.iter(_AML_ANNOTATION))
