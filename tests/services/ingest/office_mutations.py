"""Damage to office packages: bytes of the file, and elements, attributes and text of the part that holds the report."""

import io
import re
from random import Random  # noqa: TID251 - seeded by the test, so that damage repeats
from zipfile import ZIP_DEFLATED, ZipFile

_LEAF = re.compile(r"<([\w:]+)(?: [^>]*)?(?:/>|>[^<]*</\1>)")
_TREE = re.compile(
    r"<(w:tc|w:tr|w:p|c|row|table:table-row|table:table-cell|mergeCell|xf)(?: [^>]*)?(?:/>|>.*?</\1>)", re.DOTALL
)
_TAG = re.compile(r"<[^>]+>")
_ATTRIBUTE = re.compile(r' [\w:]+="[^"]*"')
_VALUE = re.compile(r'="([^"]*)"')
_VALUES = ("", "-1", "0", "2", "99999999999", "x", "true", "A1", "XFD1048576", "restart")


def flip(data: bytes, chance: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def cut(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] if chance.random() < 0.5 else data[:start] + data[start + chance.randint(1, 400) :]


def part(data: bytes, name: str, chance: Random) -> bytes:
    """The package with a part damaged so that most of the time it is still well formed."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(
                member, _damaged(content.decode(), chance).encode("utf-8", "replace") if member == name else content
            )
    return written.getvalue()


def _damaged(xml: str, chance: Random) -> str:
    for _ in range(chance.randint(1, 3)):
        kind = chance.choice((_LEAF, _TREE, _TREE, _ATTRIBUTE, _VALUE, _TAG))
        found = list(kind.finditer(xml))
        if not found:
            continue
        match = chance.choice(found)
        # Text is never doubled: what is printed twice in a run is what the file prints.
        new = (
            f'="{chance.choice(_VALUES)}"'
            if kind is _VALUE
            else match[0] * chance.choice((0, 2))
            if kind is _TREE
            else ""
        )
        xml = xml[: match.start()] + new + xml[match.end() :]
    return xml
