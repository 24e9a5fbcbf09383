"""What Word leaves in a document: figures inserted and deleted with changes tracked, and fields to fill in."""

import io
import re
import zipfile
from collections.abc import Callable

from services.cli.synthesis.chance import Chance, happens
from shared.layout.archive import archive

_RUN = re.compile(r'<w:r><w:rPr>((?:(?!</w:rPr>).)*)</w:rPr><w:t xml:space="preserve">(\d+)</w:t></w:r>')
_DOCUMENT = "word/document.xml"


def tracked_changes(draw: Chance, document: bytes) -> bytes:
    """Some figures have just been corrected: the old one is struck out and the new one inserted."""
    by = 'w:id="{number}" w:author="填报人" w:date="2023-01-10T09:00:00Z"'

    def tracked(match: re.Match[str]) -> str:
        if not happens(draw, 0.3):
            return match[0]
        number = match.start()
        old = f"<w:r><w:rPr>{match[1]}</w:rPr><w:delText>{int(draw.integers(100))}</w:delText></w:r>"
        return (
            f"<w:del {by.format(number=number)}>{old}</w:del><w:ins {by.format(number=number + 1)}>{match[0]}</w:ins>"
        )

    return _changed(document, lambda xml: _RUN.sub(tracked, xml))


def content_controls(draw: Chance, document: bytes) -> bytes:
    """Some figures stand in fields of a form."""

    def controlled(match: re.Match[str]) -> str:
        if not happens(draw, 0.3):
            return match[0]
        return f'<w:sdt><w:sdtPr><w:tag w:val="n"/></w:sdtPr><w:sdtContent>{match[0]}</w:sdtContent></w:sdt>'

    return _changed(document, lambda xml: _RUN.sub(controlled, xml))


def _changed(document: bytes, change: Callable[[str], str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as old:
        members = {member.filename: old.read(member) for member in old.infolist()}
    members[_DOCUMENT] = change(members[_DOCUMENT].decode()).encode()
    return archive(members)
