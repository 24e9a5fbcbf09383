"""A house of the first release comes up to date: its receipts get digests, its drafts an end, its filings a ledger."""

import asyncio
from datetime import timedelta
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, insert, select, table
from sqlalchemy import column as named

from services.gateway import drafts, ledger, store, tables
from services.gateway.acceptance import accept, announcement
from services.gateway.store import Receipt, metadata
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.submission import Submission
from shared.storage.database import Database
from shared.storage.migrations.schema import configuration, revisions_of
from shared.storage.migrations.upgrade import in_migration
from tests.services.gateway.house import NOON, WATER, offer

FIRST = [column for column in tables.receipts.c if column.name not in {"sha256", "keep_until"}]
MANY = 1203


def of_old(number: int) -> SubmissionReceivedV1:
    """What the first release wrote down: it did not know that drafts have an end."""
    digest = f"{number:064x}"
    submission: Submission = accept(offer(sha256=digest, year=2010 + number, draft=number % 3 == 0), WATER, None, NOON)
    event = announcement(submission)
    return SubmissionReceivedV1.decode(event.encode().replace(b',"keep_until":"2026-02-19T04:00:00Z"', b""))


async def test_what_was_received_before_is_found_by_its_bytes_and_entered(database_url: str) -> None:
    database = Database(database_url, "gateway", metadata)
    old = [of_old(number) for number in range(MANY)]
    assert {event.submission.keep_until for event in old} == {None}

    def first_release(connection: Connection) -> None:
        command.upgrade(configuration(revisions_of("gateway"), metadata, connection), "0001")
        receipts = table("receipts", *(named(column.name, column.type) for column in FIRST))
        rows = [
            {
                "submission_id": event.submission.id,
                "agency_code": WATER.code,
                "year": event.submission.year,
                "draft": event.submission.draft,
                "version": 1,
                "received_at": NOON,
                "event": event.encode(),
                "outcome": "open",
                "attempts": 0,
                "due_at": NOON,
            }
            for event in old
        ]
        connection.execute(insert(receipts), rows)

    if database.url.get_backend_name() == "sqlite":
        Path(database.url.database or "").parent.mkdir(parents=True)
    await asyncio.to_thread(in_migration, database.url, "gateway", first_release)
    await database.migrate()
    assert await database.differences() == ()
    async with database.reading() as connection:
        question = select(tables.receipts.c.submission_id, tables.receipts.c.sha256, tables.receipts.c.keep_until)
        found = {row.submission_id: row for row in await connection.execute(question)}
        end = NOON + timedelta(days=30)
        assert len(await drafts.expired(connection, end, MANY)) == MANY // 3
        assert await drafts.expired(connection, end - timedelta(seconds=1), MANY) == ()
    for event in old:
        row = found[event.submission.id]
        assert row.sha256 == event.submission.sha256
        assert row.keep_until == (end if event.submission.draft else None)
    filings = [event for event in old if not event.submission.draft]
    assert await ledger.catch_up(database) == len(filings)
    assert await ledger.broken_at(database) is None
    async with database.transaction() as connection:
        new = accept(offer(year=2009), WATER, None, NOON)
        await store.add_receipt(connection, Receipt(event=announcement(new), due_at=NOON))
        (link,) = await ledger.about(connection, new.id)
    assert link.position == len(filings) + 1
    await database.close()
