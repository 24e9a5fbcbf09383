"""Three hundred filings while every room and the broker are killed once: none is lost, none is graded twice."""

import asyncio
import csv
import io
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from uuid import UUID

import httpx
import nats
import pytest

from services.cli.client import Client, Offer, RefusedError
from services.cli.filing import file_all
from services.cli.sample_filings import samples
from shared.events.report_scored import ReportScoredV1
from shared.messaging.dead_letters import dead_letters
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream
from tests.servers.house import AUTHORIZATION, HouseProcess, house
from tests.servers.until import until

FILINGS = 300
VICTIMS = ("ingest", "validate", "score", "front", "nats")
UNDER_WAY = 20
GRADED_SECONDS = 100.0


@pytest.mark.timeout(240)
async def test_each_room_is_killed_once_and_every_receipt_becomes_one_scorecard(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running:
        async with Client(running.url, patience=60) as client:
            await client.import_register(_register())
            receipts = await _file_while_rooms_die(running, client, _offers())
            assert len(set(receipts)) == FILINGS
            unsettled = set(receipts)
            await until(lambda: _settled(running.url, unsettled), GRADED_SECONDS)
            assert Counter((await _outcomes(running.url, receipts)).values()) == {"scored": FILINGS}
            endings = [await client.ending(receipt) for receipt in receipts]
            assert all(ending and ending.status == "scored" and ending.scorecard for ending in endings)

        scored = [event async for event in _events(running.nats_url)]
        assert {event.submission.id for event in scored} == set(receipts)
        # A deliberate repetition has the id of what it repeats; two ids for one submission would be two gradings.
        assert len({event.event_id for event in scored}) == FILINGS
        assert {event.judging for event in scored} == {1}
        async with dead_letters(BusSettings(url=running.nats_url)) as letters:
            assert [filed.letter async for filed in letters.all()] == []


async def _file_while_rooms_die(running: HouseProcess, client: Client, offers: list[Offer]) -> list[UUID]:
    """File in five parts; while the first of each are on their way through the house and the rest come in, one dies."""
    size = len(offers) // len(VICTIMS)
    results: list[UUID | RefusedError] = []
    gone: dict[str, int] = {}
    for number, victim in enumerate(VICTIMS):
        part = offers[number * size : (number + 1) * size]
        results += await file_all(client, part[:UNDER_WAY])
        filing = asyncio.create_task(file_all(client, part[UNDER_WAY:]))
        gone[victim] = running.kill(victim)
        results += await filing
    for victim, pid in gone.items():
        await running.restarted(victim, pid)
    refused = [result for result in results if isinstance(result, RefusedError)]
    assert not refused, refused[0]
    return [result for result in results if isinstance(result, UUID)]


def _offers() -> list[Offer]:
    """Three hundred reports that differ in one figure, each by an agency of its own."""
    sample = next(sample for sample in samples() if sample.file.endswith(".json"))
    report = json.loads(sample.data)
    offers = []
    for number in range(FILINGS):
        report["agency"] = f"东海省第{number}测试局"
        report["tables"]["proactive"]["licensing"] = number
        data = json.dumps(report, ensure_ascii=False).encode()
        offers.append(
            Offer(
                filename=f"{number}.json",
                data=data,
                agency=f"T{number:03d}",
                year=sample.year,
                published_on=sample.published_on,
            )
        )
    return offers


def _register() -> bytes:
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(("code", "name", "class", "region"))
    rows.writerows((f"T{number:03d}", f"东海省第{number}测试局", "department", "东海省") for number in range(FILINGS))
    return sheet.getvalue().encode()


async def _outcomes(url: str, receipts: Iterable[UUID]) -> dict[UUID, str]:
    asked = list(receipts)
    limits = httpx.Limits(max_connections=8)
    async with httpx.AsyncClient(
        base_url=url, headers=AUTHORIZATION, timeout=30, limits=limits, trust_env=False
    ) as client:
        replies = await asyncio.gather(*(client.get(f"/v1/submissions/{receipt}") for receipt in asked))
    return {receipt: reply.json()["outcome"] for receipt, reply in zip(asked, replies, strict=True)}


async def _settled(url: str, unsettled: set[UUID]) -> bool:
    """Take those that have ended out of `unsettled`; whether none is left."""
    try:
        told = await _outcomes(url, unsettled)
    except (httpx.HTTPError, KeyError):
        told = {}
    unsettled.difference_update(receipt for receipt, outcome in told.items() if outcome != "open")
    if unsettled:
        await asyncio.sleep(0.5)
    return not unsettled


async def _events(nats_url: str) -> AsyncIterator[ReportScoredV1]:
    """Everything on the log of grades, message by message up to the last one there."""
    connection = await nats.connect(nats_url)
    try:
        context = connection.jetstream()
        stream = Stream.of(ReportScoredV1).name
        log = (await context.stream_info(stream)).state
        for sequence in range(log.first_seq, log.last_seq + 1):
            message = await context.get_msg(stream, sequence)
            yield ReportScoredV1.decode(message.data or b"")
    finally:
        await connection.close()
