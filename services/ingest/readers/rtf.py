"""Rich Text Format (.rtf), which is also often named .doc."""

from services.ingest.document import Document
from services.ingest.notes import note
from services.ingest.rich_text.walk import Walk
from services.ingest.sniff import Source


def read(source: Source) -> Document:
    """The document a rich text file makes: its body, then what stands in text boxes.

    Raises:
        UnreadableFileError: groups nest too deep, or there is more than any report has.
    """
    walk = Walk(source.data)
    blocks = walk.blocks()
    notes = list(source.notes)
    if walk.hides_text:
        notes.append(note("text.hidden", "file"))
    if walk.is_revised:
        notes.append(note("text.revised", "file"))
    if walk.replaced:
        notes.append(note("text.replaced", "file", value=walk.replaced))
    title = " ".join(walk.title.split())
    return Document("rtf", blocks, {"title": title} if title else {}, tuple(notes), walk.doubts)
