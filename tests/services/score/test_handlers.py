"""The handler: one scorecard for one judging and rubric, whatever is delivered again."""

from collections.abc import AsyncIterator

import pytest
from prometheus_client import REGISTRY

from services.score.handlers import Handlers
from services.score.rubric import rubric_for
from services.score.store import metadata
from shared.events.report_scored import ReportScoredV1
from shared.report.scorecard import Grade
from shared.storage.database import Database
from tests.services.score.specimens import places_of, sound_report, validated, verdict

FAILING = {"F001": verdict("F001", places_of("F001", sound_report()), breached=("part.3",))}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, "score", metadata)
    await opened.migrate()
    yield opened
    await opened.close()


async def test_a_judging_is_graded_and_says_by_what(database: Database) -> None:
    cause, rubric = validated(judging=2), rubric_for(2023)
    (event,) = await Handlers(database).grade_reports([cause])
    assert event.event_id == ReportScoredV1.id_from(cause.event_id, rubric.id, rubric.digest)
    assert (event.cause_id, event.judging, event.submission) == (cause.event_id, 2, cause.submission)
    assert event.scorecard.rubric == rubric.id
    assert event.scorecard.grade is Grade.EXCELLENT
    assert ReportScoredV1.decode(event.encode()) == event


async def test_what_comes_again_gets_the_stored_answer(database: Database) -> None:
    handlers = Handlers(database)
    (first,) = await handlers.grade_reports([validated()])
    (again,) = await handlers.grade_reports([validated()])
    assert again == first
    assert again.message_id == first.message_id


async def test_a_deliberate_repetition_passes_the_broker_s_dedupe(database: Database) -> None:
    handlers = Handlers(database)
    (first,) = await handlers.grade_reports([validated()])
    (repeated,) = await handlers.grade_reports([validated(attempt=3)])
    assert repeated.attempt == 3
    assert repeated.message_id != first.message_id
    assert (repeated.event_id, repeated.occurred_at) == (first.event_id, first.occurred_at)


async def test_one_batch_may_hold_the_same_event_twice(database: Database) -> None:
    batch = [validated(code="1"), validated(code="2"), validated(code="1", attempt=2), validated(code="1", judging=2)]
    events = await Handlers(database).grade_reports(batch)
    assert [event.cause_id for event in events] == [cause.event_id for cause in batch]
    assert [event.attempt for event in events] == [1, 1, 2, 1]
    assert len({event.event_id for event in events}) == 3


async def test_judging_again_grades_again(database: Database) -> None:
    handlers = Handlers(database)
    (first,) = await handlers.grade_reports([validated()])
    (second,) = await handlers.grade_reports([validated(judging=2, verdicts=FAILING)])
    assert first.event_id != second.event_id
    assert (first.scorecard.grade, second.scorecard.grade) == (Grade.EXCELLENT, Grade.FAIL)


async def test_the_gauge_shows_what_stands_and_forgets_what_does_not(database: Database) -> None:
    def shown(region: str, grade: str) -> float | None:
        return REGISTRY.get_sample_value("gouji_score_reports", {"region": region, "grade": grade})

    handlers = Handlers(database)
    await handlers.grade_reports([validated(code="1", verdicts=FAILING), validated(code="2", region="北湾市")])
    await handlers.count_reports()
    assert (shown("南岭市", "fail"), shown("南岭市", "good"), shown("北湾市", "excellent")) == (1, 0, 1)
    await handlers.grade_reports([validated(code="1", version=2), validated(code="2", version=2)])
    await handlers.count_reports()
    assert (shown("南岭市", "fail"), shown("南岭市", "excellent"), shown("北湾市", "excellent")) == (0, 2, None)


async def test_a_doubtful_reading_reaches_the_grading(database: Database) -> None:
    (sure,) = await Handlers(database).grade_reports([validated(code="1")])
    (doubtful,) = await Handlers(database).grade_reports([validated(code="2", doubtful=("requests.granted.total",))])
    assert "M1" in {one.key for one in sure.scorecard.measures}
    assert "M1" not in {one.key for one in doubtful.scorecard.measures}
