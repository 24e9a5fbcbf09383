"""The receipt to keep, over HTTP: signed, for those who may read the filing, with digests once it has ended."""

import stat
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import httpx
import msgspec
import pytest

from services.gateway.acceptance import DRAFTS_KEPT
from services.gateway.app import build
from services.gateway.signing import Signer
from shared.events.report_scored import ReportScoredV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.ledger import Filed, Settled
from shared.report.receipt import SignedReceipt, fingerprint, genuine
from tests.servers.until import until
from tests.services.gateway.accounts_of import CLERK, ELSEWHERE, STRANGER, SUPERVISOR, enrol, shown
from tests.services.gateway.house import ONE_DATABASE, SCORECARD, file, logged, outcome, publish, register, serving

DATA = "<html>年报</html>".encode()


async def kept(client: httpx.AsyncClient, submission_id: str) -> SignedReceipt:
    answer = await client.get(f"/v1/submissions/{submission_id}/receipt")
    assert answer.status_code == 200
    return genuine(answer.content)


async def grade(client: httpx.AsyncClient, nats_url: str, submission_id: str) -> None:
    """Say what score would say of a filing, and wait until it is settled."""
    for event in await logged(nats_url):
        if isinstance(event, SubmissionReceivedV1) and str(event.submission.id) == submission_id:
            graded = ReportScoredV1(
                event_id=ReportScoredV1.id_from(event.event_id),
                cause_id=event.event_id,
                occurred_at=event.occurred_at,
                submission=event.submission,
                judging=1,
                scorecard=SCORECARD,
                catalogue="0123456789abcdef",
                figures="cd" * 32,
                reader="2",
            )
            await publish(nats_url, graded)

    async def settled() -> bool:
        return await outcome(client, submission_id) == "scored"

    await until(settled)


async def test_a_receipt_of_filing_becomes_one_of_the_grade(client: httpx.AsyncClient, nats_url: str) -> None:
    filed = (await file(client, DATA, published_on="2026-01-20")).json()
    first = await kept(client, filed["id"])
    assert (str(first.submission), first.sha256, first.size) == (filed["id"], sha256(DATA).hexdigest(), len(DATA))
    assert (first.filename, first.agency_name, first.year, first.version) == ("年报.html", "临江市水务局", 2025, 1)
    assert first.received_at.isoformat() == filed["received_at"]
    assert first.deadline_status.value == filed["deadline_status"]
    assert (first.outcome, first.figures, first.catalogue) == ("open", "", "")
    (link,) = first.ledger
    assert isinstance(link.content, Filed)
    await grade(client, nats_url, filed["id"])
    second = await kept(client, filed["id"])
    assert (second.outcome, second.outcome_label.zh) == ("scored", "已评定")
    assert (second.figures, second.reader, second.catalogue) == ("cd" * 32, "2", "0123456789abcdef")
    assert second.ledger[0] == link
    assert isinstance(second.ledger[1].content, Settled)
    assert second.ledger[1].previous == link.head


@ONE_DATABASE
async def test_it_is_a_file_to_keep(client: httpx.AsyncClient) -> None:
    filed = (await file(client)).json()
    assert filed["keep_until"] is None
    answer = await client.get(filed["links"]["receipt"])
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''gouji-receipt-DH-0101-2025-1.json"
    assert answer.headers["content-type"] == "application/json"
    assert (await client.get(f"/v1/submissions/{filed['id']}/receipt")).content == answer.content


@ONE_DATABASE
async def test_a_draft_has_no_receipt_and_a_stranger_none_either(client: httpx.AsyncClient) -> None:
    draft = (await file(client, draft="true")).json()
    assert datetime.fromisoformat(draft["keep_until"]) - datetime.fromisoformat(draft["received_at"]) == DRAFTS_KEPT
    assert "receipt" not in draft["links"]
    answer = await client.get(f"/v1/submissions/{draft['id']}/receipt")
    assert (answer.status_code, answer.json()["code"]) == (409, "draft.not_filed")
    for unknown in ("00000000-0000-0000-0000-000000000000", "12"):
        answer = await client.get(f"/v1/submissions/{unknown}/receipt")
        assert (answer.status_code, answer.json()["code"]) == (404, "submission.unknown")
    filed = (await file(client)).json()
    answer = await client.get(f"/v1/submissions/{filed['id']}/receipt", headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401


async def test_it_is_for_those_who_may_read_the_filing(
    client: httpx.AsyncClient, environment: Path, database_url: str
) -> None:
    filed = (await file(client)).json()
    await enrol(database_url, environment)
    answers = {
        person.login: (await client.get(f"/v1/submissions/{filed['id']}/receipt", headers=shown(person))).status_code
        for person in (CLERK, STRANGER, SUPERVISOR, ELSEWHERE)
    }
    assert answers == {"clerk": 200, "stranger": 404, "supervisor": 200, "elsewhere": 404}


@ONE_DATABASE
async def test_everybody_may_know_the_key_and_it_stays(
    client: httpx.AsyncClient, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await client.get("/v1/filing/key", headers={"Authorization": ""})
    assert answer.status_code == 200
    told = answer.json()
    assert told["algorithm"] == "Ed25519"
    assert told["fingerprint"] == fingerprint(told["key"])
    filed = (await file(client)).json()
    assert (await kept(client, filed["id"])).key == told["key"]
    secret = environment / "signing-key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert Signer.from_environment({"GOUJI_DATA": str(environment)}).public.key == told["key"]
    monkeypatch.setenv("GOUJI_SIGNING_KEY", "A" * 43)
    async with serving(build()) as other:
        assert (await other.get("/v1/filing/key")).json()["key"] != told["key"]


@ONE_DATABASE
@pytest.mark.usefixtures("environment")
async def test_a_key_that_is_none_keeps_the_gateway_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_SIGNING_KEY", "secret")
    with pytest.raises(ValueError, match="32 bytes"):
        build()


@ONE_DATABASE
@pytest.mark.usefixtures("environment")
async def test_a_ledger_that_was_meddled_with_is_told(client: httpx.AsyncClient) -> None:
    await file(client)
    await register(client)

    async def looked() -> bool:
        return "gouji_gateway_ledger_broken_position 0.0" in (await client.get("/metrics")).text

    await until(looked)
    assert msgspec.json.decode((await client.get("/health/ready")).content)["reasons"] == []
