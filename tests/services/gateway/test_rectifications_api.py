"""Orders over real HTTP and real NATS: who may send findings back, answer and close, and what the others hear."""

import json
from pathlib import Path

import httpx
import pytest

from shared.events.rectification_changed import RectificationChangedV1
from shared.report.rectification import Rectification, RectificationState
from tests.services.gateway.accounts_of import CLERK, ELSEWHERE, STRANGER, SUPERVISOR, enrol, shown
from tests.services.gateway.house import ONE_DATABASE, file, logged

ITEM = {"rule": "A303", "revision": 1, "places": ["requests.closed.total"], "binding": "ab" * 32}
OTHER = {"rule": "C001", "revision": 2, "places": ["part.1"], "binding": "cd" * 32}
DUE = "2026-12-20"


@pytest.fixture
async def people(client: httpx.AsyncClient, environment: Path, database_url: str) -> httpx.AsyncClient:
    await enrol(database_url, environment)
    return client


def stated(submission: str, *items: object, **changes: str) -> dict[str, object]:
    listed = [json.dumps(item) for item in items or (ITEM, OTHER)]
    return {"submission": submission, "item": listed, "demand": "请核对表三", "due_on": DUE, **changes}


async def heard(nats_url: str) -> list[Rectification]:
    events = await logged(nats_url, RectificationChangedV1)
    return [event.rectification for event in events if isinstance(event, RectificationChangedV1)]


async def test_ordered_answered_and_closed_and_each_is_told(people: httpx.AsyncClient, nats_url: str) -> None:
    filed = (await file(people)).json()["id"]
    ordered = await people.post("/v1/rectifications", data=stated(filed), headers=shown(SUPERVISOR))
    assert (ordered.status_code, ordered.json()["state"], len(ordered.json()["items"])) == (201, "ordered", 2)
    path = f"/v1/rectifications/{ordered.json()['id']}"
    repeated = await people.post("/v1/rectifications", json=stated(filed, OTHER, ITEM), headers=shown(SUPERVISOR))
    assert (repeated.status_code, repeated.json()["code"]) == (409, "rectification.standing")
    answered = await people.post(f"{path}/answer", data={"words": "已更正并重新报送"}, headers=shown(CLERK))
    assert (answered.json()["state"], answered.json()["answerer"]) == ("answered", CLERK.name)
    twice = await people.post(f"{path}/answer", data={"words": "再次答复"}, headers=shown(CLERK))
    assert (twice.status_code, twice.json()["code"]) == (409, "rectification.over")
    closed = await people.post(f"{path}/closing", headers=shown(SUPERVISOR))
    assert (closed.json()["state"], closed.json()["closer"]) == ("closed", SUPERVISOR.name)
    assert (await people.post(f"{path}/withdrawal", headers=shown(SUPERVISOR))).status_code == 409
    told = await heard(nats_url)
    state = RectificationState
    assert [one.state for one in told] == [state.ORDERED, state.ANSWERED, state.CLOSED]
    assert [one.changed for one in told] == [1, 2, 3]
    (listed,) = (await people.get("/v1/rectifications")).json()["rectifications"]
    assert listed["id"] == str(told[0].id)


@ONE_DATABASE
async def test_an_order_is_withdrawn_and_made_anew(people: httpx.AsyncClient) -> None:
    filed = (await file(people)).json()["id"]
    first = (await people.post("/v1/rectifications", json=stated(filed), headers=shown(SUPERVISOR))).json()["id"]
    withdrawn = await people.post(f"/v1/rectifications/{first}/withdrawal", headers=shown(SUPERVISOR))
    assert withdrawn.json()["state"] == "withdrawn"
    assert (await people.post(f"/v1/rectifications/{first}/answer", json={"words": "答复"})).status_code == 409
    anew = await people.post("/v1/rectifications", json=stated(filed), headers=shown(SUPERVISOR))
    assert (anew.status_code, anew.json()["id"] == first) == (201, False)


@ONE_DATABASE
async def test_what_is_not_yours_is_not_there(people: httpx.AsyncClient, nats_url: str) -> None:
    filed = (await file(people)).json()["id"]
    draft = (await file(people, draft="true")).json()["id"]
    for who, status in ((CLERK, 403), (STRANGER, 403), (ELSEWHERE, 404)):
        answer = await people.post("/v1/rectifications", json=stated(filed), headers=shown(who))
        assert answer.status_code == status
    unseen = await people.post("/v1/rectifications", json=stated(draft), headers=shown(SUPERVISOR))
    assert (unseen.status_code, unseen.json()["code"]) == (404, "submission.unknown")
    seen = await people.post("/v1/rectifications", json=stated(draft))
    assert (seen.status_code, seen.json()["code"]) == (409, "finding.draft")
    made = (await people.post("/v1/rectifications", json=stated(filed))).json()["id"]
    for step, who, status in (
        ("answer", STRANGER, 404),
        ("answer", SUPERVISOR, 403),
        ("closing", CLERK, 403),
        ("closing", ELSEWHERE, 404),
        ("withdrawal", ELSEWHERE, 404),
    ):
        answer = await people.post(f"/v1/rectifications/{made}/{step}", json={"words": "答复"}, headers=shown(who))
        assert answer.status_code == status, (step, who)
    for who, count in ((CLERK, 1), (STRANGER, 0), (SUPERVISOR, 1), (ELSEWHERE, 0)):
        answer = await people.get("/v1/rectifications", headers=shown(who))
        assert len(answer.json()["rectifications"]) == count
    assert (await people.post("/v1/rectifications/x/closing")).json()["code"] == "rectification.unknown"
    assert len(await heard(nats_url)) == 1


@ONE_DATABASE
async def test_an_incomplete_order(people: httpx.AsyncClient) -> None:
    filed = (await file(people)).json()["id"]
    for wrong, code in (
        ({"item": ["{}"]}, "items.invalid"),
        ({"item": []}, "items.invalid"),
        ({"demand": ""}, "words.length"),
        ({"due_on": "2020-01-01"}, "due_on.invalid"),
        ({"submission": "x"}, "submission.unknown"),
    ):
        answer = await people.post("/v1/rectifications", json=stated(filed) | wrong)
        assert answer.json()["code"] == code
        assert answer.json()["way_on"]["en"]
    form = stated(filed, due_on="") | {"next": "/rectification", "back": "/reports/1"}
    led = await people.post("/v1/rectifications", data=form)
    assert (led.status_code, led.headers["location"]) == (303, "/reports/1")
