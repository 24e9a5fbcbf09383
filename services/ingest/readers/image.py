"""Pictures of a report: photographs, scans and screenshots, read by the recogniser of the optional extra `ocr`."""

from services.ingest.document import Document
from services.ingest.layout.documents import document
from services.ingest.pictures.extra import is_installed, missing
from services.ingest.sniff import Source


def read(source: Source) -> Document:
    """The document that the picture shows.

    Raises:
        UnreadableFileError: it is damaged, larger than any scanned report, or nothing is installed to recognise it.
    """
    if not is_installed():
        raise missing()
    from services.ingest.pictures.opening import pages  # noqa: PLC0415 - what they need may not be installed
    from services.ingest.pictures.page import recognised  # noqa: PLC0415
    from services.ingest.pictures.turning import upright  # noqa: PLC0415

    shown = [recognised(number, upright(picture)) for number, picture in enumerate(pages(source.data), start=1)]
    return document("image", shown, source.notes)
