"""The supervisor with real processes: the dead live again, the living are drained in order, stragglers are killed."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.cli.supervisor import NotReadyError, Post, Running, Supervisor
from tests.servers.until import until

STEADY = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); print('up', flush=True)\n"
SLEEPER = STEADY + "time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"


class Diary:
    """What a supervisor told, and the posts under it."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.seen: list[dict[str, int]] = []
        self.deaths: list[tuple[str, int]] = []
        self.supervisor = Supervisor(logs, self._changed, lambda room, code: self.deaths.append((room, code)))

    def _changed(self, running: Mapping[str, Running]) -> None:
        self.seen.append({room: each.process.pid for room, each in running.items() if each.process})

    def post(self, room: str, program: str, patience: float = 10.0) -> Post:
        log = self.logs / f"{room}.log"

        async def ready() -> bool:
            return log.exists() and b"up" in log.read_bytes()

        return Post(
            room=room,
            command=(sys.executable, "-c", program),
            environment=os.environ,
            port=0,
            ready=ready,
            patience=patience,
        )

    def pid(self, room: str) -> int | None:
        process = self.supervisor.running[room].process
        return process.pid if process else None


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path)


async def test_a_killed_process_is_started_again(diary: Diary) -> None:
    diary.supervisor.start(diary.post("ingest", SLEEPER))
    await diary.supervisor.ready(["ingest"], 20)
    first = diary.pid("ingest")
    assert first
    os.kill(first, signal.SIGKILL)
    await until(lambda: diary.pid("ingest") not in {None, first})
    await diary.supervisor.drain(["ingest"])
    assert diary.deaths == [("ingest", -signal.SIGKILL)]
    assert diary.seen[-1] == {}


async def test_a_process_that_keeps_dying_is_given_more_and_more_time(diary: Diary) -> None:
    diary.supervisor.start(diary.post("score", "raise SystemExit(3)"))
    await until(lambda: len(diary.deaths) >= 3)
    await diary.supervisor.drain(["score"])
    assert set(diary.deaths) == {("score", 3)}
    assert len(diary.deaths) < 8


async def test_what_is_not_ready_in_time_is_named(diary: Diary) -> None:
    diary.supervisor.start(diary.post("front", "import time; time.sleep(600)"))
    with pytest.raises(NotReadyError, match="front"):
        await diary.supervisor.ready(["front"], 0.2)
    await diary.supervisor.drain(["front"])


async def test_draining_goes_stage_by_stage(diary: Diary) -> None:
    for room in ("front", "ingest", "nats"):
        diary.supervisor.start(diary.post(room, SLEEPER))
    await diary.supervisor.ready(["front", "ingest", "nats"], 20)
    await diary.supervisor.drain(["front"], ["ingest"], ["nats"])
    assert [sorted(rooms) for rooms in diary.seen[-3:]] == [["ingest", "nats"], ["nats"], []]
    assert diary.deaths == []


async def test_a_process_deaf_to_sigterm_is_killed_when_its_patience_ends(diary: Diary) -> None:
    diary.supervisor.start(diary.post("validate", DEAF, patience=0.3))
    await diary.supervisor.ready(["validate"], 20)
    pid = diary.pid("validate")
    assert pid
    await diary.supervisor.drain(["validate"])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_log_that_has_grown_large_makes_way(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.cli.supervisor.LOG_LIMIT", 10)
    log = diary.logs / "ingest.log"
    log.write_bytes(b"x" * 11)
    diary.supervisor.start(diary.post("ingest", SLEEPER))
    await diary.supervisor.ready(["ingest"], 20)
    await diary.supervisor.drain(["ingest"])
    assert log.with_suffix(".log.1").read_bytes() == b"x" * 11
    assert log.read_bytes() == b"up\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
async def test_a_killed_supervisor_takes_its_processes_along(tmp_path: Path) -> None:
    program = f"""
import asyncio, os, sys
from pathlib import Path
from services.cli.supervisor import Post, Supervisor
async def main():
    async def ready(): return True
    post = Post(room="ingest", command=(sys.executable, "-c", {SLEEPER!r}), environment=os.environ, port=0, ready=ready)
    supervisor = Supervisor(Path({str(tmp_path)!r}), lambda running: None, lambda room, code: None)
    supervisor.start(post)
    while not (supervisor.running["ingest"].process): await asyncio.sleep(0.01)
    print(supervisor.running["ingest"].process.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout
    child = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()
    await until(lambda: not _alive(child))


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
