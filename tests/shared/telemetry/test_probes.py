"""The probes tell alive from able, name every reason, and never wait for an answer that does not come."""

import asyncio
from collections.abc import Sequence

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from prometheus_client import Counter

from shared.telemetry import probes as probes_module
from shared.telemetry.probes import probes

PROBED = Counter("gouji_probe_tests", "Counted only by this test.")


async def able() -> Sequence[str]:
    return ()


async def no_bus() -> Sequence[str]:
    return ("bus: closed", "bus: consumer missing")


async def no_database() -> Sequence[str]:
    return ("database: away",)


async def silent() -> Sequence[str]:
    await asyncio.Event().wait()
    return ()


async def test_a_room_is_alive_even_when_it_cannot_work() -> None:
    async with AsyncTestClient(Litestar(probes(no_bus))) as client:
        assert (await client.get("/health/live")).json() == {"status": "alive"}


async def test_ready_only_when_nobody_has_a_reason() -> None:
    async with AsyncTestClient(Litestar(probes(able, able))) as client:
        answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "reasons": []})


async def test_not_ready_names_every_reason() -> None:
    async with AsyncTestClient(Litestar(probes(able, no_bus, no_database))) as client:
        answer = await client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["bus: closed", "bus: consumer missing", "database: away"]


async def test_no_answer_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes_module, "READY_SECONDS", 0.05)
    async with AsyncTestClient(Litestar(probes(silent))) as client:
        answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["no answer in 0.05 s"])


async def test_figures_are_in_the_text_format_prometheus_reads() -> None:
    PROBED.inc()
    async with AsyncTestClient(Litestar(probes(able))) as client:
        answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "gouji_probe_tests_total 1.0" in answer.text.splitlines()


def test_probes_stay_out_of_the_api_document() -> None:
    assert not Litestar(probes(able)).openapi_schema.paths
