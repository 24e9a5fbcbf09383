"""The room as it runs: filings go in over NATS, and what was read comes out."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from services.ingest.app import build
from shared.events.event import Event
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from tests.services.ingest.filings import FIGURES, PAGE, received


async def test_received_in_normalized_or_rejected_out(
    nats_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_NATS_URL", nats_url)
    monkeypatch.setenv("GOUJI_OBJECTS_URL", str(tmp_path / "objects"))
    monkeypatch.setenv("GOUJI_INGEST_WORKERS", "1")
    heard: asyncio.Queue[Event] = asyncio.Queue()

    async def hear(events: Sequence[Event]) -> Sequence[Event]:
        for event in events:
            heard.put_nowait(event)
        return ()

    gateway = Bus(BusSettings(url=nats_url), room="gateway")
    validate = Bus(BusSettings(url=nats_url), room="validate")
    gateway.on(SubmissionRejectedV1, hear)
    validate.on(ReportNormalizedV1, hear)
    await gateway.start()
    await validate.start()
    try:
        async with AsyncTestClient(build()) as room:
            assert (await room.get("/health/ready")).json() == {"status": "ready", "reasons": []}
            good, bad = (received(data, objects=tmp_path / "objects") for data in (PAGE, b"Rar!\x1a\x07\x01"))
            await gateway.publish(good, bad)
            outcomes = {type(event): event for event in [await asyncio.wait_for(heard.get(), 60) for _ in range(2)]}
            metrics = (await room.get("/metrics")).text
    finally:
        await gateway.stop()
        await validate.stop()
    normalized, rejected = outcomes[ReportNormalizedV1], outcomes[SubmissionRejectedV1]
    assert isinstance(normalized, ReportNormalizedV1)
    assert dict(normalized.report.tables) == FIGURES
    assert normalized.submission == good.submission
    assert isinstance(rejected, SubmissionRejectedV1)
    assert rejected.submission == bad.submission
    assert 'gouji_ingest_readings_total{format="html",outcome="read"}' in metrics
    assert 'gouji_ingest_rejections_total{code="file.archive_unsupported"}' in metrics
    assert 'gouji_ingest_cells_total{confidence="read"}' in metrics
