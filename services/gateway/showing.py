"""Which originals can be shown in place, and as what: pages and text, in the characters they are written in; pure."""

import re
from pathlib import PurePath

HTML, TEXT = "text/html", "text/plain"
_BY_TYPE = {HTML: HTML, "application/xhtml+xml": HTML, TEXT: TEXT, "text/markdown": TEXT, "text/csv": TEXT}
_BY_SUFFIX = {".html": HTML, ".htm": HTML, ".txt": TEXT, ".md": TEXT, ".csv": TEXT}
_UNTOLD = "application/octet-stream"
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=", re.IGNORECASE)
_HEAD = 4096


def shown_as(media_type: str, filename: str, data: bytes) -> str | None:
    """The content type to show an original as; None for one that a browser does not show as a page or text."""
    essence, _, parameters = media_type.partition(";")
    kind = _BY_TYPE.get(essence)
    if kind is None and essence == _UNTOLD:
        kind = _BY_SUFFIX.get(PurePath(filename).suffix.lower())
    if kind is None:
        return None
    charset = parameters.partition("charset=")[2].strip() or _charset(data, kind)
    return f"{kind}; charset={charset}" if charset else kind


def _charset(data: bytes, kind: str) -> str:
    """What the bytes are written in; empty where the page itself says so."""
    if kind == HTML and _DECLARED.search(data[:_HEAD]):
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "gb18030"
    return "utf-8"
