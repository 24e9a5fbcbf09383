"""Of a draft whose time is up no scorecard is left; what stands for an agency's year stays."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from services.score import store
from services.score.handlers import Handlers
from shared.events.draft_expired import DraftExpiredV1
from shared.events.report_validated import ReportValidatedV1
from shared.storage.database import Database
from tests.services.score.specimens import validated


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, "score", store.metadata)
    await opened.migrate()
    yield opened
    await opened.close()


def expired(event: ReportValidatedV1) -> DraftExpiredV1:
    submission = event.submission
    return DraftExpiredV1(
        event_id=DraftExpiredV1.id_from(submission.id),
        cause_id=submission.id,
        occurred_at=submission.received_at,
        submission=submission,
    )


async def held(database: Database) -> tuple[int, int]:
    async with database.reading() as connection:
        cards = (await connection.execute(select(store.scorecards.c.event_id))).all()
        return len(cards), sum((await store.count(connection)).values())


async def test_a_draft_is_forgotten_and_what_stands_stays(database: Database) -> None:
    assert await database.differences() == ()
    handlers = Handlers(database)
    filing, draft = validated(), validated(draft=True)
    (told,) = await handlers.grade_reports([filing])
    await handlers.grade_reports([draft, validated(draft=True, judging=2)])
    assert await held(database) == (3, 1)
    for _ in range(2):
        assert await handlers.forget([expired(draft), expired(draft)]) == ()
        assert await held(database) == (1, 1)
    await handlers.forget([expired(filing)])
    assert await held(database) == (1, 1), "what stands is no draft, whatever is said"
    assert await handlers.grade_reports([filing]) == [told]


async def test_a_scorecard_says_which_readers_its_figures_come_from(database: Database) -> None:
    cause = validated()
    cause = replace(cause, reading=replace(cause.reading, revision="7"))
    (told,) = await Handlers(database).grade_reports([cause])
    assert told.reader == "7"
    assert told.figures == cause.report.figures_digest
    assert told.catalogue == cause.catalogue
