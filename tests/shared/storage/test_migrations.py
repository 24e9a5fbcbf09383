"""Migrations run once however many start them, whole or not at all, keep what is there, and end where metadata says."""

import asyncio
import re
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import DBAPIError

from shared.storage.database import Database
from shared.storage.migrations.upgrade import BrokenReferenceError
from shared.storage.revision import main, write_revision
from tests.servers import postgres

ROOT = Path(__file__).parents[3]
REPLICA = """
import asyncio, sys
from pathlib import Path
from sqlalchemy import MetaData
from shared.storage.database import Database
async def main():
    database = Database(sys.argv[1], "score", MetaData(), revisions=Path(sys.argv[2]))
    await database.migrate()
    reasons = await database.ready()
    await database.close()
    assert not reasons, reasons
asyncio.run(main())
"""
SECOND = '''"""Second."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    with op.batch_alter_table("agencies") as agencies:
        agencies.add_column(sa.Column("region", sa.Text(), nullable=False, server_default="东海省"))
        agencies.alter_column("name", existing_type=sa.Text(), nullable=True)
    {more}
'''


def _second(revisions: Path, more: str = "") -> None:
    (revisions / "r0002_second.py").write_text(SECOND.format(more=more), "utf-8")


async def _filing(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("INSERT INTO agencies (code, name) VALUES ('A', '东海省司法厅')"))
        await connection.execute(
            text(
                "INSERT INTO filings (id, agency, year, version, received_at)"
                " VALUES ('00000000000000000000000000000001', 'A', 2024, 1, '2025-01-31 12:00:00')"
            )
        )


async def _count(database: Database, table: str) -> int:
    async with database.reading() as connection:
        count: int = (await connection.scalars(text(f"SELECT count(*) FROM {table}"))).one()  # noqa: S608 - our own names
        return count


async def test_the_migrated_schema_is_the_one_the_metadata_says(database: Database) -> None:
    assert await database.differences() == ()


async def test_a_difference_is_named(database: Database) -> None:
    Table("late", database.metadata, Column("id", Integer, primary_key=True))
    database.metadata.tables["agencies"].append_column(Column("region", Integer))
    differences = await database.differences()
    assert len(differences) == 2
    assert all(re.search(r"add_(table|column)", difference) for difference in differences)


async def test_replicas_that_start_at_once_migrate_once(database_url: str, revisions: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    arguments = (sys.executable, "-c", REPLICA, database_url, str(revisions))
    replicas = [
        await asyncio.create_subprocess_exec(*arguments, cwd=ROOT, stderr=asyncio.subprocess.PIPE) for _ in range(5)
    ]
    ends = await asyncio.gather(*(replica.communicate() for replica in replicas))
    assert [replica.returncode for replica in replicas] == [0] * 5, [end[1].decode() for end in ends]


async def test_rooms_of_one_process_may_migrate_at_once(database_url: str, metadata: MetaData, revisions: Path) -> None:
    rooms = [Database(database_url, room, metadata, revisions=revisions) for room in ("gateway", "portal", "score")]
    await asyncio.gather(*(room.migrate() for room in rooms))
    assert [await room.differences() for room in rooms] == [(), (), ()]
    for room in rooms:
        await room.close()


async def test_a_later_revision_keeps_the_rows_and_those_that_refer_to_them(
    database: Database, revisions: Path
) -> None:
    await _filing(database)
    _second(revisions)
    await database.migrate()
    await database.migrate()
    assert (await _count(database, "agencies"), await _count(database, "filings")) == (1, 1)
    async with database.reading() as connection:
        assert (await connection.scalars(text("SELECT region FROM agencies"))).one() == "东海省"
    async with database.transaction() as connection:
        await connection.execute(text("DELETE FROM agencies"))
    assert await _count(database, "filings") == 0, "references are checked again after the migration"


async def test_a_revision_that_fails_leaves_nothing_behind(database: Database, revisions: Path) -> None:
    await _filing(database)
    _second(revisions, 'op.execute("INSERT INTO nowhere VALUES (1)")')
    with pytest.raises(DBAPIError):
        await database.migrate()
    (revisions / "r0002_second.py").unlink()
    assert await database.differences() == ()
    assert await _count(database, "filings") == 1
    async with database.reading() as connection:
        assert (await connection.scalars(text("SELECT version_num FROM alembic_version"))).one() == "0001"


async def test_a_revision_that_orphans_rows_is_undone(tmp_path: Path, metadata: MetaData, revisions: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db", "score", metadata, revisions=revisions)
    await database.migrate()
    await _filing(database)
    _second(revisions, 'op.execute("DELETE FROM agencies")')
    with pytest.raises(BrokenReferenceError, match="filings"):
        await database.migrate()
    assert await _count(database, "agencies") == 1
    await database.close()


@pytest.mark.postgresql
async def test_a_room_may_be_given_its_schema_instead_of_the_right_to_create_one(
    postgresql_cluster: postgres.Cluster, postgresql_url: str, metadata: MetaData, revisions: Path
) -> None:
    owner = Database(postgresql_url, "score", MetaData(), revisions=revisions)
    postgresql_cluster.execute("CREATE ROLE clerk LOGIN")
    async with owner.transaction() as connection:
        await connection.execute(text('CREATE SCHEMA "score" AUTHORIZATION clerk'))
    await owner.close()
    database = Database(postgresql_url.replace("gouji@", "clerk@"), "score", metadata, revisions=revisions)
    await database.migrate()
    assert await database.differences() == ()
    await database.close()
    async with (again := Database(postgresql_url, "score", metadata)).transaction() as connection:
        await connection.execute(text("DROP OWNED BY clerk"))
        await connection.execute(text("DROP ROLE clerk"))
    await again.close()


def test_the_next_revision_is_written_from_the_metadata(metadata: MetaData, revisions: Path, database_url: str) -> None:
    agencies = metadata.tables["agencies"]
    agencies.append_column(Column("region", Integer))
    Table("late", metadata, Column("id", Integer, primary_key=True))
    file = write_revision(metadata, revisions, "regions of agencies")
    assert file.name == "r0002_regions_of_agencies.py"
    written = file.read_text("utf-8")
    assert 'revision: str = "0002"' in written
    assert 'down_revision: str | None = "0001"' in written

    async def migrated() -> tuple[str, ...]:
        database = Database(database_url, "score", metadata, revisions=revisions)
        await database.migrate()
        async with database.transaction() as connection:
            await connection.execute(insert(agencies), {"code": "A", "name": "甲", "region": 3})
            assert (await connection.scalars(select(agencies.c.region))).one() == 3
        differences = await database.differences()
        await database.close()
        return differences

    assert asyncio.run(migrated()) == ()


def test_the_command_wants_a_room_and_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 2
    assert "usage" in capsys.readouterr().err
    with pytest.raises(LookupError, match="nowhere"):
        main(["nowhere", "first tables"])
