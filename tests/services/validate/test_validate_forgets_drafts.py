"""Of a draft whose time is up nothing is left in validate; of filings everything is."""

import msgspec
from sqlalchemy import select

from services.validate.handlers import Handlers
from services.validate.tables import bands, outcomes, reports
from shared.events.draft_expired import DraftExpiredV1
from shared.events.report_normalized import ReportNormalizedV1
from shared.storage.database import Database
from tests.services.validate.hearings import normalized


def expired(event: ReportNormalizedV1) -> DraftExpiredV1:
    submission = event.submission
    return DraftExpiredV1(
        event_id=DraftExpiredV1.id_from(submission.id),
        cause_id=submission.id,
        occurred_at=submission.received_at,
        submission=submission,
    )


async def held(database: Database) -> tuple[int, int, int]:
    async with database.reading() as connection:
        counts = [len((await connection.execute(select(table))).all()) for table in (reports, outcomes, bands)]
    return counts[0], counts[1], counts[2]


async def test_a_draft_is_forgotten_and_filings_stay(database: Database) -> None:
    handlers = Handlers(database)
    filing, draft = normalized(2023), normalized(2023, draft=True)
    (said,) = await handlers.judge([filing])
    before = await held(database)
    await handlers.judge([draft])
    assert await held(database) != before
    for _ in range(2):
        assert await handlers.forget([expired(draft), expired(draft)]) == ()
        assert await held(database) == before
    assert await handlers.judge([filing]) == [said], "the filing is remembered as it was judged"


async def test_a_filing_is_never_forgotten(database: Database) -> None:
    handlers = Handlers(database)
    filing = normalized(2023)
    await handlers.judge([filing])
    before = await held(database)
    await handlers.forget([expired(filing)])
    assert await held(database) == before


async def test_a_draft_tried_again_afterwards_is_judged_anew(database: Database) -> None:
    handlers = Handlers(database)
    draft = normalized(2023, draft=True)
    (first,) = await handlers.judge([draft])
    await handlers.forget([expired(draft)])
    (again,) = await handlers.judge([draft])
    assert msgspec.structs.replace(again, occurred_at=first.occurred_at) == first
