"""The room put together, on a real broker: what is judged comes out graded, and shows in the figures."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from services.score.app import build
from shared.events.event import Event
from shared.events.report_scored import ReportScoredV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.report.scorecard import Grade
from tests.servers.until import sqlite_ended
from tests.services.score.specimens import places_of, sound_report, validated, verdict

FAILING = {"F001": verdict("F001", places_of("F001", sound_report()), breached=("part.3",))}


@pytest.fixture
def app(nats_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Litestar:
    monkeypatch.setenv("GOUJI_NATS_URL", nats_url)
    monkeypatch.setenv("GOUJI_DATABASE_URL", database_url)
    return build()


class Neighbours:
    """The rooms before and after: validate publishes, portal listens."""

    def __init__(self, nats_url: str) -> None:
        settings = BusSettings(url=nats_url)
        self.validate = Bus(settings, room="validate")
        self.portal = Bus(settings, room="portal")
        self._heard: asyncio.Queue[ReportScoredV1] = asyncio.Queue()
        self.portal.on(ReportScoredV1, self._hear)

    async def _hear(self, events: Sequence[ReportScoredV1]) -> Sequence[Event]:
        for event in events:
            self._heard.put_nowait(event)
        return ()

    async def hear(self) -> ReportScoredV1:
        async with asyncio.timeout(20):
            return await self._heard.get()


@pytest.fixture
async def neighbours(nats_url: str) -> AsyncIterator[Neighbours]:
    both = Neighbours(nats_url)
    await both.validate.start()
    await both.portal.start()
    yield both
    await both.validate.stop()
    await both.portal.stop()


async def test_judged_reports_come_out_graded(app: Litestar, neighbours: Neighbours) -> None:
    sound, failing = validated(code="1"), validated(code="2", verdicts=FAILING)
    async with AsyncTestClient(app) as room:
        await neighbours.validate.publish(sound, failing)
        heard = [await neighbours.hear(), await neighbours.hear()]
        assert (await room.get("/health/live")).status_code == 200
        ready = await room.get("/health/ready")
        assert ready.status_code == 200, ready.text
        figures = (await room.get("/metrics")).text
    grades = {event.cause_id: event.scorecard.grade for event in heard}
    assert grades == {sound.event_id: Grade.EXCELLENT, failing.event_id: Grade.FAIL}
    assert 'gouji_score_reports{grade="fail",region="南岭市"} 1.0' in figures
    assert 'gouji_score_reports{grade="excellent",region="南岭市"} 1.0' in figures


async def test_a_repetition_goes_all_the_way_and_states_the_same_fact(app: Litestar, neighbours: Neighbours) -> None:
    async with AsyncTestClient(app):
        await neighbours.validate.publish(validated())
        first = await neighbours.hear()
        await neighbours.validate.publish(validated(attempt=2))
        second = await neighbours.hear()
    assert (first.attempt, second.attempt) == (1, 2)
    assert (second.event_id, second.occurred_at) == (first.event_id, first.occurred_at)


async def test_figures_show_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("GOUJI_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/nowhere/{{room}}.db")
    transport = httpx.ASGITransport(cast("Any", build()))
    async with httpx.AsyncClient(transport=transport, base_url="http://score") as client:
        answer = await client.get("/metrics")
        assert (answer.status_code, "gouji_score_gradings_total" in answer.text) == (200, True)
        assert (await client.get("/health/ready")).status_code == 503
    await sqlite_ended()
