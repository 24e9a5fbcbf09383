"""Opening a PDF file: its refusals, and the limits on pages."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from services.ingest.reasons import unreadable

MAX_PAGES = 200
"""The longest reports with all their annexes stay below half of this."""


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, open until the block ends. An empty password is tried, which most protected files have.

    Raises:
        UnreadableFileError: it is damaged beyond repair, needs a password, or has more pages than any report.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError() if error.err_code is None else error.err_code
        needs_password = code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        if needs_password:
            raise unreadable("file.password") from None
        raise unreadable("file.damaged", what="PDF") from None
    try:
        if len(pdf) > MAX_PAGES:
            raise unreadable("file.too_large_document", what=f"{len(pdf)} > {MAX_PAGES} pages")
        if len(pdf) == 0:
            raise unreadable("file.damaged", what="PDF, 0 pages")
        yield pdf
    finally:
        pdf.close()


def load(pdf: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage | None:
    """A page counted from zero; None where its own data is damaged."""
    try:
        return pdf[number]
    except pypdfium2.PdfiumError:
        return None
