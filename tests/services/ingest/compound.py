"""OLE compound files with given streams, each one table long: what old office programs write."""

import struct

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALL = 4096


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams at its root, each padded to where no mini stream is needed.

    Raises:
        ValueError: the streams need more sectors than one allocation table can tell of.
    """
    chains: list[int] = []
    body = b""
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else _FREE)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(_SMALL, b"\0")
        padded += b"\0" * (-len(padded) % SECTOR)
        start, count = len(chains), len(padded) // SECTOR
        chains += [*range(start + 1, start + count), _END]
        body += padded
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, start, len(padded), right=right))
    directory = b"".join(entries)
    directory += _entry("", 0, 0, 0) * (-len(entries) % 4)
    directory_start, count = len(chains), len(directory) // SECTOR
    chains += [*range(directory_start + 1, directory_start + count), _END]
    table_at = len(chains)
    chains.append(_FAT)
    if len(chains) > SECTOR // 4:
        raise ValueError("too many sectors for one allocation table")
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(SECTOR, b"\xff")
    return _header(directory_start, table_at) + body + directory + table


def _header(directory_start: int, table_at: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory_start, 0, _SMALL, _END, 0, _END, 0, table_at
    )
    return head.ljust(SECTOR, b"\xff")


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    letters = name.encode("utf-16-le") + (b"\0\0" if name else b"")
    entry = letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters), kind, 1, _FREE, right, child)
    return entry + b"\0" * 36 + struct.pack("<IQ", start, size)
