"""PDF files: characters between ruling lines; pages that are pictures of writing go to the recogniser."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from services.ingest.pictures.page import PictureReader, Sketch


MAX_SIZE = 250_000
"""Characters and ruling lines of all pages; two hundred pages of a report have fewer."""


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
    return document("pdf", reading.finished(), (*source.notes, *reading.notes))


class _Reading:
    """The pages read so far, and what there is to say about them."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._pages: list[Page | Sketch] = []
        self._unread: list[Sheet] = []
        self._size = 0

    @cached_property
    def _pictures(self) -> "PictureReader | None":
        """What reads pictures, where it is installed."""
        if not is_installed():
            return None
        from services.ingest.pictures.page import PictureReader  # noqa: PLC0415 - what it needs may not be installed

        return PictureReader()

    def add(self, number: int, page: pypdfium2.PdfPage | None) -> None:
        """Read one more page."""
        if page is None:
            self.notes.append(note("page.damaged", f"page[{number}]", value=number))
            return
        seen = sheet(page)
        self._size += len(seen.glyphs) + len(seen.rulings)
        if self._size > MAX_SIZE:
            raise unreadable("file.too_large_document", what=f"> {MAX_SIZE} characters")
        pictures = zones(seen)
        if pictures == [seen.box]:
            self._add_picture(number, page, seen)
            return
        if seen.hidden and not any(told.code == "text.hidden" for told in self.notes):
            self.notes.append(note("text.hidden", "file"))
        written = laid_out(number, seen.box, seen.glyphs, seen.rulings)
        self._pages.append(self._with_tables(written, page, seen, pictures) if pictures else written)

    def finished(self) -> list[Page]:
        """All pages.

        Raises:
            UnreadableFileError: the tables can only be on pages that nothing here can recognise.
        """
        pages = [one if isinstance(one, Page) else self._finished(one) for one in self._pages]
        if self._unread and not any(page.tables for page in pages):
            raise unreadable("file.fonts") if any(map(is_garbled, self._unread)) else missing()
        return pages

    def _finished(self, sketch: "Sketch") -> Page:
        return self._pictures.finished(sketch) if self._pictures is not None else sketch.page

    def _add_picture(self, number: int, page: pypdfium2.PdfPage, seen: Sheet) -> None:
        if self._pictures is None or not self._pictures.has_strength:
            self._unread.append(seen)
            self.notes.append(note("page.picture", f"page[{number}]", value=number))
            return
        from services.ingest.pdf.rendering import rendered  # noqa: PLC0415 - most files never need it

        self._pages.append(self._pictures.sketch(number, rendered(page, seen, seen.box)))

    def _with_tables(self, written: Page, page: pypdfium2.PdfPage, seen: Sheet, pictures: Sequence[Box]) -> Page:
        """The page with the tables that are shown in pictures between its writing."""
        found = list(written.tables)
        for zone in pictures:
            if self._pictures is not None and self._pictures.has_strength:
                from services.ingest.pdf.rendering import rendered  # noqa: PLC0415 - most files never need it

                found.extend(self._pictures.tables(rendered(page, seen, zone), zone))
        return replace(written, tables=tuple(sorted(found, key=lambda table: table.lattice.box.top)))
