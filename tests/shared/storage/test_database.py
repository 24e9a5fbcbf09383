"""A room's database keeps whole batches, keeps rooms apart, survives its neighbours, and says when it is away."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, insert, select, text
from sqlalchemy.exc import DataError, DBAPIError, OperationalError

from shared.storage.database import Database
from tests.servers.postgres import Cluster

ROOT = Path(__file__).parents[3]
COUNTER = """
import asyncio, sys
from sqlalchemy import Column, Integer, MetaData, Table, select, update
from shared.storage.database import Database
metadata = MetaData()
counts = Table("counts", metadata, Column("id", Integer, primary_key=True), Column("n", Integer))
async def main(url, times):
    database = Database(url, "score", metadata)
    for _ in range(times):
        async with database.transaction() as connection:
            n = (await connection.scalars(select(counts.c.n).with_for_update())).one()
            await connection.execute(update(counts).values(n=n + 1))
    await database.close()
asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def _agencies(database: Database) -> int:
    async with database.reading() as connection:
        return (await connection.scalars(select(func.count()).select_from(database.metadata.tables["agencies"]))).one()


async def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    agencies = database.metadata.tables["agencies"]
    async with database.transaction() as connection:
        await connection.execute(insert(agencies), [{"code": "A", "name": "甲"}, {"code": "B", "name": "乙"}])

    async def fail_half_way() -> None:
        async with database.transaction() as connection:
            await connection.execute(insert(agencies), {"code": "C", "name": "丙"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()
    assert await _agencies(database) == 2


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        async with database.reading() as connection:
            await connection.execute(insert(database.metadata.tables["agencies"]), {"code": "A", "name": "甲"})
    async with database.transaction() as connection:
        await connection.execute(insert(database.metadata.tables["agencies"]), {"code": "A", "name": "甲"})
    assert await _agencies(database) == 1


async def test_reading_waits_for_no_writer(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(database.metadata.tables["agencies"]), {"code": "A", "name": "甲"})
        assert await asyncio.wait_for(_agencies(database), 5) == 0
    assert await _agencies(database) == 1


async def test_rooms_in_one_database_do_not_see_each_other(
    database: Database, database_url: str, metadata: MetaData, revisions: Path
) -> None:
    other = Database(database_url, "validate", metadata, revisions=revisions)
    await other.migrate()
    async with other.transaction() as connection:
        await connection.execute(insert(metadata.tables["agencies"]), {"code": "A", "name": "甲"})
    assert (await _agencies(other), await _agencies(database)) == (1, 0)
    await other.close()


async def test_writers_in_two_processes_wait_for_each_other(database: Database, database_url: str) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE counts (id INTEGER PRIMARY KEY, n INTEGER)"))
        await connection.execute(text("INSERT INTO counts VALUES (1, 0)"))
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", COUNTER, database_url, "60", cwd=ROOT)
        for _ in range(3)
    ]
    assert [await process.wait() for process in processes] == [0, 0, 0]
    async with database.reading() as connection:
        assert (await connection.scalars(text("SELECT n FROM counts"))).one() == 180


async def test_writers_in_one_process_wait_for_each_other(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as connection:
            await connection.execute(text("SELECT count(*) FROM agencies"))
            await connection.execute(insert(database.metadata.tables["agencies"]), {"code": str(number), "name": "甲"})

    await asyncio.gather(*(write(number) for number in range(40)))
    assert await _agencies(database) == 40


async def test_ready_after_migration_only(database_url: str, metadata: MetaData, revisions: Path) -> None:
    database = Database(database_url, "score", metadata, revisions=revisions)
    (reason,) = await database.ready()
    assert reason.startswith("database: ")
    await database.migrate()
    assert tuple(await database.ready()) == ()
    await database.close()


async def test_sqlite_survives_a_power_cut_and_checks_references(tmp_path: Path, metadata: MetaData) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db", "score", metadata)
    async with database.transaction() as connection:
        answers = [
            (await connection.scalars(text(f"PRAGMA {name}"))).one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert answers == ["wal", 2, 1, 20_000]
    assert (tmp_path / "score.db").is_file()
    await database.close()


async def test_a_locked_sqlite_file_is_unavailable_and_then_works(
    tmp_path: Path, metadata: MetaData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.storage.engines.BUSY_SECONDS", 0.1)
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db", "score", metadata)
    async with database.transaction():
        pass
    other = sqlite3.connect(tmp_path / "score.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        async with database.transaction():
            raise AssertionError("the other one holds the lock")
    other.execute("ROLLBACK")
    other.close()
    async with database.transaction():
        pass
    await database.close()


async def test_without_a_setting_each_room_has_a_file_in_the_data_folder(
    tmp_path: Path, metadata: MetaData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOUJI_DATABASE_URL", raising=False)
    monkeypatch.setenv("GOUJI_DATA", str(tmp_path / "gouji"))
    database = Database.from_environment("score", metadata)
    assert database.url.database == f"{tmp_path}/gouji/score.db"
    monkeypatch.setenv("GOUJI_DATABASE_URL", "postgresql://someone@db/gouji")
    other = Database.from_environment("score", metadata)
    assert other.url.drivername == "postgresql+asyncpg"
    for each in (database, other):
        await each.close()


@pytest.mark.postgresql
async def test_a_server_that_goes_away_is_unavailable_and_then_works(
    own_cluster: Cluster, metadata: MetaData, revisions: Path
) -> None:
    database = Database(own_cluster.url("postgres"), "score", metadata, revisions=revisions)
    await database.migrate()
    assert await _agencies(database) == 0

    async def lose_the_server() -> None:
        async with database.transaction() as connection:
            await asyncio.to_thread(own_cluster.stop)
            await connection.execute(text("SELECT 1"))

    with pytest.raises(OperationalError):
        await lose_the_server()
    (reason,) = await database.ready()
    assert reason.startswith("database: ")
    with pytest.raises((OperationalError, OSError)):
        async with database.transaction():
            pass
    await asyncio.to_thread(own_cluster.start)
    assert tuple(await database.ready()) == ()
    assert await _agencies(database) == 0
    await database.close()


@pytest.mark.postgresql
async def test_a_value_that_does_not_fit_is_not_mistaken_for_a_database_away(
    postgresql_url: str, metadata: MetaData, revisions: Path
) -> None:
    database = Database(postgresql_url, "score", metadata, revisions=revisions)
    await database.migrate()
    filings = database.metadata.tables["filings"]
    with pytest.raises(DataError):
        async with database.transaction() as connection:
            await connection.execute(select(filings).where(filings.c.year == 2**40))
    await database.close()


@pytest.mark.postgresql
async def test_a_deadlock_is_a_matter_of_time(postgresql_url: str, metadata: MetaData, revisions: Path) -> None:
    database = Database(postgresql_url, "score", metadata, revisions=revisions)
    await database.migrate()
    agencies = metadata.tables["agencies"]
    async with database.transaction() as connection:
        await connection.execute(insert(agencies), [{"code": "A", "name": "甲"}, {"code": "B", "name": "乙"}])
    both_hold_one = asyncio.Barrier(2)

    async def lock(*codes: str) -> None:
        async with database.transaction() as connection:
            for code in codes:
                await connection.execute(select(agencies).where(agencies.c.code == code).with_for_update())
                if code == codes[0]:
                    await both_hold_one.wait()

    outcomes = await asyncio.gather(lock("A", "B"), lock("B", "A"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [OperationalError]
    await database.close()
