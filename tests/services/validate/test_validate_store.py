"""What validate remembers, on both databases."""

import asyncio
from datetime import UTC, datetime

import pytest

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


@pytest.mark.postgresql
async def test_an_agency_is_held_against_other_replicas_until_the_end(postgresql_url: str) -> None:
    mine, theirs = (Database(postgresql_url, "validate", store.metadata) for _ in range(2))
    await mine.migrate()
    entered = asyncio.Event()

    async def other(code: str) -> None:
        async with theirs.transaction() as connection:
            await store.hold(connection, [code])
            entered.set()

    async with mine.transaction() as connection:
        await store.hold(connection, ["dh-2", "dh-1"])
        await asyncio.wait_for(other("dh-3"), 5)
        entered.clear()
        waiting = asyncio.create_task(other("dh-1"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(entered.wait(), 0.3)
    await asyncio.wait_for(waiting, 5)
    assert entered.is_set()
    for opened in (mine, theirs):
        await opened.close()


def test_every_process_of_every_release_locks_an_agency_by_the_same_number() -> None:
    assert store.lock_key("dh-1") == -5167350025913042766
    assert store.lock_key("dh-1") != store.lock_key("dh-2")
