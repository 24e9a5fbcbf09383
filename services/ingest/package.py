"""What a reader makes of a file that holds other files, one of which may be a report."""

import msgspec

from shared.report.reading import Note


class Member(msgspec.Struct, frozen=True, eq=False):
    """A file inside another one, by the name it has there."""

    name: str
    data: bytes


class Package(msgspec.Struct, frozen=True, eq=False):
    """The files that may be a report, in the order they are packed."""

    members: tuple[Member, ...]
    notes: tuple[Note, ...] = ()
