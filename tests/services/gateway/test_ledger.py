"""The ledger on both databases: whole whoever writes at once, an entry for each filing and end, none for drafts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import delete, update

from services.gateway import ledger, store, tables
from services.gateway.acceptance import accept, announcement
from services.gateway.handlers import Handlers
from services.gateway.settlement import Outcome, Settlement
from services.gateway.store import Receipt, metadata
from shared.report.ledger import Filed, Link, Settled, first_break
from shared.report.submission import Submission
from shared.storage.database import Database
from tests.services.gateway.house import NOON, WATER, offer
from tests.services.gateway.test_gateway_handlers import scored


@pytest.fixture
async def replica(database: Database, database_url: str) -> AsyncIterator[Database]:  # noqa: ARG001 - migrated first
    """Another process of the room, with connections of its own."""
    opened = Database(database_url, "gateway", metadata)
    yield opened
    await opened.close()


async def received(database: Database, year: int, *, draft: bool = False) -> Submission:
    submission = accept(offer(year=year, draft=draft), WATER, None, NOON)
    async with database.transaction() as connection:
        await store.add_receipt(connection, Receipt(event=announcement(submission), due_at=NOON))
    return submission


async def whole(database: Database) -> list[Link]:
    """Every link, which must make one chain."""
    found = [link async for links in ledger.walk(database) for link in links]
    assert first_break(found) is None
    assert await ledger.broken_at(database) is None
    return found


def kinds(links: Sequence[Link]) -> list[type]:
    return [type(link.content) for link in links]


async def test_a_filing_and_its_end_are_entered_and_a_draft_is_not(database: Database) -> None:
    filing, draft = await received(database, 2024), await received(database, 2024, draft=True)
    graded = msgspec.structs.replace(scored(filing), catalogue="0123456789abcdef", figures="cd" * 32, reader="2")
    handlers = Handlers(database)
    for _ in range(2):
        await handlers.settle([graded, scored(draft)])
    first, second = await whole(database)
    entry = first.content
    assert isinstance(entry, Filed)
    assert (entry.submission, entry.sha256, entry.received_at) == (filing.id, filing.sha256, NOON)
    assert second.content == Settled(
        submission=filing.id,
        outcome="scored",
        at=NOON,
        figures="cd" * 32,
        reader="2",
        catalogue="0123456789abcdef",
    )
    async with database.reading() as connection:
        assert await ledger.about(connection, filing.id) == (first, second)
        assert await ledger.about(connection, draft.id) == ()


async def test_a_stronger_end_is_a_further_entry_and_a_weaker_one_none(database: Database) -> None:
    filing = await received(database, 2024)
    for outcome in (Outcome.DEAD_LETTERED, Outcome.SCORED, Outcome.REJECTED, Outcome.SCORED):
        async with database.transaction() as connection:
            await store.settle(connection, [Settlement(filing.id, outcome, NOON)])
    ends = [link.content.outcome for link in await whole(database) if isinstance(link.content, Settled)]
    assert ends == ["dead_lettered", "scored"]


async def test_a_filing_that_is_not_received_is_not_entered(database: Database) -> None:
    async def cut_off() -> None:
        async with database.transaction() as connection:
            submission = accept(offer(), WATER, None, NOON)
            await store.add_receipt(connection, Receipt(event=announcement(submission), due_at=NOON))
            raise RuntimeError("a power cut")

    with pytest.raises(RuntimeError):
        await cut_off()
    assert await whole(database) == []


async def test_the_chain_is_one_when_replicas_receive_and_settle_at_once(database: Database, replica: Database) -> None:
    early = [await received(database, year) for year in range(1900, 1920)]
    halves = [[scored(filing) for filing in early[start::2]] for start in (0, 1)]
    await asyncio.gather(
        *(received(place, year) for year, place in enumerate([database, replica] * 15, start=2000)),
        Handlers(database).settle(halves[0]),
        Handlers(replica).settle(halves[1]),
        Handlers(replica).settle(halves[0]),
    )
    links = await whole(database)
    assert [link.position for link in links] == list(range(1, 71))
    assert kinds(links).count(Filed) == 50
    assert len({link.content.submission for link in links if isinstance(link.content, Settled)}) == 20
    last: dict[UUID, int] = {}
    for link in links:
        assert isinstance(link.content, Filed) or link.content.submission in last, "received before it ended"
        last[link.content.submission] = link.position


MEDDLINGS = {
    "changed": update(tables.ledger).where(tables.ledger.c.position == 3).values(entry='{"kind":"filed"}'),
    "dropped": delete(tables.ledger).where(tables.ledger.c.position == 3),
    "rewritten": update(tables.ledger).where(tables.ledger.c.position == 3).values(head="0" * 64),
}


@pytest.mark.parametrize("meddling", MEDDLINGS)
async def test_meddling_is_found_where_it_was_done(database: Database, meddling: str) -> None:
    for year in range(2010, 2016):
        await received(database, year)
    async with database.transaction() as connection:
        await connection.execute(MEDDLINGS[meddling])
    assert await ledger.broken_at(database) == 3


async def test_filings_of_before_the_ledger_are_entered_oldest_first_and_once(database: Database) -> None:
    filings = [await received(database, year) for year in (2012, 2010, 2011)]
    await received(database, 2010, draft=True)
    async with database.transaction() as connection:
        await connection.execute(delete(tables.ledger))
        for age, filing in enumerate(filings):
            older = NOON.replace(hour=age)
            row = tables.receipts.c.submission_id == filing.id
            await connection.execute(update(tables.receipts).where(row).values(received_at=older))
    assert await ledger.catch_up(database) == 3
    assert await ledger.catch_up(database) == 0
    assert [link.content.submission for link in await whole(database)] == [filing.id for filing in filings]
