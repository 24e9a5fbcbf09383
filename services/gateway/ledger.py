"""Writing the ledger, one link after the other whatever the number of replicas, and reading it."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.settlement import Settlement
from services.gateway.tables import ledger, receipts
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.codec import canonical
from shared.report.ledger import BEGINNING, Entry, Filed, Link, Settled, first_break
from shared.report.submission import Submission
from shared.storage.database import Database
from shared.storage.hold import hold

_AT_ONCE = 1_000


def filed(submission: Submission) -> Filed:
    """The entry about a filing that was received."""
    return Filed(
        submission=submission.id,
        agency=submission.agency.code,
        year=submission.year,
        version=submission.version,
        sha256=submission.sha256,
        received_at=submission.received_at,
    )


def settled(news: Settlement) -> Settled:
    """The entry about how a filing ended."""
    return Settled(
        submission=news.submission_id,
        outcome=news.outcome,
        at=news.at,
        figures=news.figures,
        reader=news.reader,
        catalogue=news.catalogue,
    )


async def append(connection: AsyncConnection, entries: Sequence[Entry]) -> None:
    """Chain entries to the ledger, in this order.

    The turn taken for it lasts until the transaction ends, so appending comes last in a transaction: whoever waits for
    the turn holds rows that nobody in turn waits for.
    """
    if not entries:
        return
    await _take_turn(connection)
    tip = (await connection.execute(_latest)).first()
    position, head = (tip.position, tip.head) if tip else (0, BEGINNING)
    links: list[Link] = []
    for entry in entries:
        links.append(Link.after(position, head, entry))
        position, head = links[-1].position, links[-1].head
    rows = [_row(link, entry.submission) for link, entry in zip(links, entries, strict=True)]
    await connection.execute(ledger.insert(), rows)


async def about(connection: AsyncConnection, submission_id: UUID) -> tuple[Link, ...]:
    """The links about one filing, in order."""
    query = select(ledger).where(ledger.c.submission_id == submission_id).order_by(ledger.c.position)
    return tuple(_link(row) for row in await connection.execute(query))


async def walk(database: Database) -> AsyncIterator[Sequence[Link]]:
    """The links in order, some at a time."""
    position = 0
    while True:
        query = select(ledger).where(ledger.c.position > position).order_by(ledger.c.position).limit(_AT_ONCE)
        async with database.reading() as connection:
            links = [_link(row) for row in await connection.execute(query)]
        if not links:
            return
        yield links
        position = links[-1].position


async def broken_at(database: Database) -> int | None:
    """Walk over the whole ledger: the first position that is not chained to those before it, None when all are.

    Links that are added meanwhile are walked over too.
    """
    position, head = 0, BEGINNING
    async for links in walk(database):
        broken = first_break(links, position, head)
        if broken is not None:
            return broken
        position, head = links[-1].position, links[-1].head
    return None


async def catch_up(database: Database) -> int:
    """Enter the filings that came before there was a ledger, oldest first; how many there were."""
    missing = (
        select(receipts.c.event)
        .where(~receipts.c.draft, receipts.c.submission_id.not_in(select(ledger.c.submission_id)))
        .order_by(receipts.c.received_at, receipts.c.submission_id)
        .limit(_AT_ONCE)
    )
    entered = 0
    while True:
        async with database.transaction() as connection:
            await _take_turn(connection)
            found = list(await connection.scalars(missing))
            await append(connection, [filed(SubmissionReceivedV1.decode(data).submission) for data in found])
        entered += len(found)
        if len(found) < _AT_ONCE:
            return entered


async def _take_turn(connection: AsyncConnection) -> None:
    """Wait until no other transaction appends."""
    await hold(connection, "gateway", ["ledger"])


def _row(link: Link, submission_id: UUID) -> dict[str, object]:
    return {
        "position": link.position,
        "submission_id": submission_id,
        "previous": link.previous,
        "entry": canonical(link.entry).decode(),
        "head": link.head,
    }


def _link(row: Row[tuple[object, ...]]) -> Link:
    return Link(row.position, row.previous, msgspec.json.decode(row.entry), row.head)


_latest = select(ledger.c.position, ledger.c.head).order_by(ledger.c.position.desc()).limit(1)
