"""A served room drains and exits 0 when asked to stop, and says by its exit code when it ended by itself."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.telemetry.serve import DRAIN_SECONDS, FAILED

ROOT = Path(__file__).parents[3]
ROOM = Path(__file__).parent / "served_room.py"


@dataclass
class Served:
    """One running room process and the client that talks to it."""

    process: asyncio.subprocess.Process
    client: httpx.AsyncClient

    async def until_live(self) -> None:
        async with asyncio.timeout(20):
            while True:
                assert self.process.returncode is None
                try:
                    if (await self.client.get("/health/live")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.02)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, list[dict[str, Any]]]:
        self.process.send_signal(how)
        return await self.end()

    async def end(self) -> tuple[int, str, list[dict[str, Any]]]:
        async with asyncio.timeout(DRAIN_SECONDS + 15):
            out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, out.decode(), [json.loads(line) for line in err.decode().splitlines()]


Serving = Callable[[str], Coroutine[Any, Any, Served]]


@pytest.fixture
async def serving() -> AsyncIterator[Serving]:
    started: list[Served] = []

    async def start(mode: str) -> Served:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOM),
            mode,
            env={**os.environ, "GOUJI_PORT": str(port), "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        room = Served(process, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}"))
        started.append(room)
        return room

    yield start
    for room in started:
        await room.client.aclose()
        if room.process.returncode is None:
            room.process.kill()
            await room.process.communicate()


@asynccontextmanager
async def _line(room: Served, text: bytes) -> AsyncIterator[None]:
    assert room.process.stdout is not None
    assert await asyncio.wait_for(room.process.stdout.readline(), 20) == text
    yield


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_room_asked_to_stop_drains_and_exits_0(serving: Serving, how: signal.Signals) -> None:
    room = await serving("good")
    await room.until_live()
    code, out, lines = await room.stop(how)
    assert (code, out) == (0, "drained\n")
    assert [line["event"] for line in lines] == ["room_starting", "room_ended"], "the log is quiet in between"


async def test_a_request_in_hand_is_finished_before_the_end(serving: Serving) -> None:
    room = await serving("good")
    await room.until_live()
    request = asyncio.create_task(room.client.get("/slow"))
    async with _line(room, b"slow\n"):
        room.process.send_signal(signal.SIGTERM)
    answer = await request
    code, out, _ = await room.end()
    assert (answer.text, code, out) == ("done", 0, "drained\n")


async def test_only_our_own_faults_are_logged(serving: Serving) -> None:
    room = await serving("good")
    await room.until_live()
    assert (await room.client.get("/nowhere")).status_code == 404
    assert (await room.client.get("/broken")).status_code == 500
    _, _, lines = await room.stop()
    (fault,) = [line for line in lines if line["level"] == "error"]
    assert "a fault of ours" in json.dumps(fault)


async def test_a_room_that_cannot_start_says_so(serving: Serving) -> None:
    code, _, lines = await (await serving("fails-to-start")).end()
    assert code == FAILED
    assert any("no database" in json.dumps(line) for line in lines)


async def test_a_room_still_starting_can_be_stopped(serving: Serving) -> None:
    room = await serving("waits-to-start")
    async with _line(room, b"waiting\n"):
        begun = time.monotonic()
        code, _, _ = await room.stop()
    assert code == 0
    assert time.monotonic() - begun < 5


async def test_a_room_whose_bus_died_drains_and_ends_in_failure(serving: Serving) -> None:
    room = await serving("good")
    await room.until_live()
    assert (await room.client.get("/lose-bus")).status_code == 200
    code, out, lines = await room.end()
    assert (code, out) == (FAILED, "drained\n")
    assert lines[-1]["reason"] == "the bus is closed"


async def test_a_room_that_cannot_drain_ends_in_failure(serving: Serving) -> None:
    room = await serving("fails-to-stop")
    await room.until_live()
    code, _, _ = await room.stop()
    assert code == FAILED


async def test_a_room_that_hangs_while_draining_ends_all_the_same(serving: Serving) -> None:
    room = await serving("hangs-in-shutdown")
    await room.until_live()
    begun = time.monotonic()
    code, _, lines = await room.stop()
    assert code == FAILED
    assert DRAIN_SECONDS - 1 < time.monotonic() - begun < DRAIN_SECONDS + 5
    assert lines[-1]["event"] == "room_did_not_drain"


async def test_a_taken_port_is_a_failure(serving: Serving) -> None:
    first = await serving("good")
    await first.until_live()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOM),
        "good",
        env={**os.environ, "GOUJI_PORT": str(first.client.base_url.port), "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode not in {0, None}
