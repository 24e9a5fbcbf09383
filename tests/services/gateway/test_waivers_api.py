"""Explanations over real HTTP, on real NATS and both databases: who may do what, and what the others hear of it."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.gateway.cases import WAIVERS
from services.gateway.tables import metadata
from shared.access.account import Account
from shared.events.waiver_changed import WaiverChangedV1
from shared.messaging.server import NatsServer
from shared.report.waiver import Waiver, WaiverState
from shared.storage.database import Database
from tests.servers.until import until
from tests.services.gateway.accounts_of import CLERK, ELSEWHERE, STRANGER, SUPERVISOR, enrol, shown
from tests.services.gateway.house import ONE_DATABASE, file, logged

FINDING = {
    "rule": "A303",
    "revision": "1",
    "places": "requests.closed.total\nrequests.closed.business",
    "binding": "ab" * 32,
    "explanation": "本年有一件跨年合并办理，已在说明中写明。",
}
ACCEPTING = {"decision": "accepted", "until": "2027-01-31", "words": "情况属实"}


@pytest.fixture
async def people(client: httpx.AsyncClient, environment: Path, database_url: str) -> httpx.AsyncClient:
    await enrol(database_url, environment)
    return client


async def ask(people: httpx.AsyncClient, **changes: str) -> httpx.Response:
    """Explain a finding as the clerk does."""
    filed = (await file(people)).json()
    return await people.post("/v1/waivers", data=FINDING | {"submission": filed["id"]} | changes, headers=shown(CLERK))


async def decide(people: httpx.AsyncClient, identity: str, who: Account, **stated: str) -> httpx.Response:
    return await people.post(f"/v1/waivers/{identity}/decision", data=stated or ACCEPTING, headers=shown(who))


async def heard(nats_url: str) -> list[Waiver]:
    return [event.waiver for event in await logged(nats_url, WaiverChangedV1) if isinstance(event, WaiverChangedV1)]


async def test_asked_decided_and_withdrawn_and_each_is_told(people: httpx.AsyncClient, nats_url: str) -> None:
    asked = await ask(people)
    assert (asked.status_code, asked.json()["state"], asked.json()["requester"]) == (201, "requested", CLERK.name)
    identity = asked.json()["id"]
    decided = await decide(people, identity, SUPERVISOR)
    assert (decided.status_code, decided.json()["state"], decided.json()["until"]) == (200, "accepted", "2027-01-31")
    path = f"/v1/waivers/{identity}/withdrawal"
    assert (await people.post(path, headers=shown(CLERK))).json()["state"] == "withdrawn"
    again = await people.post(path, headers=shown(CLERK))
    assert (again.status_code, again.json()["code"]) == (409, "waiver.over")
    assert "已撤回" in again.json()["detail"]
    told = await heard(nats_url)
    assert [(one.state, one.changed) for one in told] == [
        (WaiverState.REQUESTED, 1),
        (WaiverState.ACCEPTED, 2),
        (WaiverState.WITHDRAWN, 3),
    ]
    assert told[1].decider == SUPERVISOR.name
    assert (await ask(people)).status_code == 201


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_of_two_equal_requests_at_once_one_is_taken(people: httpx.AsyncClient, nats_url: str) -> None:
    await file(people)
    answers = await asyncio.gather(*(ask(people) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    (taken,) = await heard(nats_url)
    decisions = await asyncio.gather(*(decide(people, str(taken.id), SUPERVISOR) for _ in range(4)))
    assert sorted(answer.status_code for answer in decisions) == [200, 409, 409, 409]
    assert len(await heard(nats_url)) == 2


@ONE_DATABASE
async def test_what_is_not_yours_is_not_there(people: httpx.AsyncClient, nats_url: str) -> None:
    submission = (await file(people)).json()["id"]
    for who, status in ((STRANGER, 404), (SUPERVISOR, 403), (ELSEWHERE, 403)):
        asked = await people.post("/v1/waivers", json=FINDING | {"submission": submission}, headers=shown(who))
        assert asked.status_code == status
    identity = (await ask(people)).json()["id"]
    assert (await decide(people, identity, CLERK)).status_code == 403
    elsewhere = await decide(people, identity, ELSEWHERE)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "waiver.unknown")
    stranger = await people.post(f"/v1/waivers/{identity}/withdrawal", headers=shown(STRANGER))
    assert (stranger.status_code, stranger.json()["code"]) == (404, "waiver.unknown")
    for unknown in ("6f7c2a30-0000-5000-8000-000000000009", "x"):
        assert (await decide(people, unknown, SUPERVISOR)).json()["code"] == "waiver.unknown"
    assert (await people.post("/v1/waivers", data=FINDING, headers={"Authorization": ""})).status_code == 401
    assert len(await heard(nats_url)) == 1


@ONE_DATABASE
async def test_an_administrator_does_not_decide_about_an_own_request_either(people: httpx.AsyncClient) -> None:
    filed = (await file(people)).json()
    own = (await people.post("/v1/waivers", json=FINDING | {"submission": filed["id"]})).json()
    refused = await people.post(f"/v1/waivers/{own['id']}/decision", json=ACCEPTING)
    assert (refused.status_code, refused.json()["code"]) == (403, "waiver.own")
    assert (await decide(people, own["id"], SUPERVISOR)).status_code == 200


@ONE_DATABASE
async def test_a_form_is_led_on_and_told_what_happened(people: httpx.AsyncClient) -> None:
    onward = {"next": "/waivers#{id}", "back": "/reports/1"}
    asked = await ask(people, **onward)
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/waivers#")
    short = await ask(people, **onward, explanation="短", binding="cd" * 32)
    assert (short.status_code, short.headers["location"]) == (303, "/reports/1")
    assert "gouji_notice=" in short.headers["set-cookie"]


@ONE_DATABASE
async def test_a_draft_is_not_explained(people: httpx.AsyncClient) -> None:
    draft = (await file(people, draft="true")).json()
    answer = await people.post("/v1/waivers", json=FINDING | {"submission": draft["id"]}, headers=shown(CLERK))
    assert (answer.status_code, answer.json()["code"]) == (409, "finding.draft")


async def test_everybody_lists_what_may_be_read(people: httpx.AsyncClient) -> None:
    made = [(await ask(people, binding=f"{number:064x}")).json()["id"] for number in range(3)]
    other = (await file(people, b"other", agency="DH-0102")).json()["id"]
    made.append((await people.post("/v1/waivers", json=FINDING | {"submission": other})).json()["id"])
    await decide(people, made[0], SUPERVISOR)

    async def listed(who: dict[str, str], **query: str) -> list[str]:
        answer = await people.get("/v1/waivers", params=query, headers=who)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["waivers"]]

    newest = made[::-1]
    assert await listed({}) == newest
    assert await listed(shown(SUPERVISOR)) == newest
    assert await listed(shown(CLERK)) == newest[1:]
    assert await listed(shown(CLERK), agency="DH-0102") == []
    assert await listed(shown(ELSEWHERE)) == await listed(shown(STRANGER)) == newest[:1]
    assert await listed({}, state="accepted") == [made[0]]
    assert await listed({}, year="2024") == []
    assert await listed({}, agency="DH-0102", year="2025") == newest[:1]
    seen: list[str] = []
    onward: Any = "/v1/waivers?page_size=3"
    while onward:
        answer = (await people.get(onward, headers=shown(SUPERVISOR))).json()
        seen += [one["id"] for one in answer["waivers"]]
        onward = answer["next"]
    assert seen == newest
    for wrong in ({"page_size": "501"}, {"page_size": "0"}, {"year": "x"}, {"after": "x"}, {"agency": "?"}):
        assert (await people.get("/v1/waivers", params=wrong)).json()["code"] == "list.invalid"
    assert (await people.get("/v1/waivers", headers={"Authorization": ""})).status_code == 401


@ONE_DATABASE
async def test_what_was_decided_while_the_broker_was_away_is_told_afterwards(
    people: httpx.AsyncClient, nats_broker: NatsServer, nats_url: str, database_url: str
) -> None:
    identity = (await ask(people)).json()["id"]
    nats_broker.kill()
    decided = await decide(people, identity, SUPERVISOR)
    assert decided.status_code == 200
    nats_broker.start()
    told: list[Waiver] = []

    async def is_told() -> bool:
        told[:] = await heard(nats_url)
        return len(told) == 2

    await until(is_told)
    database = Database(database_url, "gateway", metadata)
    async with database.reading() as connection:
        assert await WAIVERS.find(connection, told[-1].id) == told[-1]
    await database.close()


@ONE_DATABASE
async def test_a_key_makes_a_request_happen_once(people: httpx.AsyncClient, nats_url: str) -> None:
    filed = (await file(people)).json()
    body = FINDING | {"submission": filed["id"]}
    keyed = shown(CLERK) | {"Idempotency-Key": "k-1"}
    first = await people.post("/v1/waivers", json=body, headers=keyed)
    again = await people.post("/v1/waivers", data=body, headers=keyed)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    other = await people.post("/v1/waivers", json=body | {"binding": "cd" * 32}, headers=keyed)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key.reused")
    elsewhere = await people.post(f"/v1/waivers/{first.json()['id']}/withdrawal", headers=keyed)
    assert elsewhere.json()["code"] == "idempotency_key.reused"
    operator = await people.post("/v1/waivers", json=body, headers={"Idempotency-Key": "k-1"})
    assert operator.json()["code"] == "waiver.standing"
    corrected = await people.post("/v1/waivers", json=body | {"binding": "cd" * 32}, headers={"Idempotency-Key": "k-1"})
    assert corrected.status_code == 201
    for wrong in ("", "a b", "x" * 256):
        answer = await people.post("/v1/waivers", json=body, headers=shown(CLERK) | {"Idempotency-Key": wrong})
        assert answer.json()["code"] == "idempotency_key.invalid"
    assert len(await heard(nats_url)) == 2
