"""Pictures of a report: photographs, scans and screenshots, read by the recogniser of the optional extra `ocr`."""

from typing import TYPE_CHECKING

from services.ingest.document import Document
from services.ingest.layout.documents import document
from services.ingest.notes import note
from services.ingest.pictures.extra import is_installed, missing
from services.ingest.sniff import Source
from shared.report.reading import Note

if TYPE_CHECKING:
    from services.ingest.pictures.page import Sketch


def read(source: Source) -> Document:
    """The document that the picture shows.

    Raises:
        UnreadableFileError: it is damaged, larger than any scanned report, or nothing is installed to recognise it.
    """
    if not is_installed():
        raise missing()
    from services.ingest.pictures.opening import pages  # noqa: PLC0415 - what they need may not be installed
    from services.ingest.pictures.page import PictureReader  # noqa: PLC0415

    reader = PictureReader()
    sketches: list[Sketch] = []
    notes: list[Note] = []
    for number, picture in enumerate(pages(source.data), start=1):
        if reader.has_strength:
            sketches.append(reader.sketch(number, picture))
        else:
            notes.append(note("page.picture", f"page[{number}]", value=number))
    shown = [reader.finished(sketch) for sketch in sketches]
    return document("image", shown, (*source.notes, *notes))
