"""Writing twice leaves what writing once left; an older row never overwrites a newer one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.exc import IntegrityError

from shared.storage.database import Database
from shared.storage.insert import insert_missing, upsert

NOON = datetime(2025, 1, 31, 12, 0, tzinfo=UTC)


def _row(key: UUID, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - a row holds anything
    return {"id": key, "agency": "A", "year": 2024, "version": 1, "received_at": NOON, "body": b"first", **changes}


async def _agency(database: Database) -> None:
    async with database.transaction() as connection:
        await insert_missing(connection, database.metadata.tables["agencies"], [{"code": "A", "name": "东海省司法厅"}])


async def _all(database: Database) -> list[tuple[int, bytes]]:
    filings = database.metadata.tables["filings"]
    async with database.reading() as connection:
        rows = await connection.execute(select(filings.c.version, filings.c.body).order_by(filings.c.version))
        return [(row.version, row.body) for row in rows]


async def test_a_row_that_is_there_stays_as_it_is(database: Database) -> None:
    await _agency(database)
    key, other = uuid4(), uuid4()
    filings = database.metadata.tables["filings"]
    for rows in ([_row(key)], [_row(key, body=b"second"), _row(other, version=2), _row(other, version=3)]):
        async with database.transaction() as connection:
            await insert_missing(connection, filings, rows)
    assert await _all(database) == [(1, b"first"), (2, b"first")]


async def test_upsert_overwrites_the_named_columns_only_and_the_last_one_wins(database: Database) -> None:
    await _agency(database)
    key = uuid4()
    filings = database.metadata.tables["filings"]
    partial = {"id": key, "agency": "A", "year": 2024, "received_at": NOON}
    async with database.transaction() as connection:
        await upsert(connection, filings, [_row(key)])
        await upsert(connection, filings, [_row(key, version=2), _row(key, version=3)])
        await upsert(connection, filings, [{**partial, "version": 4}])
    assert await _all(database) == [(4, b"first")]


async def test_only_newer_rows_overwrite(database: Database) -> None:
    await _agency(database)
    key = uuid4()
    filings = database.metadata.tables["filings"]
    async with database.transaction() as connection:
        for version, body in ((2, b"second"), (1, b"old"), (2, b"again"), (3, b"third")):
            await upsert(connection, filings, [_row(key, version=version, body=body)], only_newer="version")
            if version == 1:
                assert (await connection.scalars(select(filings.c.body))).one() == b"second"
    assert await _all(database) == [(3, b"third")]


async def test_an_unknown_version_counts_as_older(database: Database) -> None:
    await _agency(database)
    key = uuid4()
    filings = database.metadata.tables["filings"]
    async with database.transaction() as connection:
        await upsert(connection, filings, [_row(key, size=None)])
        await upsert(connection, filings, [_row(key, size=5, body=b"sized")], only_newer="size")
    assert await _all(database) == [(1, b"sized")]


async def test_no_rows_write_nothing(database: Database) -> None:
    filings = database.metadata.tables["filings"]
    async with database.transaction() as connection:
        await insert_missing(connection, filings, [])
        await upsert(connection, filings, [])
    assert await _all(database) == []


async def test_a_table_of_keys_alone_can_be_upserted(database: Database) -> None:
    inbox = Table("inbox", MetaData(), Column("id", Integer, primary_key=True))
    async with database.transaction() as connection:
        await connection.run_sync(inbox.create)
        for _ in range(2):
            await upsert(connection, inbox, [{"id": 1}, {"id": 2}])
        assert len((await connection.execute(select(inbox))).all()) == 2


async def test_other_faults_are_not_swallowed(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await insert_missing(connection, database.metadata.tables["filings"], [_row(uuid4(), agency="nobody")])
