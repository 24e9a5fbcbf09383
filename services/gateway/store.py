"""The gateway's tables and every question asked of them: the agency register and the receipts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.settlement import Outcome, Settlement
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.agency import Agency
from shared.report.codec import decode, encode
from shared.report.submission import Submission
from shared.storage.columns import CONSTRAINT_NAMES, Instant
from shared.storage.insert import upsert

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

agencies = Table(
    "agencies",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("agency", Text, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("submission_id", Uuid, primary_key=True),
    Column("agency_code", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("event", LargeBinary, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("outcome_at", Instant),
    Column("published_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    UniqueConstraint("agency_code", "year", "draft", "version"),
    Index("ix_receipts_outcome_due_at", "outcome", "due_at"),
)

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
    """Write a new receipt.

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
        },
    )


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
    """Open receipts whose next publication is due, longest due first."""
    query = select(receipts).where(receipts.c.outcome == Outcome.OPEN, receipts.c.due_at <= now)
    return await _receipts(connection, query.order_by(receipts.c.due_at).limit(size))


async def make_unpublished_due(connection: AsyncConnection, now: datetime) -> None:
    """Let every receipt that was never published be due at once."""
    waiting = (receipts.c.outcome == Outcome.OPEN, receipts.c.published_at.is_(None), receipts.c.due_at > now)
    await connection.execute(update(receipts).where(*waiting).values(due_at=now))


async def settle(connection: AsyncConnection, settlements: Sequence[Settlement]) -> frozenset[UUID]:
    """Write down how submissions ended, each unless a stronger outcome stands; give the ids that have no receipt."""
    if not settlements:
        return frozenset()
    ids = [news.submission_id for news in settlements]
    known = set(await connection.scalars(select(receipts.c.submission_id).where(receipts.c.submission_id.in_(ids))))
    for news in settlements:
        weaker = receipts.c.outcome.in_(news.outcome.weaker)
        await connection.execute(
            update(receipts)
            .where(receipts.c.submission_id == news.submission_id, weaker)
            .values(outcome=news.outcome, outcome_at=news.at)
        )
    return frozenset(ids) - known


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
