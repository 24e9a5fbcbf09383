"""A whole house for tests: `gouji up` as a process of its own, on a free port and a folder of its own."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from services.cli.machine import free_port
from tests.servers.until import until

READY_SECONDS = 90.0
END_SECONDS = 60.0


@dataclass(frozen=True)
class HouseProcess:
    """A running `gouji up`."""

    url: str
    data: Path
    process: asyncio.subprocess.Process

    def processes(self) -> dict[str, Any]:
        """What runs: room → pid, port, started."""
        found: dict[str, Any] = json.loads((self.data / "processes.json").read_text("utf-8"))
        return found

    @property
    def nats_url(self) -> str:
        """The broker, as long as it runs."""
        return f"nats://127.0.0.1:{self.processes()['nats']['port']}"

    def kill(self, room: str) -> int:
        """End a room as a power cut would; the pid that is gone."""
        pid = int(self.processes()[room]["pid"])
        os.kill(pid, signal.SIGKILL)
        return pid

    async def restarted(self, room: str, gone: int, patience: float = 30.0) -> None:
        """Wait until another process holds the room."""
        await until(lambda: self.processes().get(room, {}).get("pid") not in {None, gone}, patience)

    async def is_ready(self) -> bool:
        """Whether the front says so."""
        try:
            async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
                return (await client.get(f"{self.url}/health/ready")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def logs(self) -> str:
        """The end of every room's log, for the message of a failing test."""
        files = sorted((self.data / "logs").glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text('utf-8', 'replace')[-3000:]}" for file in files)


@asynccontextmanager
async def house(data: Path, environment: Mapping[str, str] | None = None) -> AsyncIterator[HouseProcess]:
    """`gouji up` on `data`, ready; afterwards Ctrl-C, and it must have drained and said so by exiting 0."""
    port = free_port()
    arguments = ("-m", "services.cli", "up", "--data", str(data), "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**os.environ, **(environment or {})},
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
    )
    running = HouseProcess(f"http://127.0.0.1:{port}", data, process)
    try:
        # Its address is what it prints first, once every room is ready.
        assert process.stdout is not None
        async with asyncio.timeout(READY_SECONDS):
            line = await process.stdout.readline()
        assert str(port) in line.decode(), f"gouji up did not become ready\n{running.logs()}"
        yield running
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        async with asyncio.timeout(END_SECONDS):
            code = await process.wait()
    assert code == 0
