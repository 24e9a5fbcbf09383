"""What validate remembers, on both databases."""

from datetime import UTC, datetime

from services.validate import store
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.storage.database import Database
from tests.services.validate.hearings import normalized, told

NOW = datetime(2026, 1, 31, 4, tzinfo=UTC)


async def remember(database: Database, *events: ReportNormalizedV1) -> list[ReportValidatedV1]:
    async with database.transaction() as connection:
        docket = await store.docket(connection, events)
        said = [outcome for event in events for outcome in docket.hear(event, NOW)]
        await store.keep(connection, events, said)
    return said


async def test_the_migrated_schema_is_the_declared_one(database: Database) -> None:
    assert await database.differences() == ()


async def test_outcomes_come_back_as_they_were_said(database: Database) -> None:
    later, earlier = normalized(2023), normalized(2022)
    (first,) = await remember(database, later)
    own, again = await remember(database, earlier)
    async with database.reading() as connection:
        known = await store.said_before(connection, {earlier.event_id, later.event_id, normalized(2020).event_id})
    assert known == {later.event_id: (first,), earlier.event_id: (own, again)}


async def test_the_docket_holds_the_latest_that_is_no_draft(database: Database) -> None:
    await remember(
        database,
        normalized(2022, version=2),
        normalized(2022, version=1),
        normalized(2022, version=10, draft=True),
        normalized(2022, agency="dh-other", version=11),
        normalized(2020),
    )
    (outcome,) = await remember(database, normalized(2023))
    assert outcome.prior == normalized(2022, version=2).submission.id


async def test_keeping_twice_changes_nothing(database: Database) -> None:
    event = normalized(2023)
    (said,) = await remember(database, event)
    async with database.transaction() as connection:
        await store.keep(connection, [event], [said])
        assert await store.said_before(connection, {event.event_id}) == {event.event_id: (said,)}


async def test_judgings_are_counted_over_restarts(database: Database) -> None:
    await remember(database, normalized(2023))
    await remember(database, normalized(2022, version=1))
    _, again = await remember(database, normalized(2022, version=2))
    assert told(again)[3] == 3


async def test_nothing_new_needs_no_question_answered(database: Database) -> None:
    async with database.transaction() as connection:
        await store.docket(connection, [])
        await store.keep(connection, [], [])
        assert await store.said_before(connection, set()) == {}
