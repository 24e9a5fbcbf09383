"""PDF files: characters between ruling lines; pages that are pictures of writing go to the recogniser."""

from collections.abc import Sequence

import pypdfium2
from msgspec.structs import replace

from services.ingest.document import Document
from services.ingest.layout.box import Box
from services.ingest.layout.documents import document
from services.ingest.layout.sheets import Page, laid_out
from services.ingest.notes import note
from services.ingest.pdf.opening import load, opened
from services.ingest.pdf.page import Sheet, sheet
from services.ingest.pdf.zones import is_garbled, zones
from services.ingest.pictures.extra import is_installed, missing
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from shared.report.reading import Note


def read(source: Source) -> Document:
    """The document that the pages make.

    Raises:
        UnreadableFileError: it cannot be opened, is larger than any report, or is a scan or garbled where nothing is
            installed to recognise it.
    """
    reading = _Reading()
    with opened(source.data) as pdf:
        for number in range(len(pdf)):
            reading.add(number + 1, load(pdf, number))
        reading.require_writing()
    return document("pdf", reading.pages, (*source.notes, *reading.notes))


class _Reading:
    """The pages read so far, and what there is to say about them."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.notes: list[Note] = []
        self._unread: list[Sheet] = []

    def add(self, number: int, page: pypdfium2.PdfPage | None) -> None:
        """Read one more page."""
        if page is None:
            self.notes.append(note("page.damaged", f"page[{number}]", value=number))
            return
        seen = sheet(page)
        pictures = zones(seen)
        if pictures == [seen.box]:
            self._add_picture(number, page, seen)
            return
        if seen.hidden and not any(told.code == "text.hidden" for told in self.notes):
            self.notes.append(note("text.hidden", "file"))
        written = laid_out(number, seen.box, seen.glyphs, seen.rulings)
        self.pages.append(_with_tables(written, page, seen, pictures) if pictures and is_installed() else written)

    def require_writing(self) -> None:
        """Refuse a file whose tables can only be on pages that nothing here can recognise."""
        if self._unread and not any(page.tables for page in self.pages):
            raise unreadable("file.fonts") if any(map(is_garbled, self._unread)) else missing()

    def _add_picture(self, number: int, page: pypdfium2.PdfPage, seen: Sheet) -> None:
        if not is_installed():
            self._unread.append(seen)
            self.notes.append(note("page.picture", f"page[{number}]", value=number))
            return
        from services.ingest.pdf.rendering import rendered  # noqa: PLC0415 - what they need may not be installed
        from services.ingest.pictures.page import recognised  # noqa: PLC0415
        from services.ingest.pictures.turning import upright  # noqa: PLC0415

        self.pages.append(recognised(number, upright(rendered(page, seen, seen.box))))


def _with_tables(written: Page, page: pypdfium2.PdfPage, seen: Sheet, pictures: Sequence[Box]) -> Page:
    """The page with the tables that are shown in pictures between its writing."""
    from services.ingest.pdf.rendering import rendered  # noqa: PLC0415 - what they need may not be installed
    from services.ingest.pictures.page import recognised, shows_table  # noqa: PLC0415

    found = list(written.tables)
    for zone in pictures:
        picture = rendered(page, seen, zone)
        if shows_table(picture):
            found.extend(recognised(written.number, picture, zone).tables)
    return replace(written, tables=tuple(sorted(found, key=lambda table: table.lattice.box.top)))
