"""Reader processes: warm, alone with their file, and replaced when they are lost."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from services.ingest.jobs import Answer
from services.ingest.workers import Workers
from tests.servers.until import until
from tests.services.ingest.filings import FIGURES, PAGE

# Every element is compared with all behind it, by every rule: more than any reader gets through.
ENDLESS = ("<style>" + ".x:has(~ p ~ b){display:none}" * 400 + "</style>" + "<p class=x>1</p>" * 100_000).encode()


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(1, 20)
    await pool.start()
    yield pool
    await pool.stop()


def pid(workers: Workers) -> int:
    (number,) = workers.processes
    return number


def figures(answer: Answer) -> dict[str, object]:
    assert answer.report is not None
    return dict(answer.report.tables)


async def test_a_process_reads_file_after_file(workers: Workers) -> None:
    first = pid(workers)
    for _ in range(3):
        answer = await workers.read(PAGE, "年报.html", "text/html")
        assert figures(answer) == FIGURES
        assert answer.format == "html"
        assert answer.reading is not None
    refused = await workers.read(b"", "a", "")
    assert [reason.code for reason in refused.reasons] == ["file.empty"]
    assert pid(workers) == first
    assert await workers.ready() == ()


async def test_a_killed_process_is_replaced_and_the_file_read_again(workers: Workers) -> None:
    first = pid(workers)
    os.kill(first, signal.SIGKILL)
    assert figures(await workers.read(PAGE, "a", "")) == FIGURES
    assert pid(workers) != first


async def test_a_process_stopped_dead_costs_its_file_and_no_other() -> None:
    pool = Workers(1, 0.5)
    await pool.start()
    try:
        first = pid(pool)
        os.kill(first, signal.SIGSTOP)
        answer = await pool.read(PAGE, "a", "")
        assert [reason.code for reason in answer.reasons] == ["file.reader_failed"]
        pool._seconds = 20  # noqa: SLF001 - a busy machine needs longer to start a process
        assert figures(await pool.read(PAGE, "b", "")) == FIGURES
        assert pid(pool) != first
    finally:
        await pool.stop()


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    pool = Workers(1, 2)
    await pool.start()
    try:
        answer = await pool.read(ENDLESS, "a", "")
        assert [reason.code for reason in answer.reasons] == ["file.reader_failed"]
        assert "2 s" in answer.reasons[0].message.zh
    finally:
        await pool.stop()


async def test_a_file_that_kills_every_process_is_given_up(workers: Workers) -> None:
    async def kill_whoever_reads() -> None:
        seen: set[int] = set()
        while len(seen) < 2:
            worker = workers._all[0]  # noqa: SLF001 - the test kills what it looks at
            if worker.is_at_work and (number := pid(workers)) not in seen:
                seen.add(number)
                os.kill(number, signal.SIGKILL)
            await asyncio.sleep(0.001)

    killing = asyncio.create_task(kill_whoever_reads())
    answer = await workers.read(ENDLESS, "a", "")
    await killing
    assert [reason.code for reason in answer.reasons] == ["file.reader_failed"]
    assert figures(await workers.read(PAGE, "b", "")) == FIGURES


async def test_a_reading_that_is_called_off_leaves_no_late_answer(workers: Workers) -> None:
    reading = asyncio.create_task(workers.read(ENDLESS, "a", ""))
    await asyncio.sleep(0)
    await until(workers._idle.empty)  # noqa: SLF001 - the one process is busy
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert figures(await workers.read(PAGE, "b", "")) == FIGURES


async def test_files_share_the_processes() -> None:
    pool = Workers(2, 30)
    await pool.start()
    try:
        answers = await asyncio.gather(*(pool.read(PAGE, str(number), "") for number in range(12)))
        assert all(figures(answer) == FIGURES for answer in answers)
    finally:
        await pool.stop()


async def test_a_process_knows_no_settings_of_the_house(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_DATABASE_URL", "postgresql://secret")
    await workers.stop()
    await workers.start()
    environment = await asyncio.to_thread(_environment, pid(workers))
    assert "GOUJI" not in environment
    assert "secret" not in environment


def _environment(process: int) -> str:
    with open(f"/proc/{process}/environ", encoding="utf8") as file:  # noqa: PTH123 - not a path of ours
        return file.read()


def test_settings() -> None:
    assert Workers.from_environment({"GOUJI_INGEST_WORKERS": "3", "GOUJI_INGEST_SECONDS": "7"}).size == 3
    assert Workers.from_environment({}).size >= 1
    with pytest.raises(ValueError, match="many"):
        Workers.from_environment({"GOUJI_INGEST_WORKERS": "many"})
