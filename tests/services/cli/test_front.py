"""The front: who answers which path, two lifespans as one, and an upload that breaks off hurting nobody."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from services.cli.front import Front, Message, Receive, Scope, Send
from tests.servers.http import served
from tests.servers.until import until


@dataclass
class Room:
    """An application that writes down what it is asked and what happens to it."""

    name: str
    reasons: tuple[str, ...] = ()
    breaks: str | None = None
    diary: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        self.diary.append(scope["path"])
        status, body = 200, self.name.encode()
        if scope["path"] == "/health/ready":
            status = 503 if self.reasons else 200
            told = ",".join(f'"{reason}"' for reason in self.reasons)
            body = f'{{"reasons":[{told}]}}'.encode()
        elif scope["method"] == "POST":
            body = await self._upload(receive)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        for _ in range(2):
            event = (await receive())["type"].removeprefix("lifespan.")
            self.diary.append(event)
            if self.breaks == f"{event} by leaving":
                raise RuntimeError("boom")
            if self.breaks == event:
                await send({"type": f"lifespan.{event}.failed", "message": f"{self.name} cannot"})
                return
            await send({"type": f"lifespan.{event}.complete"})

    async def _upload(self, receive: Receive) -> bytes:
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.diary.append("broken off")
                return b""
            size += len(message["body"])
            if not message.get("more_body"):
                return str(size).encode()


async def lifespan(front: Front) -> list[Message]:
    """What the front answers to a start and, when that went well, a stop."""
    sent: list[Message] = []
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    events.put_nowait({"type": "lifespan.startup"})
    events.put_nowait({"type": "lifespan.shutdown"})

    async def send(message: Message) -> None:
        sent.append(message)

    await front({"type": "lifespan"}, events.get, send)
    return sent


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/", "portal"),
        ("/v1/submissions", "gateway"),
        ("/v1/submissions/1", "gateway"),
        ("/v1/submissions-of-the-year", "portal"),
        ("/v1/agencies", "gateway"),
        ("/v1/agencies/DH0100", "gateway"),
        ("/v1/filing/problems", "gateway"),
        ("/v1/league/agencies/DH0100", "portal"),
        ("/v1/reports/1", "portal"),
        ("/metrics", "portal"),
        ("/health/live", "portal"),
    ],
)
async def test_a_path_belongs_to_one_room(path: str, room: str) -> None:
    gateway, portal = Room("gateway"), Room("portal")
    transport = httpx.ASGITransport(app=Front(gateway, portal))
    async with httpx.AsyncClient(transport=transport, base_url="http://front") as client:
        assert (await client.get(path)).text == room
    other = portal if room == "gateway" else gateway
    assert other.diary == []


async def test_ready_when_both_are() -> None:
    transport = httpx.ASGITransport(app=Front(Room("gateway"), Room("portal")))
    async with httpx.AsyncClient(transport=transport, base_url="http://front") as client:
        reply = await client.get("/health/ready")
    assert (reply.status_code, reply.json()) == (200, {"status": "ready", "reasons": []})


async def test_not_ready_for_every_reason_of_either() -> None:
    front = Front(Room("gateway", reasons=("the broker is away",)), Room("portal", reasons=("no store",)))
    transport = httpx.ASGITransport(app=front)
    async with httpx.AsyncClient(transport=transport, base_url="http://front") as client:
        reply = await client.get("/health/ready")
    assert reply.status_code == 503
    assert reply.json()["reasons"] == ["the broker is away", "no store"]


async def test_both_rooms_start_and_stop_with_the_front() -> None:
    gateway, portal = Room("gateway"), Room("portal")
    sent = await lifespan(Front(gateway, portal))
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert gateway.diary == portal.diary == ["startup", "shutdown"]


@pytest.mark.parametrize("how", ["startup", "startup by leaving"])
async def test_when_one_room_cannot_start_the_other_is_stopped_again(how: str) -> None:
    gateway, portal = Room("gateway"), Room("portal", breaks=how)
    sent = await lifespan(Front(gateway, portal))
    assert [message["type"] for message in sent] == ["lifespan.startup.failed"]
    assert sent[0]["message"] in {"portal cannot", "left without an answer: RuntimeError('boom')"}
    assert gateway.diary == ["startup", "shutdown"]


async def test_an_upload_that_breaks_off_hurts_nobody() -> None:
    gateway, portal = Room("gateway"), Room("portal")
    async with served(Front(gateway, portal)) as url:
        address = url.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(address[0], int(address[1]))
        writer.write(b"POST /v1/submissions HTTP/1.1\r\nHost: front\r\nContent-Length: 1000\r\n\r\nhalf a file")
        await writer.drain()
        await until(lambda: "/v1/submissions" in gateway.diary)
        writer.close()
        await until(lambda: "broken off" in gateway.diary)
        async with httpx.AsyncClient(base_url=url) as client:
            assert (await client.post("/v1/submissions", content=b"x" * 1000)).text == "1000"
            assert (await client.get("/")).text == "portal"
    assert gateway.diary[-1] == portal.diary[-1] == "shutdown"
