"""Markdown: text whose tables are ruled."""

from services.ingest.document import Document
from services.ingest.readers import text
from services.ingest.sniff import Source


def read(source: Source) -> Document:
    """The document a Markdown file makes."""
    return text.read(source)
