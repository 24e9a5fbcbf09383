"""Impact runs over real HTTP and real NATS: only an administrator lays one, and only what replay prints is taken."""

import json
from pathlib import Path

import httpx
import pytest

from shared.events.impact_measured import ImpactMeasuredV1
from tests.services.gateway.accounts_of import SUPERVISOR, enrol, shown
from tests.services.gateway.house import ONE_DATABASE, logged
from tests.shared.report.test_impact import LINES


@ONE_DATABASE
async def test_a_run_is_taken_and_told(client: httpx.AsyncClient, nats_url: str) -> None:
    laid = await client.post("/v1/impacts", data={"title": "A301 第2版", "replay": "\n".join(LINES)})
    assert (laid.status_code, laid.json()["impact"]["reports"]) == (201, 120)
    [told] = [event for event in await logged(nats_url, ImpactMeasuredV1) if isinstance(event, ImpactMeasuredV1)]
    assert (str(told.run.id), told.run.title) == (laid.json()["id"], "A301 第2版")
    assert [change.agency for change in told.run.impact.changes] == ["丙局", "乙局", "甲局"]


@ONE_DATABASE
@pytest.mark.parametrize(
    "stated",
    [
        {"title": "", "replay": LINES[0]},
        {"title": "A301", "replay": ""},
        {"title": "A301", "replay": "<html>"},
        {"title": "A301", "replay": json.dumps({"schema": 2})},
    ],
)
async def test_anything_else_is_refused_with_the_reason(client: httpx.AsyncClient, stated: dict[str, str]) -> None:
    refused = await client.post("/v1/impacts", data=stated)
    assert (refused.status_code, refused.json()["code"]) == (422, "impact.invalid")


@ONE_DATABASE
async def test_it_is_for_administrators(client: httpx.AsyncClient, environment: Path, database_url: str) -> None:
    await enrol(database_url, environment)
    stated = {"title": "A301", "replay": "\n".join(LINES)}
    assert (await client.post("/v1/impacts", data=stated, headers=shown(SUPERVISOR))).status_code == 403
    client.headers.pop("Authorization", None)
    assert (await client.post("/v1/impacts", data=stated)).status_code == 401
