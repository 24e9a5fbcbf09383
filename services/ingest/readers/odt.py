"""OpenDocument text (.odt)."""

from services.ingest.document import Document
from services.ingest.notes import note
from services.ingest.office_package import Parts
from services.ingest.open_document.body import Body
from services.ingest.open_document.names import META_TITLE, TEXT
from services.ingest.open_document.styles import read_styles
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source


def read(source: Source) -> Document:
    """The document an OpenDocument text makes.

    Raises:
        UnreadableFileError: damage, a password, or more than any report has.
    """
    package = Parts(source.data)
    content = package.tree("content.xml")
    if content is None:
        raise unreadable("file.damaged", what="content.xml")
    body = Body(read_styles(package.tree("styles.xml"), content))
    blocks = body.read(content)
    meta = package.tree("meta.xml")
    found = meta.find(f".//{META_TITLE}") if meta is not None else None
    title = " ".join((found.text or "").split()) if found is not None else ""
    notes = list(source.notes)
    if body.hides_text:
        notes.append(note("text.hidden", "file"))
    if next(content.iter(TEXT + "changed-region"), None) is not None:
        notes.append(note("text.revised", "file"))
    return Document("odt", blocks, {"title": title} if title else {}, (*notes, *body.notes))
