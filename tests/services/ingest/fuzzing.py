"""Damage done without knowing a format: to the bytes of any file, to markup, to the members of packages."""

import io
import re
import zipfile
from random import Random  # noqa: TID251 - seeded by the test, so that damage repeats

_WORDS = (b"0", b"-1", b"65536", b"2147483648", b"999999999999", b"1e309", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x80")
_MARKUP = (
    *("<table>", "</table>", "<tr>", "<td colspan=0 rowspan=0>", "<w:tbl>", "</w:tr>", "<w:tc>", "<text:p/>"),
    *("<![CDATA[", "<!--", "]]>", "<?x ?>", "&#x110000;", "&bomb;", "\\bin9999 ", "{\\rtf1", "\x00", "| --- |\n"),
    '<!DOCTYPE x [<!ENTITY bomb SYSTEM "file:///etc/hostname">]>',
)
_TAG = re.compile(r"<[^<>]{1,300}>")
_ELEMENT = re.compile(r"<([\w:]+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>)")
_VALUE = re.compile(r'="[^"]{0,60}"')
_DIGITS = re.compile(rb"\d{1,9}")
_LONGEST = 600


def damaged(data: bytes, other: bytes, chance: Random) -> bytes:
    """The file with a few things done to it; `other` is another file, pieces of which may get into this one."""
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _repacked(data, other, chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        hurt = chance.choice(_MARKUP_DAMAGE if _is_markup(data) and chance.random() < 0.5 else _DAMAGE)
        data = hurt(data, other, chance) or b"\0"
    return data


def _is_markup(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<"


def _flip(data: bytes, _other: bytes, chance: Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _cut(data: bytes, _other: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _lose(data: bytes, _other: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, _LONGEST) :]


def _repeat(data: bytes, _other: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, _LONGEST)]
    return data[:start] + piece * chance.choice((2, 2, 3, 50)) + data[start:]


def _splice(data: bytes, other: bytes, chance: Random) -> bytes:
    start, source = chance.randrange(len(data)), chance.randrange(len(other))
    return data[:start] + other[source : source + chance.randint(1, _LONGEST)] + data[start:]


def _move(data: bytes, _other: bytes, chance: Random) -> bytes:
    start, target = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    piece = data[start : start + chance.randint(1, _LONGEST)]
    return data[:start] + data[start + len(piece) : target] + piece + data[target:]


def _put_word(data: bytes, _other: bytes, chance: Random) -> bytes:
    at, word = chance.randrange(len(data)), chance.choice(_WORDS)
    return data[:at] + word + data[at + (len(word) if chance.random() < 0.5 else 0) :]


def _change_number(data: bytes, _other: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data))
    found = _DIGITS.search(data, start) or _DIGITS.search(data)
    return data[: found.start()] + chance.choice(_WORDS) + data[found.end() :] if found else data


def _change_markup(data: bytes, _other: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    kind = chance.choice((_TAG, _ELEMENT, _ELEMENT, _VALUE))
    found = kind.search(text, chance.randrange(len(text))) or kind.search(text)
    if found is None:
        return data
    if kind is _VALUE:
        new = f'="{chance.choice(_WORDS).decode("latin-1")}"'
    else:
        new = chance.choice(("", found[0] * 2, found[0] * 200, chance.choice(_MARKUP)))
    return (text[: found.start()] + new + text[found.end() :]).encode("utf-8", "replace")


def _nest(data: bytes, _other: bytes, chance: Random) -> bytes:
    """A start tag many times over, as deep as no document is."""
    found = _TAG.search(data.decode("latin-1"), chance.randrange(len(data)))
    tag = found[0].encode("latin-1") if found else b"<div>"
    at = found.start() if found else 0
    return data[:at] + tag * chance.choice((30, 3000)) + data[at:]


_DAMAGE = (_flip, _cut, _lose, _repeat, _splice, _move, _put_word, _change_number)
_MARKUP_DAMAGE = (_change_markup, _change_markup, _change_markup, _nest)


def _repacked(data: bytes, other: bytes, chance: Random) -> bytes:
    """The package with a member damaged, lost, doubled or under another's name; the larger the likelier."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    weights = [len(content) + 50 for _, content in members]
    place = chance.choices(range(len(members)), weights)[0]
    name, content = members[place]
    kind = chance.random()
    if kind < 0.9:
        members[place] = (name, damaged(content, other, chance) if content else b"\0")
    elif kind < 0.95:
        del members[place]
    else:
        members[place] = (name, chance.choice(members)[1])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member, content in members:
            archive.writestr(member, content)
    return target.getvalue()
