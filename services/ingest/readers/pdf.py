"""PDF files: characters between ruling lines; pages that are pictures of writing go to the recogniser."""

from services.ingest.document import Document
from services.ingest.layout.documents import document
from services.ingest.layout.sheets import Page, laid_out
from services.ingest.notes import note
from services.ingest.pdf.opening import load, opened
from services.ingest.pdf.page import sheet
from services.ingest.sniff import Source
from shared.report.reading import Note


def read(source: Source) -> Document:
    """The document that the pages make.

    Raises:
        UnreadableFileError: it cannot be opened, is larger than any report, or has pages that are pictures where
            nothing can recognise them.
    """
    pages: list[Page] = []
    notes: list[Note] = []
    with opened(source.data) as pdf:
        for number in range(len(pdf)):
            loaded = load(pdf, number)
            if loaded is None:
                continue
            seen = sheet(loaded)
            if seen.hidden and not notes:
                notes.append(note("text.hidden", "file"))
            pages.append(laid_out(number + 1, seen.box, seen.glyphs, seen.rulings))
    return document("pdf", pages, (*source.notes, *notes))
