"""Legacy Excel workbooks (xls): the workbook stream of an OLE file, read record by record."""

from services.ingest.compound import open_compound
from services.ingest.document import Document
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.workbook.biff import sheets_of
from services.ingest.workbook.sheet import document


def read(source: Source) -> Document:
    """The document a legacy workbook makes.

    Raises:
        UnreadableFileError: it is damaged, behind a password, or has more in it than any report.
    """
    with open_compound(source.data) as compound:
        stream = compound.stream("Workbook") or compound.stream("Book")
        title = compound.title()
    if not stream:
        raise unreadable("file.damaged", what="Workbook")
    return document("xls", sheets_of(stream), {"title": title} if title else {}, source.notes)
