"""Filing over real HTTP, on both databases with a real broker: receipts, refusals, and the next filing goes through."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from services.gateway.acceptance import object_key
from shared.events.report_scored import ReportScoredV1
from shared.events.submission_received import SubmissionReceivedV1
from tests.servers.until import until
from tests.services.gateway.house import (
    ONE_DATABASE,
    SCORECARD,
    WATER,
    file,
    logged,
    outcome,
    publish,
)

REPORT = "<html>年度报告</html>".encode()
GOOD = {"agency": WATER.code, "year": "2025"}


async def test_a_filing_gets_a_receipt_and_its_original_and_event_are_kept(
    client: httpx.AsyncClient, environment: Path, nats_url: str
) -> None:
    began = datetime.now(UTC)
    answer = await file(client, REPORT, published_on="2026-01-20")
    assert answer.status_code == 202
    receipt = answer.json()
    sha256 = hashlib.sha256(REPORT).hexdigest()
    assert receipt["agency"]["name"] == WATER.name
    assert (receipt["year"], receipt["version"], receipt["draft"]) == (2025, 1, False)
    assert (receipt["sha256"], receipt["size"]) == (sha256, len(REPORT))
    assert (receipt["filename"], receipt["media_type"]) == ("年报.html", "text/html")
    assert began <= datetime.fromisoformat(receipt["received_at"]) <= datetime.now(UTC)
    assert receipt["received_at"].endswith("+08:00")
    assert (receipt["published_on"], receipt["deadline"]) == ("2026-01-20", "2026-01-31")
    late = datetime.now(UTC).date().isoformat() > "2026-01-31"
    assert receipt["deadline_status"] == ("late" if late else "on_time")
    assert receipt["deadline_label"] == (
        {"zh": "逾期报送", "en": "Filed late"} if late else {"zh": "按期报送", "en": "Filed on time"}
    )
    assert receipt["outcome"] == "open"
    path = f"/v1/submissions/{receipt['id']}"
    assert receipt["links"] == {"self": path, "report": f"/reports/{receipt['id']}", "receipt": f"{path}/receipt"}
    assert answer.headers["location"] == path
    assert (await client.get(path)).json() == receipt
    assert (environment / "objects" / object_key(sha256)).read_bytes() == REPORT
    (event,) = await logged(nats_url)
    assert isinstance(event, SubmissionReceivedV1)
    assert (str(event.submission.id), event.object_key) == (receipt["id"], object_key(sha256))
    assert event.submission.agency == WATER


@ONE_DATABASE
async def test_a_bare_file_is_filed_with_its_own_type(client: httpx.AsyncClient) -> None:
    kind = "application/vnd.gouji.report+json"
    query = {**GOOD, "filename": "report.json", "draft": "true"}
    answer = await client.post("/v1/submissions", params=query, content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 202
    receipt = answer.json()
    assert (receipt["media_type"], receipt["filename"], receipt["draft"]) == (kind, "report.json", True)


async def test_the_same_filing_again_gets_the_same_receipt_and_no_second_event(
    client: httpx.AsyncClient, nats_url: str
) -> None:
    first, second = await file(client), await file(client)
    assert (second.status_code, second.json()) == (202, first.json())
    assert len(await logged(nats_url)) == 1


async def test_a_correction_supersedes_and_drafts_count_apart(client: httpx.AsyncClient) -> None:
    first = (await file(client, b"1")).json()
    draft = (await file(client, b"2", draft="true")).json()
    second = (await file(client, b"2")).json()
    other = (await file(client, b"2", year="2024")).json()
    assert (second["version"], second["supersedes"]) == (2, first["id"])
    assert [(each["version"], each["supersedes"]) for each in (draft, other)] == [(1, None), (1, None)]
    assert len({first["id"], draft["id"], second["id"], other["id"]}) == 4


async def test_twenty_filings_at_once_of_one_agency_and_year_get_distinct_versions(
    client: httpx.AsyncClient, nats_url: str
) -> None:
    answers = await asyncio.gather(*(file(client, f"report {number}".encode()) for number in range(20)))
    receipts = sorted((answer.json() for answer in answers), key=lambda receipt: receipt["version"])
    assert [receipt["version"] for receipt in receipts] == list(range(1, 21))
    assert [receipt["supersedes"] for receipt in receipts] == [None, *(receipt["id"] for receipt in receipts[:-1])]
    assert len({event.event_id for event in await logged(nats_url)}) == 20


async def test_the_same_filing_twenty_times_at_once_is_one_receipt_and_one_event(
    client: httpx.AsyncClient, nats_url: str
) -> None:
    answers = await asyncio.gather(*(file(client) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await logged(nats_url)) == 1


async def test_a_grade_settles_the_receipt(client: httpx.AsyncClient, nats_url: str) -> None:
    receipt = (await file(client)).json()
    (event,) = await logged(nats_url)
    assert isinstance(event, SubmissionReceivedV1)
    graded = ReportScoredV1(
        event_id=ReportScoredV1.id_from(event.event_id),
        cause_id=event.event_id,
        occurred_at=event.occurred_at,
        submission=event.submission,
        judging=1,
        scorecard=SCORECARD,
    )
    await publish(nats_url, graded)

    async def settled() -> bool:
        return await outcome(client, receipt["id"]) == "scored"

    await until(settled)
    assert (await client.get(f"/v1/submissions/{receipt['id']}")).json()["outcome_label"]["zh"] == "已评定"


FORM = "multipart/form-data; boundary=seam"
BAD: dict[str, tuple[int, str, dict[str, Any]]] = {
    "empty file": (422, "file.empty", {"data": GOOD, "files": {"file": ("a.html", b"", "text/html")}}),
    "empty body": (422, "file.empty", {"params": GOOD, "content": b""}),
    "no file": (422, "file.missing", {"files": {"agency": (None, b"DH-0101"), "year": (None, b"2025")}}),
    "too large": (413, "file.too_large", {"data": GOOD, "files": {"file": ("a.html", b"x" * 100_001, "text/html")}}),
    "unknown agency": (422, "agency.unknown", {"params": {**GOOD, "agency": "DH-9999"}, "content": b"x"}),
    "agency with NUL": (422, "agency.unknown", {"params": {**GOOD, "agency": "DH\x00"}, "content": b"x"}),
    "no agency": (422, "agency.missing", {"params": {"year": "2025"}, "content": b"x"}),
    "no year": (422, "year.missing", {"params": {"agency": "DH-0101"}, "content": b"x"}),
    "year 1899": (422, "year.out_of_range", {"params": {**GOOD, "year": "1899"}, "content": b"x"}),
    "year in words": (422, "year.invalid", {"params": {**GOOD, "year": "去年"}, "content": b"x"}),
    "no date": (422, "published_on.invalid", {"params": {**GOOD, "published_on": "soon"}, "content": b"x"}),
    "no truth value": (422, "draft.invalid", {"params": {**GOOD, "draft": "maybe"}, "content": b"x"}),
    "metadata of a wrong type": (
        422,
        "metadata.invalid",
        {"data": {"metadata": json.dumps({"agency": 1, "year": "2025"})}, "files": {"file": ("a.html", b"x")}},
    ),
    "broken form": (400, "form.malformed", {"content": b"--seam\r\nnoise", "headers": {"Content-Type": FORM}}),
    "form without boundary": (
        400,
        "form.malformed",
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
    ),
    "form without files": (415, "media_type.unsupported", {"data": GOOD}),
}


async def test_bad_input_gets_a_clear_answer_and_the_next_filing_goes_through(
    client: httpx.AsyncClient, nats_url: str
) -> None:
    for number, (bad, (status, code, request)) in enumerate(BAD.items()):
        await refused(client, bad, status, code, request)
        assert len(await logged(nats_url)) == number
        assert (await file(client, bad.encode())).status_code == 202


async def refused(client: httpx.AsyncClient, bad: str, status: int, code: str, request: dict[str, Any]) -> None:
    answer = await client.post("/v1/submissions", **request)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (bad, answer.status_code, problem["status"], problem["code"]) == (bad, status, status, code)
    assert problem["type"] == f"/v1/filing/problems#{code}"
    assert problem["detail"] == problem["messages"]["zh"]
    assert problem["messages"]["en"]
    assert problem["way_on"]["zh"]
    assert problem["way_on"]["en"]


WRONG = [
    ("GET", "/v1/nothing", 404, "path.unknown"),
    ("GET", "/", 404, "path.unknown"),
    ("GET", "/v1/submissions/12", 404, "submission.unknown"),
    ("GET", "/v1/submissions/00000000-0000-0000-0000-000000000000", 404, "submission.unknown"),
    ("GET", "/v1/agencies/DH-9999", 404, "agency.not_found"),
    ("GET", "/v1/agencies/%00", 404, "agency.not_found"),
    ("GET", "/v1/agencies?page_size=0", 422, "page.invalid"),
    ("GET", f"/v1/agencies?page_size={'9' * 5000}", 422, "page.invalid"),
    ("GET", "/v1/agencies?after=%00", 422, "page.invalid"),
    ("DELETE", "/v1/submissions", 405, "method.not_allowed"),
    ("PATCH", "/v1/agencies", 405, "method.not_allowed"),
]


async def test_wrong_addresses_are_problems_too(client: httpx.AsyncClient) -> None:
    for method, path, status, code in WRONG:
        answer = await client.request(method, path)
        assert (path, answer.status_code, answer.json()["code"]) == (path, status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        if status == 405:
            assert "POST" in answer.headers["allow"]


@ONE_DATABASE
async def test_a_streamed_body_is_refused_at_the_limit_without_waiting_for_its_end(client: httpx.AsyncClient) -> None:
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    writer.write(
        b"POST /v1/submissions?agency=DH-0101&year=2025 HTTP/1.1\r\nHost: gouji\r\n"
        b"Authorization: Bearer operator of the tests\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    for _ in range(11):
        writer.write(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
    async with asyncio.timeout(10):
        answer = (await reader.readuntil(b'"errors"')).decode()
    writer.close()
    assert answer.startswith("HTTP/1.1 413")
    assert '"code":"file.too_large"' in answer
    assert "100000 字节" in answer
    assert (await file(client)).status_code == 202


@ONE_DATABASE
async def test_without_a_place_for_originals_nothing_is_received_and_afterwards_everything(
    client: httpx.AsyncClient, environment: Path, nats_url: str
) -> None:
    in_the_way = environment / "objects" / "sha256"
    in_the_way.write_text("not a folder")
    answer = await file(client)
    assert (answer.status_code, answer.json()["code"]) == (503, "store.unavailable")
    assert answer.headers["retry-after"]
    assert await logged(nats_url) == []
    in_the_way.unlink()
    assert (await file(client)).json()["version"] == 1


@ONE_DATABASE
async def test_noise_of_any_kind_is_accepted_because_reading_is_not_the_gateways(client: httpx.AsyncClient) -> None:
    assert (await file(client, bytes(range(256)) * 100)).status_code == 202


@ONE_DATABASE
async def test_the_api_documents_itself_with_every_code(client: httpx.AsyncClient) -> None:
    document = (await client.get("/v1/filing/openapi.json")).json()
    filing_and_register = {
        "/v1/submissions",
        "/v1/submissions/{submission_id}",
        "/v1/submissions/{submission_id}/corrections",
        "/v1/submissions/{submission_id}/filing",
        "/v1/submissions/{submission_id}/receipt",
        "/v1/filing/key",
        "/v1/agencies",
        "/v1/agencies/{code}",
        "/v1/filing/problems",
    }
    assert filing_and_register <= set(document["paths"])
    filing = document["paths"]["/v1/submissions"]["post"]
    assert set(filing["requestBody"]["content"]) == {"multipart/form-data", "*/*"}
    assert filing["responses"]["413"]["description"] == "file.too_large"
    kinds = {kind["code"]: kind["status"] for kind in (await client.get("/v1/filing/problems")).json()}
    assert kinds["file.empty"] == 422


@ONE_DATABASE
async def test_probes_and_figures_stand_beside_the_api(client: httpx.AsyncClient) -> None:
    await file(client, b"figures")
    assert (await client.get("/health/live")).status_code == 200
    assert (await client.get("/health/ready")).json() == {"status": "ready", "reasons": []}

    async def counted() -> bool:
        figures = (await client.get("/metrics")).text
        return 'gouji_gateway_receipts{outcome="open"} 1.0' in figures

    await until(counted)
    figures = (await client.get("/metrics")).text
    for expected in (
        'gouji_gateway_submissions_total{result="accepted"}',
        "gouji_gateway_receipts_open_oldest_seconds ",
        "gouji_gateway_upload_bytes_count",
        'gouji_gateway_request_seconds_count{route="/v1/submissions",status="202"}',
    ):
        assert expected in figures
    assert WATER.code not in figures
