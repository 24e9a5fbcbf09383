"""Changes since last year on real stores: several replicas, deliveries again, and rows of the first release."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from services.score.handlers import Handlers
from services.score.store import metadata
from shared.events.report_scored import ReportScoredV1
from shared.report.scorecard import Change
from shared.storage.database import Database
from shared.storage.migrations.schema import revisions_of
from tests.services.score.specimens import places_of, sound_report, validated, verdict

FAILING = {"F001": verdict("F001", places_of("F001", sound_report()), breached=("part.3",))}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, "score", metadata)
    await opened.migrate()
    yield opened
    await opened.close()


@pytest.fixture
def handlers(database: Database) -> Handlers:
    return Handlers(database)


@pytest.fixture
async def replica(database: Database, database_url: str) -> AsyncIterator[Handlers]:  # noqa: ARG001 - migrated first
    """Another process of the room, with connections of its own."""
    opened = Database(database_url, "score", metadata)
    yield Handlers(opened)
    await opened.close()


def change(event: ReportScoredV1) -> Change:
    found = event.scorecard.change
    assert found is not None
    return found


def last(events: Iterable[ReportScoredV1]) -> dict[tuple[str, int], ReportScoredV1]:
    """What a reader shows: of each agency and year the statement that was made last."""
    ordered = sorted(events, key=lambda event: (event.judging, event.occurred_at))
    return {(event.submission.agency.code, event.submission.year): event for event in ordered}


async def test_the_year_before_is_remembered(handlers: Handlers, replica: Handlers) -> None:
    (before,) = await handlers.grade_reports([validated(year=2022, verdicts=FAILING)])
    (this,) = await replica.grade_reports([validated(year=2023)])
    found = change(this)
    assert (found.prior, found.prior_total) == (before.submission.id, before.scorecard.total)
    assert found.figures == this.scorecard.total - before.scorecard.total
    assert not any((found.rules, found.weights, found.waivers))


async def test_last_year_s_report_comes_later_and_once_more(handlers: Handlers, replica: Handlers) -> None:
    (first,) = await handlers.grade_reports([validated(year=2023)])
    before, again = await handlers.grade_reports([validated(year=2022, verdicts=FAILING)])
    assert change(again).prior_total == before.scorecard.total
    assert (again.event_id == first.event_id, again.occurred_at > first.occurred_at) == (False, True)
    assert await replica.grade_reports([validated(year=2022, verdicts=FAILING)]) == [before, again]
    repeated = await replica.grade_reports([validated(year=2022, verdicts=FAILING, attempt=2)])
    assert repeated == [replace(before, attempt=2), replace(again, attempt=2)]
    assert await replica.grade_reports([validated(year=2023)]) == [again]


async def test_two_replicas_with_two_years_of_one_agency_do_not_miss_each_other(
    handlers: Handlers, replica: Handlers
) -> None:
    agencies = [f"{number:02}" for number in range(12)]
    batches = (
        [validated(code=agency, year=2022, verdicts=FAILING) for agency in agencies],
        [validated(code=agency, year=2023) for agency in reversed(agencies)],
    )
    answers = await asyncio.gather(handlers.grade_reports(batches[0]), replica.grade_reports(batches[1]))
    standing = last(event for answer in answers for event in answer)
    for agency in agencies:
        assert change(standing[agency, 2023]).prior == standing[agency, 2022].submission.id


async def test_two_replicas_given_the_same_judgings_say_the_same(handlers: Handlers, replica: Handlers) -> None:
    causes = [validated(code=str(number), year=year) for number in range(6) for year in (2023, 2022)]
    one, other = await asyncio.gather(handlers.grade_reports(causes), replica.grade_reports(causes))
    assert last(one) == last(other)
    assert {event.event_id for event in last(one).values()} == {event.event_id for event in last(other).values()}


async def test_what_the_first_release_wrote_stands_and_is_compared_once_it_is_heard_again(
    database_url: str, tmp_path: Path
) -> None:
    first_release = tmp_path / "revisions"
    first_release.mkdir()
    for name in ("__init__.py", "r0001_scorecards_and_standings.py"):
        shutil.copy(revisions_of("score") / name, first_release / name)
    old = Database(database_url, "score", metadata, revisions=first_release)
    await old.migrate()
    other = Database(f"sqlite+aiosqlite:///{tmp_path}/other/{{room}}.db", "score", metadata)
    await other.migrate()
    causes = [validated(year=2022, verdicts=FAILING), validated(year=2023)]
    (before,) = await Handlers(other).grade_reports(causes[:1])
    await other.close()
    async with old.transaction() as connection:
        await connection.execute(
            text("INSERT INTO scorecards VALUES (:event_id, :submission_id, 1, :event)"),
            {"event_id": _key(old, before.event_id), "submission_id": _key(old, uuid4()), "event": before.encode()},
        )
        await connection.execute(
            text("INSERT INTO standings VALUES ('330100001', 2022, :event_id, :newness, '南岭市', 'fail')"),
            {"event_id": _key(old, before.event_id), "newness": "00000001/00000001/2024-01-20T02:00:00.000000+00:00"},
        )
    await old.close()
    opened = Database(database_url, "score", metadata)
    await opened.migrate()
    assert await opened.differences() == ()
    (this,) = await Handlers(opened).grade_reports(causes[1:])
    assert this.scorecard.change is None
    same, again = await Handlers(opened).grade_reports(causes[:1])
    assert (same, change(again).prior) == (before, before.submission.id)
    await opened.close()


def _key(database: Database, key: object) -> object:
    return key if database.url.get_backend_name() == "postgresql" else str(key).replace("-", "")
