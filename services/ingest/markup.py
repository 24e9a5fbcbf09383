"""XML of office documents parsed so that it can do no harm: no DTD, no entities, no network, a bounded tree."""

import codecs
from typing import TypeAlias

from lxml import etree

from services.ingest.reasons import unreadable

Element: TypeAlias = etree._Element  # noqa: SLF001 - the name lxml's own stubs give the type

MAX_NODES = 1_000_000
"""Elements, end tags and attributes; a report of a hundred pages has a tenth. Every one costs about 170 bytes."""

_DEPTH_ERROR = "Excessive depth"
_TRUE_OFF = frozenset({"0", "false", "off", "none"})


def parse(data: bytes, what: str, same: tuple[tuple[bytes, bytes], ...] = ()) -> Element:
    """The root element. `same` are namespaces to be replaced by the one that the walk over the tree knows.

    Raises:
        UnreadableFileError: it is not well formed, declares entities, nests too deep, or is larger than any report.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _recoded(data, what)
    if data.count(b"<") + data.count(b"=") > MAX_NODES:
        raise unreadable("file.too_large_document", what=f"{what}: > {MAX_NODES} nodes")
    for other, known in same:
        data = data.replace(other, known)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if _DEPTH_ERROR in str(error):
            raise unreadable("file.too_deep", what=256) from None
        raise unreadable("file.damaged", what=what) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise unreadable("file.damaged", what=f"{what}: DTD")
    return root


def is_on(element: Element | None, attribute: str) -> bool | None:
    """A switch that is on by its mere presence; None where it is absent."""
    return None if element is None else str(element.get(attribute, "1")).lower() not in _TRUE_OFF


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of at most nine digits; anything else is the default."""
    if text is None or len(text) > 10:  # noqa: PLR2004 - a sign and nine digits
        return default
    try:
        return int(text)
    except ValueError:
        return default


def _recoded(data: bytes, what: str) -> bytes:
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        raise unreadable("file.damaged", what=what) from None
