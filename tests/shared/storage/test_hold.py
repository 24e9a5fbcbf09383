"""What is held by name is held against other replicas, until the transaction ends."""

import asyncio

import pytest
from sqlalchemy import MetaData

from shared.storage.database import Database
from shared.storage.hold import hold, lock_key


@pytest.mark.postgresql
async def test_a_name_is_held_against_other_replicas_until_the_end(postgresql_url: str) -> None:
    mine, theirs = (Database(postgresql_url, "room", MetaData()) for _ in range(2))
    entered = asyncio.Event()

    async def other(name: str, room: str = "room") -> None:
        async with theirs.transaction() as connection:
            await hold(connection, room, [name])
            entered.set()

    async with mine.transaction() as connection:
        await hold(connection, "room", ["dh-2", "dh-1"])
        await asyncio.wait_for(other("dh-3"), 5)
        await asyncio.wait_for(other("dh-1", "another room"), 5)
        entered.clear()
        waiting = asyncio.create_task(other("dh-1"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(entered.wait(), 0.3)
    await asyncio.wait_for(waiting, 5)
    assert entered.is_set()
    for opened in (mine, theirs):
        await opened.close()


def test_every_process_of_every_release_locks_a_name_by_the_same_number() -> None:
    assert lock_key("validate", "dh-1") == -5167350025913042766
    assert len({lock_key(room, name) for room in ("validate", "score") for name in ("dh-1", "dh-2")}) == 4
