"""The gateway's tables on both databases: migrated as declared, one version once, what is confirmed stands."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from services.gateway import store
from services.gateway.acceptance import accept, announcement
from services.gateway.store import Receipt
from shared.storage.database import Database
from tests.services.gateway.house import NOON, WATER, offer, submission

RECEIPT = Receipt(event=announcement(submission()), due_at=NOON)


async def test_the_migrations_make_the_tables_that_the_code_declares(database: Database) -> None:
    assert await database.differences() == ()
    await database.migrate()


async def test_a_receipt_comes_back_as_it_was_written(database: Database) -> None:
    async with database.transaction() as connection:
        await store.add_receipt(connection, RECEIPT)
        assert await store.receipt(connection, RECEIPT.submission.id) == RECEIPT
        assert await store.latest(connection, WATER.code, 2025, draft=False) == RECEIPT
        assert await store.latest(connection, WATER.code, 2025, draft=True) is None
        assert await store.latest(connection, WATER.code, 2024, draft=False) is None


async def test_a_version_exists_once(database: Database) -> None:
    rival = Receipt(event=announcement(accept(offer(sha256="cd" * 32), WATER, None, NOON)), due_at=NOON)
    async with database.transaction() as connection:
        await store.add_receipt(connection, RECEIPT)
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await store.add_receipt(connection, rival)


async def test_the_latest_is_the_highest_version(database: Database) -> None:
    latest = RECEIPT
    async with database.transaction() as connection:
        await store.add_receipt(connection, latest)
        for number in range(11):
            after = accept(offer(sha256=f"{number:064x}"), WATER, latest.submission, NOON)
            latest = Receipt(event=announcement(after), due_at=NOON)
            await store.add_receipt(connection, latest)
        assert await store.latest(connection, WATER.code, 2025, draft=False) == latest
    assert latest.submission.version == 12


async def test_an_older_confirmation_does_not_undo_a_newer_one(database: Database) -> None:
    newer = msgspec.structs.replace(RECEIPT, attempts=2, published_at=NOON, due_at=NOON + timedelta(hours=2))
    older = msgspec.structs.replace(RECEIPT, attempts=1, published_at=NOON, due_at=NOON + timedelta(hours=1))
    async with database.transaction() as connection:
        await store.add_receipt(connection, RECEIPT)
        await store.mark_published(connection, [newer])
        await store.mark_published(connection, [older])
        assert await store.receipt(connection, RECEIPT.submission.id) == newer


async def test_a_register_of_thousands_is_written_and_read(database: Database) -> None:
    many = [msgspec.structs.replace(WATER, code=f"M-{number:05}", parent=None) for number in range(2500)]
    async with database.transaction() as connection:
        await store.write_agencies(connection, many)
        assert await store.count_agencies(connection) == 2501
        assert (await store.register(connection))["M-02499"] == many[-1]
        assert await store.page_of_agencies(connection, "M-00009", 2) == tuple(many[10:12])
