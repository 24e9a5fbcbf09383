"""Live status: each step once, as the rooms say it on a real broker, and the end when the read model has it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from litestar import Litestar
from litestar.response.sse import ServerSentEventMessage

from services.portal import live as module
from services.portal.app import assemble, faces
from services.portal.live import Live, Step, TooManyWatchersError, steps
from services.portal.store import metadata
from services.portal.store.filings import Filings
from services.portal.store.model import ReadModel
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.storage.database import Database
from tests.servers.until import until
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN

FILED, OTHER = make.submission(), make.submission(make.agency("9", "审计局"))


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db"


async def said(messages: AsyncIterator[ServerSentEventMessage]) -> list[str]:
    return [str(message.data) async for message in messages if message.data is not None]


async def test_what_is_done_already_is_told_at_once(store: Filings) -> None:
    await store.record(make.graded(FILED))
    with Live().watch(FILED.id) as heard:
        assert await said(steps(heard, store, FILED.id)) == ["received", "read", "judged", "graded", "final"]


async def test_a_rejection_is_an_end(store: Filings) -> None:
    await store.record([make.received(FILED), make.rejected(FILED)])
    with Live().watch(FILED.id) as heard:
        assert await said(steps(heard, store, FILED.id)) == ["received", "rejected", "final"]


async def test_the_end_waits_for_the_read_model(store: Filings) -> None:
    await store.record([make.received(FILED)])
    live = Live()
    told: list[str] = []
    with live.watch(FILED.id) as heard:
        async for message in steps(heard, store, FILED.id):
            if message.data is None:
                continue
            told.append(str(message.data))
            if message.data == Step.RECEIVED:
                live.hear(ReportValidatedV1, make.validated(OTHER).encode())
                live.hear(ReportScoredV1, make.scored(FILED).encode())
                live.hear(ReportScoredV1, make.scored(FILED).encode())
                live.hear(ReportScoredV1, b"no event")
            if message.data == Step.GRADED:
                await store.record(make.graded(FILED))
    assert told == ["received", "graded", "read", "judged", "final"]


def test_only_so_many_pages_are_kept_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WATCHERS", 1)
    live = Live()
    with live.watch(FILED.id), pytest.raises(TooManyWatchersError), live.watch(OTHER.id):
        pass
    with live.watch(OTHER.id):
        pass


async def test_steps_are_heard_on_the_broker(nats_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever hears nothing looks at the read model once in an hour: only the broker can wake the stream in time.
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 3600.0)
    settings = BusSettings(url=nats_url)
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db", "portal", metadata)
    portal = assemble(database, Bus(settings, room="portal"), OPEN)
    gateway, ingest, validate, score = (Bus(settings, room=room) for room in ("gateway", "ingest", "validate", "score"))
    for bus in (gateway, ingest, validate, score):
        await bus.start()
    judged = make.validated(FILED)
    normalized = ReportNormalizedV1(
        event_id=make.identity("normalized", FILED.id), cause_id=FILED.id, occurred_at=FILED.received_at,
        submission=FILED, report=judged.report, reading=judged.reading,
    )  # fmt: skip
    async with served(portal) as address, httpx.AsyncClient(base_url=address, trust_env=False) as client:
        await gateway.publish(make.received(FILED))

        async def known() -> bool:
            return (await client.get(f"/reports/{FILED.id}")).status_code == 200

        await until(known)
        told: list[str] = []
        async with client.stream("GET", f"/reports/{FILED.id}/status") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    told.append(line.removeprefix("data: "))
                if told == ["received"] and line.startswith("data: "):
                    await ingest.publish(normalized)
                    await validate.publish(judged)
                    await score.publish(make.scored(FILED))
        assert sorted(told) == sorted(["received", "read", "judged", "graded", "final"])
        assert told[-1] == "final"
    for bus in (gateway, ingest, validate, score):
        await bus.stop()


async def test_a_page_waits_for_news_of_what_was_just_filed(model: ReadModel) -> None:
    as_operator = {"Authorization": "Bearer operator"}
    async with served(faces(model, OPEN)) as address, httpx.AsyncClient(base_url=address, trust_env=False) as client:
        asked = asyncio.create_task(client.get(f"/reports/{FILED.id}?awaited=1", headers=as_operator))
        assert (await client.get(f"/reports/{FILED.id}", headers=as_operator)).status_code == 404
        await model.filings.record([make.received(FILED)])
        assert (await asked).status_code == 200


@asynccontextmanager
async def served(app: Litestar) -> AsyncIterator[str]:
    """The app on a port of this machine: the test client cannot follow a stream."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on"))
        serving = asyncio.create_task(server.serve([listening]))
        await until(lambda: server.started)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving
