"""Whether a file holds pictures of writing, which take a recogniser and with it more time and memory."""

from services.ingest.pdf.opening import load, opened
from services.ingest.pdf.page import is_plain, sheet
from services.ingest.pdf.zones import zones
from services.ingest.reasons import UnreadableFileError
from services.ingest.sniff import Source


def needs_ocr(source: Source) -> bool:
    """Whether reading the file may take recognition: it is a picture, or a PDF with a page that is one.

    A file that cannot even be opened needs none; its reader says why.
    """
    if source.format == "image":
        return True
    if source.format != "pdf":
        return False
    try:
        with opened(source.data) as pdf:
            pages = (load(pdf, number) for number in range(len(pdf)))
            return any(page is not None and not is_plain(page) and bool(zones(sheet(page))) for page in pages)
    except UnreadableFileError:
        return False
