"""The store on both databases: what is kept once, and which scorecard counts."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.score import rubric, store
from services.score.gradebook import Gradebook, grading_of
from services.score.handlers import Handlers
from services.score.rubric import rubric_for
from services.score.store import metadata
from shared.events.report_scored import ReportScoredV1
from shared.storage.database import Database
from tests.services.score.specimens import places_of, sound_report, validated, verdict

LATER = datetime(2030, 1, 1, tzinfo=UTC)
FAILING = {"F001": verdict("F001", places_of("F001", sound_report()), breached=("part.3",))}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, "score", metadata)
    await opened.migrate()
    yield opened
    await opened.close()


async def scored(database: Database, **filing: object) -> ReportScoredV1:
    event, *_ = await Handlers(database).grade_reports([validated(**filing)])  # type: ignore[arg-type]  # as validated
    return event


async def counts(database: Database) -> dict[tuple[str, str], int]:
    async with database.reading() as connection:
        return await store.count(connection)


async def test_the_migrations_make_the_tables(database: Database) -> None:
    assert await database.differences() == ()


async def test_a_scorecard_is_kept_as_it_was_first_stated(database: Database) -> None:
    first = await scored(database)
    book = Gradebook({}, {})
    cause = validated()
    book.said = [(grading_of(cause.event_id, cause.submission), replace(first, occurred_at=LATER))] * 2
    async with database.transaction() as connection:
        await store.keep(connection, book)
    assert await scored(database) == first
    assert await counts(database) == {("南岭市", "excellent"): 1}


async def test_every_region_and_grade_is_counted(database: Database) -> None:
    await scored(database, code="1")
    await scored(database, code="2", verdicts=FAILING)
    await scored(database, code="3", verdicts=FAILING)
    await scored(database, code="4", region="北湾市", verdicts=FAILING)
    await scored(database, code="1", year=2022)
    assert await counts(database) == {
        ("南岭市", "excellent"): 2,
        ("南岭市", "fail"): 2,
        ("北湾市", "fail"): 1,
    }


async def test_a_correction_replaces_what_it_corrects_in_any_order(database: Database) -> None:
    await scored(database, code="1", version=2)
    await scored(database, code="1", version=1, verdicts=FAILING)
    await scored(database, code="2", version=1, verdicts=FAILING)
    await scored(database, code="2", version=2)
    await scored(database, code="3", version=10)
    await scored(database, code="3", version=9, verdicts=FAILING)
    assert await counts(database) == {("南岭市", "excellent"): 3}


async def test_the_highest_judging_counts_in_any_order(database: Database) -> None:
    await scored(database, code="1", judging=2)
    await scored(database, code="1", judging=1, verdicts=FAILING)
    await scored(database, code="2", judging=9, verdicts=FAILING)
    await scored(database, code="2", judging=10)
    assert await counts(database) == {("南岭市", "excellent"): 2}


async def test_a_later_version_outranks_any_judging_of_an_earlier_one(database: Database) -> None:
    await scored(database, version=2)
    await scored(database, version=1, judging=3, verdicts=FAILING)
    assert await counts(database) == {("南岭市", "excellent"): 1}


async def test_drafts_are_kept_and_not_counted(database: Database) -> None:
    draft = await scored(database, draft=True, verdicts=FAILING)
    assert await scored(database, draft=True) == draft
    assert await counts(database) == {}


async def test_grading_anew_by_another_rubric_replaces_the_old_grade(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await scored(database, verdicts=FAILING)
    lenient = replace(rubric_for(2023), id="lenient", caps=())
    monkeypatch.setattr(rubric, "rubrics", lambda: (lenient,))
    anew = await scored(database, verdicts=FAILING)
    assert (anew.scorecard.rubric, anew.event_id == old.event_id) == ("lenient", False)
    assert await counts(database) == {("南岭市", anew.scorecard.grade.value): 1}
    monkeypatch.undo()
    assert await scored(database, verdicts=FAILING) == old
    assert await counts(database) == {("南岭市", anew.scorecard.grade.value): 1}


async def test_an_agency_that_moves_is_counted_where_it_is_now(database: Database) -> None:
    await scored(database, version=1)
    await scored(database, version=2, region="北湾市")
    assert await counts(database) == {("北湾市", "excellent"): 1}


async def test_of_several_statements_of_one_grading_the_last_one_is_repeated(database: Database) -> None:
    first, cause = await scored(database), validated()
    grading = grading_of(cause.event_id, cause.submission)
    later = [replace(first, event_id=UUID(int=day), occurred_at=LATER.replace(day=day)) for day in (3, 2, 1)]
    book = Gradebook({}, {})
    book.said = [(grading, event) for event in later]
    async with database.transaction() as connection:
        await store.keep(connection, book)
    assert await scored(database) == later[0]
