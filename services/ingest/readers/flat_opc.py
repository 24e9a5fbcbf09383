"""A Word document saved as one XML file (`pkg:package`): the parts of a docx, unpacked."""

from services.ingest.document import Document
from services.ingest.markup import Element, parse
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.wordprocessing.document import Text, document
from services.ingest.wordprocessing.styles import SAME, W

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read(source: Source) -> Document:
    """The document a flat package makes.

    Raises:
        UnreadableFileError: it is damaged, holds no Word document, or more than any report.
    """
    root = parse(source.text.lstrip("\ufeff").encode(), "pkg:package", SAME)
    parts: dict[str, Element] = {}
    for part in root.iter(_PKG + "part"):
        inside = part.find(_PKG + "xmlData")
        if inside is not None and len(inside):
            parts.setdefault(str(inside[0].tag), inside[0])
    main = parts.get(W + "document")
    if main is None:
        raise unreadable("file.damaged", what="w:document")
    title = next(root.iter(_TITLE), None)
    words = Text(
        main,
        parts.get(W + "styles"),
        parts.get(W + "numbering"),
        " ".join((title.text or "").split()) if title is not None else "",
    )
    return document("flat_opc", words, notes=source.notes)
