"""Whole numbers out of streams, least significant byte first; a place outside its stream means damage."""

from services.ingest.reasons import UnreadableFileError, unreadable


def damaged(what: str) -> UnreadableFileError:
    """The error for a structure that contradicts the format."""
    return unreadable("file.damaged", what=what)


def part(data: bytes, at: int, size: int) -> bytes:
    """`size` bytes from `at`.

    Raises:
        UnreadableFileError: they are not all there.
    """
    if at < 0 or size < 0 or at + size > len(data):
        raise damaged(f"{at}+{size} > {len(data)}")
    return data[at : at + size]


def u8(data: bytes, at: int) -> int:
    """An unsigned byte.

    Raises:
        UnreadableFileError: it is outside.
    """
    return part(data, at, 1)[0]


def u16(data: bytes, at: int) -> int:
    """An unsigned number of two bytes.

    Raises:
        UnreadableFileError: it is outside.
    """
    return int.from_bytes(part(data, at, 2), "little")


def u32(data: bytes, at: int) -> int:
    """An unsigned number of four bytes.

    Raises:
        UnreadableFileError: it is outside.
    """
    return int.from_bytes(part(data, at, 4), "little")


def i16(data: bytes, at: int) -> int:
    """A signed number of two bytes.

    Raises:
        UnreadableFileError: it is outside.
    """
    return int.from_bytes(part(data, at, 2), "little", signed=True)
