"""Opening a PDF file: its refusals, and the limits on pages."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from services.ingest.pdf.integrity import require_whole
from services.ingest.reasons import unreadable

MAX_PAGES = 200
"""The longest reports with all their annexes stay below half of this."""

MAX_NOTES = 2000
_SHOW_NOTHING = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_UNKNOWN}


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
        require_whole(data)
        if len(pdf) > MAX_PAGES:
            raise unreadable("file.too_large_document", what=f"{len(pdf)} > {MAX_PAGES} pages")
        if len(pdf) == 0:
            raise unreadable("file.damaged", what="PDF, 0 pages")
        if pdf.get_formtype() != pdfium.FORMTYPE_NONE:
            pdf.init_forms()  # fills fields whose looks the file leaves to the program
        yield pdf
    finally:
        pdf.close()


def load(pdf: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage | None:
    """A page counted from zero, with what is filled in and commented drawn into it; None where it is damaged."""
    try:
        page = pdf[number]
        if _has_more_than_links(page):
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = pdf[number]
    except pypdfium2.PdfiumError:
        return None
    return page


def _has_more_than_links(page: pypdfium2.PdfPage) -> bool:
    """Whether fields or comments lie over the page; what they show is no part of it until it is flattened."""
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_NOTES)):
        over = pdfium.FPDFPage_GetAnnot(page, place)
        kind = pdfium.FPDFAnnot_GetSubtype(over)
        pdfium.FPDFPage_CloseAnnot(over)
        if kind not in _SHOW_NOTHING:
            return True
    return False
