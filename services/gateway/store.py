"""Every question asked of the agency register and the receipts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import ledger, tables
from services.gateway.settlement import Outcome, Settlement
from services.gateway.tables import agencies, receipts
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.agency import Agency
from shared.report.codec import decode, encode
from shared.report.submission import Submission
from shared.storage.insert import upsert

metadata = tables.metadata

_CHUNK = 500


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway knows about one submission.

    `attempts` counts the publications that the broker confirmed, `published_at` is the first of them, and `due_at` is
    when the next one is due should the submission still be open.
    """

    event: SubmissionReceivedV1
    due_at: datetime
    outcome: Outcome = Outcome.OPEN
    outcome_at: datetime | None = None
    published_at: datetime | None = None
    attempts: int = 0

    @property
    def submission(self) -> Submission:
        """The filing this is the receipt of."""
        return self.event.submission


class Standing(msgspec.Struct, frozen=True):
    """How many receipts have each outcome, and since when the oldest open one has been waiting."""

    counts: dict[Outcome, int]
    oldest_open: datetime | None


async def agency(connection: AsyncConnection, code: str, *, lock: bool = False) -> Agency | None:
    """The agency with that code; with `lock`, other transactions asking so wait until this one ends."""
    query = select(agencies.c.agency).where(agencies.c.code == code)
    found = await connection.scalar(query.with_for_update() if lock else query)
    return None if found is None else decode(found, Agency)


async def lineage(connection: AsyncConnection, code: str) -> tuple[str, ...]:
    """The code itself, then those of the organs above it, from near to far."""
    path: dict[str, None] = {}
    above: str | None = code
    while above is not None and above not in path:
        path[above] = None
        found = await agency(connection, above)
        above = found.parent if found else None
    return tuple(path)


async def register(connection: AsyncConnection) -> dict[str, Agency]:
    """The whole register by code."""
    return {code: decode(text, Agency) for code, text in await connection.execute(select(agencies))}


async def page_of_agencies(connection: AsyncConnection, after: str, size: int) -> tuple[Agency, ...]:
    """The next agencies in order of code, from behind `after`."""
    query = select(agencies.c.agency).where(agencies.c.code > after).order_by(agencies.c.code).limit(size)
    return tuple(decode(text, Agency) for text in await connection.scalars(query))


async def count_agencies(connection: AsyncConnection) -> int:
    """How many agencies the register has."""
    return await connection.scalar(select(func.count()).select_from(agencies)) or 0


async def write_agencies(connection: AsyncConnection, changed: Sequence[Agency]) -> None:
    """Add or overwrite these agencies."""
    rows = [{"code": agency.code, "agency": encode(agency).decode()} for agency in changed]
    for start in range(0, len(rows), _CHUNK):
        await upsert(connection, agencies, rows[start : start + _CHUNK], key=("code",))


async def latest(connection: AsyncConnection, agency_code: str, year: int, *, draft: bool) -> Receipt | None:
    """The receipt of the latest filing of that agency about that year."""
    query = (
        select(receipts)
        .where(receipts.c.agency_code == agency_code, receipts.c.year == year, receipts.c.draft == draft)
        .order_by(receipts.c.version.desc())
        .limit(1)
    )
    return _first(await _receipts(connection, query))


async def receipt(connection: AsyncConnection, submission_id: UUID) -> Receipt | None:
    """The receipt of that submission."""
    return _first(await _receipts(connection, select(receipts).where(receipts.c.submission_id == submission_id)))


async def add_receipt(connection: AsyncConnection, new: Receipt) -> None:
    """Write a new receipt, and of a filing into the ledger; it is the last thing a transaction does.

    Raises:
        IntegrityError: another filing has taken the version.
    """
    submission = new.submission
    await connection.execute(
        receipts.insert(),
        {
            "submission_id": submission.id,
            "agency_code": submission.agency.code,
            "year": submission.year,
            "draft": submission.draft,
            "version": submission.version,
            "received_at": submission.received_at,
            "event": new.event.encode(),
            "outcome": new.outcome,
            "attempts": new.attempts,
            "due_at": new.due_at,
            "sha256": submission.sha256,
            "keep_until": submission.keep_until,
        },
    )
    if not submission.draft:
        await ledger.append(connection, [ledger.filed(submission)])


async def mark_published(connection: AsyncConnection, published: Iterable[Receipt]) -> None:
    """Write down publications that the broker confirmed; what another replica has written down meanwhile stands."""
    rows = [
        {
            "id": receipt.submission.id,
            "attempt": receipt.attempts,
            "first_at": receipt.published_at,
            "next_at": receipt.due_at,
        }
        for receipt in sorted(published, key=lambda receipt: receipt.submission.id)
    ]
    if rows:
        statement = (
            update(receipts)
            .where(receipts.c.submission_id == bindparam("id"), receipts.c.attempts < bindparam("attempt"))
            .values(attempts=bindparam("attempt"), published_at=bindparam("first_at"), due_at=bindparam("next_at"))
        )
        await connection.execute(statement, rows)


async def due(connection: AsyncConnection, now: datetime, size: int) -> tuple[Receipt, ...]:
    """Open receipts whose next publication is due, longest due first; not of drafts whose time is up."""
    kept = receipts.c.keep_until.is_(None) | (receipts.c.keep_until > now)
    query = select(receipts).where(receipts.c.outcome == Outcome.OPEN, receipts.c.due_at <= now, kept)
    return await _receipts(connection, query.order_by(receipts.c.due_at).limit(size))


async def make_unpublished_due(connection: AsyncConnection, now: datetime) -> None:
    """Let every receipt that was never published be due at once."""
    waiting = (receipts.c.outcome == Outcome.OPEN, receipts.c.published_at.is_(None), receipts.c.due_at > now)
    await connection.execute(update(receipts).where(*waiting).values(due_at=now))


async def settle(connection: AsyncConnection, settlements: Sequence[Settlement]) -> frozenset[UUID]:
    """Write down how submissions ended, each unless a stronger outcome stands; give the ids that have no receipt.

    How a filing ended goes into the ledger as well; it is the last thing a transaction does.
    """
    if not settlements:
        return frozenset()
    ids = [news.submission_id for news in settlements]
    asked = select(receipts.c.submission_id, receipts.c.draft).where(receipts.c.submission_id.in_(ids))
    drafts = {row.submission_id: row.draft for row in await connection.execute(asked)}
    settled: list[Settlement] = []
    for news in settlements:
        weaker = receipts.c.outcome.in_(news.outcome.weaker)
        written = await connection.execute(
            update(receipts)
            .where(receipts.c.submission_id == news.submission_id, weaker)
            .values(outcome=news.outcome, outcome_at=news.at)
        )
        if written.rowcount and drafts.get(news.submission_id) is False:
            settled.append(news)
    await ledger.append(connection, [ledger.settled(news) for news in settled])
    return frozenset(ids) - frozenset(drafts)


async def standing(connection: AsyncConnection) -> Standing:
    """The receipts at a glance."""
    query = select(receipts.c.outcome, func.count(), func.min(receipts.c.received_at)).group_by(receipts.c.outcome)
    rows = {row[0]: row for row in await connection.execute(query)}
    counts = {outcome: rows[outcome][1] if outcome in rows else 0 for outcome in Outcome}
    return Standing(counts, rows[Outcome.OPEN][2] if Outcome.OPEN in rows else None)


async def _receipts(connection: AsyncConnection, query: Select[tuple[object, ...]]) -> tuple[Receipt, ...]:
    return tuple(_receipt(row) for row in await connection.execute(query))


def _first(found: tuple[Receipt, ...]) -> Receipt | None:
    return found[0] if found else None


def _receipt(row: Row[tuple[object, ...]]) -> Receipt:
    return Receipt(
        event=SubmissionReceivedV1.decode(row.event),
        due_at=row.due_at,
        outcome=Outcome(row.outcome),
        outcome_at=row.outcome_at,
        published_at=row.published_at,
        attempts=row.attempts,
    )
