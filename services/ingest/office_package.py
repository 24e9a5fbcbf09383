"""The parts of a zip package (docx, xlsx, odt, ods), each unpacked only as far as a report can need."""

import io
import posixpath
import re
import zipfile

from services.ingest.containers import ZIP_ERRORS
from services.ingest.markup import Element, parse
from services.ingest.reasons import unreadable

MAX_PART_BYTES = 24_000_000
MAX_ALL_BYTES = 64_000_000

_ENCRYPTED = 0x1
_CHINESE = re.compile(rb"(<\?xml[^>]{0,80}?)( encoding=[\"'](?i:gb2312|gbk|gb18030)[\"'])([^>]{0,80}\?>)")
"""Packages should be in UTF-8; some programs of China write what their system uses."""
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Parts:
    """The parts of a zip package; their names do not distinguish case, and always have forward slashes."""

    def __init__(self, data: bytes) -> None:
        self._left = MAX_ALL_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS:
            raise unreadable("file.damaged", what="zip") from None
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._doubled: set[str] = set()
        for member in self._zip.infolist():
            name = _canonical(member.filename)
            if name in self._members:
                self._doubled.add(name)
            self._members[name] = member

    def read(self, name: str) -> bytes | None:
        """A part's content; None where there is no such part.

        Raises:
            UnreadableFileError: it is damaged, encrypted, there twice, or larger than any report.
        """
        key = _canonical(name)
        member = self._members.get(key)
        if member is None:
            return None
        if member.flag_bits & _ENCRYPTED:
            raise unreadable("file.password")
        if key in self._doubled:
            raise unreadable("file.damaged", what=f"{name} x 2")
        try:
            with self._zip.open(member) as part:
                content = part.read(min(MAX_PART_BYTES, self._left) + 1)
        except ZIP_ERRORS:
            raise unreadable("file.damaged", what=name) from None
        self._left -= len(content)
        if self._left < 0 or len(content) > MAX_PART_BYTES:
            raise unreadable("file.too_large_document", what=f"{name}: > {MAX_PART_BYTES} bytes")
        return content

    def tree(self, name: str, same: tuple[tuple[bytes, bytes], ...] = ()) -> Element | None:
        """A part's root element; None where there is no such part, or nothing in it."""
        content = self.read(name)
        if content and (declared := _CHINESE.match(content)) is not None:
            content = declared[1] + declared[3] + content[declared.end() :].decode("gb18030", "replace").encode()
        return parse(content, name, same) if content else None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What the part refers to: kind of relationship and name of the part, by relationship id."""
        folder, _, base = _canonical(name).rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for one in root.iter(_RELATIONSHIP) if root is not None else ():
            kind = str(one.get("Type", "")).rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, str(one.get("Target", ""))))
            if one.get("TargetMode") != "External":
                found[str(one.get("Id", ""))] = (kind, _canonical(target))
        return found

    def main(self, default: str) -> str:
        """The name of the part that the package is about."""
        targets = [target for kind, target in self.related("").values() if kind == "officeDocument"]
        return targets[0] if targets and _canonical(targets[0]) in self._members else default

    def title(self) -> str:
        """The title that the document's properties give, or nothing."""
        root = self.tree("docProps/core.xml")
        title = root.find("{http://purl.org/dc/elements/1.1/}title") if root is not None else None
        return " ".join((title.text or "").split()) if title is not None else ""


def _canonical(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
