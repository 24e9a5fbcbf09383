"""Rich Text Format cut into control words, bytes of text, and the braces of groups."""

import re
from collections.abc import Iterator
from enum import Enum, auto

import msgspec

from services.ingest.reasons import unreadable

MAX_TOKENS = 1_500_000
"""A report whose every letter is a token of its own has a tenth of it."""

_TOKEN = re.compile(
    rb"\\'([0-9A-Fa-f]{2})|\\([A-Za-z]{1,32})(-?[0-9]{1,10})?\x20?|\\(.)|([{}])|([^\\{}\r\n]+)", re.DOTALL
)


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SIGN = auto()
    BYTES = auto()


class Token(msgspec.Struct, frozen=True, gc=False):
    """A token; a control word's `number` is None where none stands behind it."""

    kind: Kind
    name: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token(Kind.OPEN), Token(Kind.CLOSE)


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; binary data in it is passed over.

    Raises:
        UnreadableFileError: there are more than any report has.
    """
    at = count = 0
    while (match := _TOKEN.search(data, at)) is not None:
        count += 1
        if count > MAX_TOKENS:
            raise unreadable("file.too_large_document", what=f"> {MAX_TOKENS} tokens")
        at = match.end()
        code, word, number, sign, brace, text = match.groups()
        if text is not None:
            yield Token(Kind.BYTES, data=text)
        elif code is not None:
            yield Token(Kind.BYTES, name="'", data=bytes([int(code, 16)]))
        elif word is not None:
            value = int(number) if number else None
            if word == b"bin":
                at += max(value or 0, 0)
            else:
                yield Token(Kind.WORD, word.decode("ascii"), value)
        elif sign is not None:
            yield Token(Kind.SIGN, sign.decode("latin-1"))
        else:
            yield _OPEN if brace == b"{" else _CLOSE
