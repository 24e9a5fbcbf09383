"""Reading a file: its format decided by content, its reader found, and the document interpreted."""

from services.ingest.document import Document
from services.ingest.formats import unsupported
from services.ingest.interpreter.interpret import interpret
from services.ingest.package import Package
from services.ingest.packed import the_report
from services.ingest.read_report import ReadReport
from services.ingest.readers import readers
from services.ingest.reasons import RecogniserNeededError, UnreadableFileError, unreadable
from services.ingest.scans import needs_ocr
from services.ingest.sniff import Source, sniff
from services.ingest.traditional import as_printed, in_simplified
from shared.report.codec import encode

__all__ = ["REVISION", "ReadReport", "RecogniserNeededError", "UnreadableFileError", "read"]

REVISION = "2"
"""Raised whenever the same bytes may be read differently than before; event ids depend on it."""

MAX_REPORT_BYTES = 1_500_000
"""No report says so much; what the rooms pass on must stay below what the broker takes."""


def read(
    data: bytes,
    filename: str,  # noqa: ARG001 - a name may lie; kept for the record
    media_type: str,
    *,
    recognise: bool = True,
) -> ReadReport:
    """Read a filed report. Neither name nor declared type decides what the file is.

    Raises:
        UnreadableFileError: with the reasons and what the agency should do.
        RecogniserNeededError: it holds pictures of writing and `recognise` is False.
    """
    result = _read(sniff(data, media_type), recognise=recognise)
    if (size := len(encode(result))) > MAX_REPORT_BYTES:
        raise unreadable("file.too_large_document", what=f"{size} > {MAX_REPORT_BYTES} bytes")
    return result


def _read(source: Source, *, recognise: bool, is_member: bool = False) -> ReadReport:
    reader = readers().get(source.format)
    if reader is None:
        raise unsupported(source.format)
    if not recognise and needs_ocr(source):
        raise RecogniserNeededError
    content = reader(source)
    if isinstance(content, Document):
        return _interpreted(content)
    if not isinstance(content, Package):
        return content
    if is_member:
        raise unsupported("packed archive")
    return the_report(content, _read_member, recognise=recognise)


def _read_member(data: bytes, *, recognise: bool) -> ReadReport:
    return _read(sniff(data), recognise=recognise, is_member=True)


def _interpreted(document: Document) -> ReadReport:
    plain = in_simplified(document)
    result = interpret(plain)
    return result if plain is document else as_printed(result, document)
