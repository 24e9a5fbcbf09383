"""News that submissions have ended settle their receipts, in any order, twice, mixed, or about strangers."""

from collections.abc import Callable, Sequence
from itertools import permutations
from uuid import UUID, uuid4

import msgspec
import structlog

from services.gateway import store
from services.gateway.acceptance import accept, announcement
from services.gateway.handlers import Handlers
from services.gateway.settlement import Outcome
from services.gateway.store import Receipt
from shared.events.dead_letter import DeadLetterV1
from shared.events.report_scored import ReportScoredV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.submission import Submission
from shared.storage.database import Database
from tests.services.gateway.house import NOON, SCORECARD, WATER, Hand, offer

Ending = SubmissionRejectedV1 | ReportScoredV1 | DeadLetterV1


async def received(database: Database, year: int = 2025) -> Submission:
    submission = accept(offer(year=year), WATER, None, NOON)
    async with database.transaction() as connection:
        await store.add_receipt(connection, Receipt(event=announcement(submission), due_at=NOON))
    return submission


def scored(submission: Submission) -> ReportScoredV1:
    event_id = ReportScoredV1.id_from(submission.id)
    return ReportScoredV1(
        event_id=event_id,
        cause_id=event_id,
        occurred_at=NOON,
        submission=submission,
        judging=1,
        scorecard=SCORECARD,
    )


def rejected(submission: Submission) -> SubmissionRejectedV1:
    event_id = SubmissionRejectedV1.id_from(submission.id)
    return SubmissionRejectedV1(
        event_id=event_id, cause_id=event_id, occurred_at=NOON, submission=submission, reasons=()
    )


def dead(submission: Submission, room: str = "ingest") -> DeadLetterV1:
    event_id = DeadLetterV1.id_from(submission.id)
    return DeadLetterV1(
        event_id=event_id,
        cause_id=event_id,
        occurred_at=NOON,
        room=room,
        original_subject="gouji.v1.submission.received",
        original_sequence=1,
        submission_id=submission.id,
        error="RuntimeError",
        detail="",
        deliveries=12,
        data="{}",
    )


SAYINGS: dict[Callable[[Submission], Ending], Outcome] = {
    scored: Outcome.SCORED,
    rejected: Outcome.REJECTED,
    dead: Outcome.DEAD_LETTERED,
}


async def hear(database: Database, *events: Ending) -> None:
    handlers = Handlers(database)
    for event in events:
        batch: Sequence[Ending] = [event]
        assert await handlers.settle(batch) == ()  # type: ignore[arg-type] # a batch is of one kind


async def end(database: Database, submission_id: UUID) -> tuple[Outcome, bool]:
    async with database.reading() as connection:
        receipt = await store.receipt(connection, submission_id)
    assert receipt is not None
    return receipt.outcome, receipt.outcome_at == NOON


async def test_news_settle_the_receipt_and_again_change_nothing(database: Database) -> None:
    for year, (say, expected) in enumerate(SAYINGS.items(), start=2010):
        submission = await received(database, year)
        event = say(submission)
        await hear(database, event, event, msgspec.structs.replace(event, attempt=2))
        assert await end(database, submission.id) == (expected, True)


async def test_every_order_of_all_news_ends_the_same(database: Database) -> None:
    for year, order in enumerate(permutations(SAYINGS), start=2010):
        submission = await received(database, year)
        await hear(database, *(say(submission) for say in order))
        assert await end(database, submission.id) == (Outcome.SCORED, True)


async def test_a_later_grade_overrides_a_dead_letter(database: Database) -> None:
    submission = await received(database)
    await hear(database, dead(submission))
    assert await end(database, submission.id) == (Outcome.DEAD_LETTERED, True)
    await hear(database, scored(submission), dead(submission))
    assert await end(database, submission.id) == (Outcome.SCORED, True)


async def test_a_dead_letter_of_the_portal_leaves_the_receipt_open(database: Database) -> None:
    submission = await received(database)
    await hear(database, dead(submission, "portal"))
    assert await end(database, submission.id) == (Outcome.OPEN, False)


async def test_strangers_are_noted_and_do_not_fail_the_batch(database: Database) -> None:
    submission = await received(database)
    stranger = msgspec.structs.replace(submission, id=uuid4())
    with structlog.testing.capture_logs() as lines:
        await Handlers(database).settle([scored(stranger), scored(submission)])
    assert [line["submission_id"] for line in lines if line["event"] == "no_such_receipt"] == [str(stranger.id)]
    assert await end(database, submission.id) == (Outcome.SCORED, True)


async def test_a_batch_of_sixty_four_is_settled_in_one(database: Database) -> None:
    submissions = [await received(database, year) for year in range(1900, 1964)]
    await Handlers(database).settle([scored(submission) for submission in submissions])
    async with database.reading() as connection:
        standing = await store.standing(connection)
    assert (standing.counts[Outcome.SCORED], standing.oldest_open) == (64, None)
    assert Hand()() == NOON
