"""Reading a file: its format decided by content, its reader found, and the document interpreted."""

from services.ingest.document import Document
from services.ingest.formats import unsupported
from services.ingest.interpret import interpret
from services.ingest.read_report import ReadReport
from services.ingest.readers import readers
from services.ingest.reasons import UnreadableFileError, unreadable
from services.ingest.sniff import sniff
from shared.report.codec import encode

__all__ = ["REVISION", "ReadReport", "UnreadableFileError", "read"]

REVISION = "1"
"""Raised whenever the same bytes may be read differently than before; event ids depend on it."""

MAX_REPORT_BYTES = 1_500_000
"""No report says so much; what the rooms pass on must stay below what the broker takes."""


def read(data: bytes, filename: str, media_type: str) -> ReadReport:  # noqa: ARG001 - a name may lie; kept for the record
    """Read a filed report. Neither name nor declared type decides what the file is.

    Raises:
        UnreadableFileError: with the reasons and what the agency should do.
    """
    source = sniff(data, media_type)
    reader = readers().get(source.format)
    if reader is None:
        raise unsupported(source.format)
    content = reader(source)
    result = interpret(content) if isinstance(content, Document) else content
    if (size := len(encode(result))) > MAX_REPORT_BYTES:
        raise unreadable("file.too_large_document", what=f"{size} > {MAX_REPORT_BYTES} bytes")
    return result
