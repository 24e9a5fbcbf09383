"""Word 2003 XML (`w:wordDocument`): the same words in another namespace, all parts in one file."""

from services.ingest.document import Document
from services.ingest.markup import parse
from services.ingest.sniff import Source
from services.ingest.wordprocessing.document import Text, document
from services.ingest.wordprocessing.styles import SAME, W

_TITLE = "{urn:schemas-microsoft-com:office:office}Title"


def read(source: Source) -> Document:
    """The document a Word 2003 XML file makes.

    Raises:
        UnreadableFileError: it is damaged, or has more in it than any report.
    """
    root = parse(source.text.lstrip("\ufeff").encode(), "wordDocument", SAME)
    title = next(root.iter(_TITLE), None)
    words = Text(root, root.find(W + "styles"), title=" ".join((title.text or "").split()) if title is not None else "")
    return document("word2003", words, notes=source.notes)
