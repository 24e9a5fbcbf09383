"""The ledger of filings: every entry is chained to all before it, so that none is changed or dropped unseen."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

import msgspec

from shared.report.codec import builtins, canonical

BEGINNING = "0" * 64
"""What the first entry is chained to."""


class Filed(msgspec.Struct, frozen=True, kw_only=True, tag="filed", tag_field="kind"):
    """A filing was received: these bytes, from this agency, then."""

    submission: UUID
    agency: str
    year: int
    version: int
    sha256: str
    received_at: datetime


class Settled(msgspec.Struct, frozen=True, kw_only=True, tag="settled", tag_field="kind"):
    """How a filing ended. Of a graded one: the digest of its figures, the revision of their reader, and the rules'."""

    submission: UUID
    outcome: str
    at: datetime
    figures: str = ""
    reader: str = ""
    catalogue: str = ""


Entry = Filed | Settled


class Link(msgspec.Struct, frozen=True):
    """An entry in its place, counted from 1. `head` is the sha-256 of the head before it followed by the entry.

    The heads are lower-case hexadecimal, and the entry is canonical JSON: whoever has the three can do the sum again.
    """

    position: int
    previous: str
    entry: dict[str, Any]
    head: str

    @classmethod
    def after(cls, position: int, previous: str, entry: Entry) -> Self:
        """The link that chains an entry to the one at `position`, whose head is `previous`."""
        tree = builtins(entry)
        return cls(position + 1, previous, tree, head_of(previous, canonical(tree)))

    @property
    def content(self) -> Entry:
        """The entry.

        Raises:
            msgspec.ValidationError: it is of a kind that this program does not know.
        """
        content: Entry = msgspec.convert(self.entry, Entry)
        return content

    @property
    def is_sound(self) -> bool:
        """Whether the head is that of this entry in this place."""
        return self.head == head_of(self.previous, canonical(self.entry))


def head_of(previous: str, entry: bytes) -> str:
    """The head of an entry in canonical JSON, after another head."""
    return sha256(previous.encode() + entry).hexdigest()


def first_break(links: Iterable[Link], position: int = 0, head: str = BEGINNING) -> int | None:
    """The first position, after that one with that head, where the chain is not whole; None when it is."""
    for link in links:
        if link.position != position + 1 or link.previous != head or not link.is_sound:
            return position + 1
        position, head = link.position, link.head
    return None
