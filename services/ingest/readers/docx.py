"""Word documents (docx, docm, dotx), transitional or strict: the parts of the package, read by the common walk."""

from collections.abc import Sequence

from services.ingest import sniff
from services.ingest.document import Document, Grid, Paragraph, placed_under
from services.ingest.notes import note
from services.ingest.office_package import Parts
from services.ingest.readers import html
from services.ingest.reasons import UnreadableFileError, unreadable
from services.ingest.wordprocessing.document import Text, document
from services.ingest.wordprocessing.styles import SAME
from shared.report.reading import Note


def read(source: sniff.Source) -> Document:
    """The document a Word file makes.

    Raises:
        UnreadableFileError: it is damaged, or has more in it than any report.
    """
    parts = Parts(source.data)
    name = parts.main("word/document.xml")
    main = parts.tree(name, SAME)
    if main is None:
        raise unreadable("file.damaged", what=name)
    related = parts.related(name)
    kinds = dict(related.values())
    notes: list[Note] = []

    def chunk(relation: str, at: str) -> Sequence[Paragraph | Grid]:
        """A page embedded in the document; anything else is left alone and told."""
        data = parts.read(related[relation][1]) if relation in related else None
        try:
            embedded = sniff.sniff(data or b"")
        except UnreadableFileError:
            embedded = None
        if embedded is None or embedded.format != "html":
            notes.append(note("object.embedded", at))
            return ()
        page = html.read(embedded)
        notes.extend(page.notes)
        return [placed_under(block, f"{at}.") for block in page.blocks]

    text = Text(
        main,
        parts.tree(kinds["styles"], SAME) if "styles" in kinds else None,
        parts.tree(kinds["numbering"], SAME) if "numbering" in kinds else None,
        parts.title(),
    )
    made = document("docx", text, chunk, source.notes)
    return Document(made.format, made.blocks, made.hints, (*made.notes, *notes))
