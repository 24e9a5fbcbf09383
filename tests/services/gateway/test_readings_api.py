"""A draft whose doubtful cells are corrected and which is then filed, over real HTTP, as a form and as a program."""

from pathlib import Path

import httpx
import pytest

from shared.events.submission_received import SubmissionReceivedV1
from shared.report.submission import Correction, Submission
from tests.services.gateway.accounts_of import CLERK, ELSEWHERE, STRANGER, SUPERVISOR, enrol, shown
from tests.services.gateway.house import ONE_DATABASE, file, logged

AT = "requests.closed.total"
FEES = "proactive.fees"

pytestmark = ONE_DATABASE


@pytest.fixture
async def people(client: httpx.AsyncClient, environment: Path, database_url: str) -> httpx.AsyncClient:
    await enrol(database_url, environment)
    return client


async def announced(nats_url: str) -> list[Submission]:
    events = await logged(nats_url)
    return [event.submission for event in events if isinstance(event, SubmissionReceivedV1)]


async def test_a_correction_makes_the_next_version_of_the_same_bytes(people: httpx.AsyncClient, nats_url: str) -> None:
    draft = (await file(people, draft="true")).json()
    path = f"/v1/submissions/{draft['id']}/corrections"
    typed = {f"cell:{AT}": "13", f"cell:{FEES}": "空白", "cell:proactive.licensing": ""}
    answer = await people.post(path, data=typed, headers=shown(CLERK))
    assert (answer.status_code, answer.json()["version"], answer.json()["draft"]) == (202, 2, True)
    assert answer.headers["location"] == f"/v1/submissions/{answer.json()['id']}"
    again = await people.post(path, json=typed, headers=shown(CLERK))
    assert again.json()["id"] == answer.json()["id"]
    first, second = await announced(nats_url)
    assert second.corrections == (Correction(FEES, None), Correction(AT, 13))
    assert (second.sha256, second.filename, second.media_type) == (first.sha256, first.filename, first.media_type)
    assert second.supersedes == first.id
    onward = f"/v1/submissions/{second.id}/corrections"
    third = (await people.post(onward, json={f"cell:{AT}": "", "cell:proactive.licensing": 4})).json()
    assert third["version"] == 3
    corrections = (await announced(nats_url))[-1].corrections
    assert corrections == (Correction(FEES, None), Correction("proactive.licensing", 4))


async def test_a_form_on_a_filing_makes_a_draft_and_a_program_the_next_filing(people: httpx.AsyncClient) -> None:
    filed = (await file(people)).json()
    path = f"/v1/submissions/{filed['id']}/corrections"
    form = {f"cell:{AT}": "13", "next": "/reports/{id}", "back": f"/reports/{filed['id']}"}
    answer = await people.post(path, data=form)
    assert answer.status_code == 303
    draft = await people.get("/v1/submissions/" + answer.headers["location"].removeprefix("/reports/"))
    assert (draft.json()["draft"], draft.json()["version"]) == (True, 1)
    program = (await people.post(path, json={f"cell:{AT}": 13})).json()
    assert (program["draft"], program["version"], program["supersedes"]) == (False, 2, filed["id"])


async def test_a_draft_is_filed_with_its_corrections(people: httpx.AsyncClient, nats_url: str) -> None:
    tried = (await file(people, draft="true", published_on="2026-01-10")).json()
    corrected = await people.post(f"/v1/submissions/{tried['id']}/corrections", json={f"cell:{AT}": 13})
    path = f"/v1/submissions/{corrected.json()['id']}/filing"
    answer = await people.post(path, headers=shown(CLERK))
    assert (answer.status_code, answer.json()["draft"], answer.json()["version"]) == (202, False, 1)
    assert answer.json()["published_on"] == "2026-01-10"
    filed = (await announced(nats_url))[-1]
    assert (filed.corrections, filed.sha256) == ((Correction(AT, 13),), tried["sha256"])
    assert filed.keep_until is None
    assert (await people.post(path)).json()["id"] == answer.json()["id"]
    later = await people.post(path, data={"published_on": "2026-01-12"})
    assert (later.json()["published_on"], later.json()["version"]) == ("2026-01-12", 2)
    refused = await people.post(path.replace(str(corrected.json()["id"]), answer.json()["id"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "submission.already_filed")
    wrong = await people.post(path, data={"published_on": "12.1.2026"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "published_on.invalid")


async def test_only_who_files_for_the_agency_corrects_and_files(people: httpx.AsyncClient, nats_url: str) -> None:
    draft = (await file(people, draft="true")).json()
    filed = (await file(people, b"another")).json()
    for step, body in (("corrections", {f"cell:{AT}": "1"}), ("filing", {})):
        for who in (SUPERVISOR, ELSEWHERE):
            answer = await people.post(f"/v1/submissions/{draft['id']}/{step}", json=body, headers=shown(who))
            assert answer.status_code == 403
        for one in (draft, filed):
            answer = await people.post(f"/v1/submissions/{one['id']}/{step}", json=body, headers=shown(STRANGER))
            assert (answer.status_code, answer.json()["code"]) == (404, "submission.unknown")
        nobody = await people.post(f"/v1/submissions/{draft['id']}/{step}", json=body, headers={"Authorization": ""})
        assert nobody.status_code == 401
    assert len(await announced(nats_url)) == 2


async def test_wrong_corrections_say_which_and_lead_back(people: httpx.AsyncClient) -> None:
    draft = (await file(people, draft="true")).json()
    path = f"/v1/submissions/{draft['id']}/corrections"
    answer = await people.post(path, json={f"cell:{AT}": "12件", "cell:x": "1"})
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == ["correction.invalid", "cell.unknown"]
    assert (await people.post(path, json={})).json()["code"] == "correction.missing"
    form = {f"cell:{AT}": "x", "next": "/reports/{id}", "back": "/reports/1"}
    led = await people.post(path, data=form)
    assert (led.status_code, led.headers["location"]) == (303, "/reports/1")


async def test_a_pasted_page_is_filed_like_a_file(people: httpx.AsyncClient, nats_url: str) -> None:
    form = {"agency": "DH-0101", "year": "2025", "draft": "true"}
    answer = await people.post(
        "/v1/submissions", files={**{k: (None, v) for k, v in form.items()}, "text": (None, "<table></table>")}
    )
    assert answer.status_code == 202
    (pasted,) = await announced(nats_url)
    assert (pasted.filename, pasted.media_type) == ("粘贴.html", "text/html; charset=utf-8")
