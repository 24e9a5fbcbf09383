"""Web pages saved as one file (MHT): the parts that are pages, one after the other."""

from email import message_from_bytes
from email.message import Message

from services.ingest.document import Document, Grid, Paragraph, placed_under
from services.ingest.encoding import decode
from services.ingest.readers import html, text
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from shared.report.reading import Note

MAX_LINES = 500_000
MAX_PARTS = 200
MAX_PAGES = 20


def read(source: Source) -> Document:
    """The document that the pages in the file make.

    Raises:
        UnreadableFileError: it has more lines or parts than any saved page, or no page.
    """
    if (lines := source.data.count(b"\n")) > MAX_LINES:
        raise unreadable("file.too_large_document", what=f"{lines} lines")
    if (boundaries := source.data.lower().count(b"boundary=")) > MAX_PARTS:
        raise unreadable("file.too_deep", what=boundaries)
    message = message_from_bytes(source.data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    leaves = [part for part in message.walk() if not part.is_multipart()]
    pages = [part for part in leaves if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    pages = pages or [part for part in leaves if part.get_content_type() == "text/plain"]
    if not pages:
        raise unreadable("document.no_statutory_tables")
    documents = [_page(part) for part in pages[:MAX_PAGES]]
    if len(documents) == 1:
        return Document("mht", documents[0].blocks, documents[0].hints, documents[0].notes)
    blocks: list[Paragraph | Grid] = []
    notes: list[Note] = []
    for number, document in enumerate(documents, start=1):
        blocks.extend(placed_under(block, f"part[{number}].") for block in document.blocks)
        notes.extend(document.notes)
    return Document("mht", tuple(blocks), documents[0].hints, tuple(notes))


def _page(part: Message) -> Document:
    content = part.get_payload(decode=True)
    letters, notes = decode(content if isinstance(content, bytes) else b"", str(part.get("Content-Type", "")))
    page = Source("html", b"", letters, notes)
    return text.read(page) if part.get_content_type() == "text/plain" else html.read(page)
