"""One replica at a time: what two processes must not decide at once is held by name until a transaction ends."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def hold(connection: AsyncConnection, room: str, names: Iterable[str]) -> None:
    """Keep other replicas of the room off these names until the transaction ends.

    SQLite lets only one transaction write, so there the transaction itself is the lock.
    """
    if connection.dialect.name == "postgresql":
        # In one order everywhere, so that two replicas never wait for each other.
        keys = sorted({lock_key(room, name) for name in names})
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"), {"keys": keys}
        )


def lock_key(room: str, name: str) -> int:
    """A number for the name, the same in every process of every release; rooms that share a server do not meet."""
    return int.from_bytes(sha256(f"{room}/{name}".encode()).digest()[:8], signed=True)
