"""What the gateway's tests stand on: the app behind a real uvicorn, a register, filings, and a look at the log."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import msgspec
import pytest
import uvicorn
from litestar import Litestar
from nats.js.errors import NotFoundError

from services.gateway.acceptance import Offer, accept
from shared.events.event import Event
from shared.events.submission_received import SubmissionReceivedV1
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream, connection
from shared.report.agency import Agency, AgencyClass
from shared.report.scorecard import Grade, Scorecard
from shared.report.submission import Submission
from tests.servers.until import until

REGISTER = """\
代码,名称,类别,地区,上级,截止日期
DH-01,东海省临江市人民政府,市级政府,东海省,,
DH-0101,临江市水务局,政府部门,临江市,DH-01,
DH-0102,临江市海棠街道办事处,乡镇街道,临江市,DH-01,02-15
"""
WATER = Agency("DH-0101", "临江市水务局", AgencyClass.DEPARTMENT, "临江市", "DH-01")
OPERATOR_TOKEN = "operator of the tests"
NOON = datetime(2026, 1, 20, 4, 0, tzinfo=UTC)
SCORECARD = Scorecard(
    rubric="2021_form",
    total=Decimal(92),
    raw_total=Decimal(92),
    grade=Grade.EXCELLENT,
    coverage=Decimal(1),
    dimensions=(),
    deductions=(),
)


ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no database can change."""


class Hand:
    """A clock that moves when told to."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def offer(**changes: object) -> Offer:
    """A sound offer of the water bureau, with these fields changed."""
    sound = Offer(
        agency_code=WATER.code,
        year=2025,
        published_on=None,
        draft=False,
        filename="年报.html",
        media_type="text/html",
        size=3,
        sha256="ab" * 32,
    )
    return msgspec.structs.replace(sound, **changes)


def submission(**changes: object) -> Submission:
    return accept(offer(**changes), WATER, None, NOON)


@asynccontextmanager
async def serving(app: Litestar, token: str | None = OPERATOR_TOKEN) -> AsyncIterator[httpx.AsyncClient]:
    """The app behind a real uvicorn on a free port, and a client for it; it shows the operator's token by default."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="on", log_config=None))
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started or running.done())
    if running.done():
        running.result()
        raise AssertionError("the app did not start")
    port = server.servers[0].sockets[0].getsockname()[1]
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, headers=shown, trust_env=False, timeout=30) as client:
        yield client
    server.should_exit = True
    await running


async def register(client: httpx.AsyncClient, table: str = REGISTER, **headers: str) -> httpx.Response:
    return await client.put("/v1/agencies", content=table.encode(), headers={"Content-Type": "text/csv", **headers})


async def file(client: httpx.AsyncClient, data: bytes = b"<html>1</html>", **fields: str) -> httpx.Response:
    """File as a web form does."""
    form = {"agency": WATER.code, "year": "2025"} | fields
    return await client.post("/v1/submissions", data=form, files={"file": ("年报.html", data, "text/html")})


async def outcome(client: httpx.AsyncClient, submission_id: str) -> str:
    answer = await client.get(f"/v1/submissions/{submission_id}")
    assert answer.status_code == 200
    return str(answer.json()["outcome"])


async def logged(nats_url: str, contract: type[Event] = SubmissionReceivedV1) -> list[Event]:
    """Everything on the log of one contract, oldest first."""
    stream = Stream.of(contract)
    async with connection(BusSettings(url=nats_url)) as context:
        state = (await context.stream_info(stream.name)).state
        events: list[Event] = []
        for sequence in range(1, state.last_seq + 1):
            try:
                message = await context.get_msg(stream.name, sequence)
            except NotFoundError:
                continue
            events.append(contract.decode(message.data or b""))
    return events


async def publish(nats_url: str, *events: Event) -> None:
    """Say what another room would say."""
    async with connection(BusSettings(url=nats_url)) as context:
        for event in events:
            await context.publish(event.destination, event.encode(), headers={"Nats-Msg-Id": event.message_id})
