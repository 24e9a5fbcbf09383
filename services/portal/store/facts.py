"""Facts about submissions as rows: how they are kept, and what those of a submission add up to."""

import zlib
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.standing import Standing, standing
from services.portal.store.tables import fact
from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.codec import decode, encode

Fact = SubmissionReceivedV1 | SubmissionRejectedV1 | ReportValidatedV1 | ReportScoredV1 | DeadLetterV1

_KINDS: dict[str, type[Fact]] = {
    kind.subject: kind
    for kind in (SubmissionReceivedV1, SubmissionRejectedV1, ReportValidatedV1, ReportScoredV1, DeadLetterV1)
}
_FAST = 1


async def standings(connection: AsyncConnection, submission_ids: Collection[UUID]) -> tuple[Standing, ...]:
    """Where these submissions stand, as far as anything says whose they are."""
    question = select(fact.c.submission_id, fact.c.subject, fact.c.body).where(fact.c.submission_id.in_(submission_ids))
    known: dict[UUID, list[Event]] = {}
    for submission_id, subject, body in await connection.execute(question):
        known.setdefault(submission_id, []).append(decode(_unpacked(body), _KINDS[subject]))
    return tuple(found for each in sorted(known) if (found := standing(known[each])) is not None)


def about(event: Fact) -> UUID | None:
    """The submission that a fact is about; a dead letter may be about none."""
    return event.submission_id if isinstance(event, DeadLetterV1) else event.submission.id


def row(event: Fact) -> dict[str, object]:
    """A fact as it is kept."""
    return {
        "event_id": event.event_id,
        "submission_id": about(event),
        "subject": event.subject,
        "occurred_at": event.occurred_at,
        "body": zlib.compress(encode(event), _FAST),
    }


def _unpacked(body: bytes) -> bytes:
    # Facts kept by the first release are plain.
    return body if body.startswith(b"{") else zlib.decompress(body)
