"""Which drafts have been kept as long as drafts are kept, and whether their originals are anybody else's."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.tables import receipts
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.submission import Submission
from shared.storage.hold import hold


async def expired(connection: AsyncConnection, now: datetime, size: int) -> tuple[Submission, ...]:
    """Drafts whose time is up, longest first."""
    query = (
        select(receipts.c.event)
        .where(receipts.c.draft, receipts.c.keep_until <= now)
        .order_by(receipts.c.keep_until)
        .limit(size)
    )
    return tuple(SubmissionReceivedV1.decode(data).submission for data in await connection.scalars(query))


async def hold_original(connection: AsyncConnection, digest: str) -> None:
    """Let nobody else add a submission of these bytes, or delete them, until the transaction ends."""
    await hold(connection, "gateway", [f"original/{digest}"])


async def is_wanted(connection: AsyncConnection, digest: str, now: datetime) -> bool:
    """Whether there is any submission of these bytes but drafts whose time is up."""
    over = receipts.c.draft & (receipts.c.keep_until <= now)
    query = select(receipts.c.submission_id).where(receipts.c.sha256 == digest, not_(func.coalesce(over, False)))
    return await connection.scalar(query.limit(1)) is not None


async def forget(connection: AsyncConnection, submission_ids: Collection[UUID]) -> None:
    """Drop the receipts of drafts."""
    await connection.execute(delete(receipts).where(receipts.c.submission_id.in_(submission_ids), receipts.c.draft))
