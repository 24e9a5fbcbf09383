"""Whatever is handed in gets a clear answer in both languages, and the next filing goes through."""

import os
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.cli.client import Client, Ending
from services.cli.sample_filings import samples
from tests.servers.house import AUTHORIZATION, HouseProcess
from tests.servers.until import until

FIELDS = {"agency": "DH0102-22", "year": "2025"}
REFUSED = {
    "an empty file": (b"", FIELDS, 422, "file.empty"),
    "a file over the limit": (b"x" * (6 * 1024 * 1024 + 1), FIELDS, 413, "file.too_large"),
    "an unknown agency": (b"<p>", {**FIELDS, "agency": "nobody"}, 422, "agency.unknown"),
    "the year 1899": (b"<p>", {**FIELDS, "year": "1899"}, 422, "year.out_of_range"),
}
REJECTED = {
    "5 MB of noise": ("noise.bin", os.urandom(5 * 1024 * 1024)),
    "a page without tables": ("page.html", "<html><body><p>放假三天。</p></body></html>".encode()),
    "JSON of the wrong type": ("report.json", b'{"agency": 7, "year": 2025, "edition": "2021", "tables": {}}'),
}
pytestmark = pytest.mark.timeout(180)


def both(text: Any) -> bool:  # noqa: ANN401 - JSON
    return bool(text["zh"]) and bool(text["en"])


async def goes_through(client: Client) -> None:
    """A sound report, filed now, is graded."""
    sample = next(sample for sample in samples() if sample.file == "dongao_2025.txt")
    receipt = await client.file(sample.offer)
    assert (await ending(client, receipt.id)).status == "scored"


async def ending(client: Client, submission: UUID) -> Ending:
    found: list[Ending] = []

    async def ended() -> bool:
        told = await client.ending(submission)
        if told is not None and told.final:
            found.append(told)
        return bool(found)

    await until(ended, 60)
    return found[0]


@pytest.mark.parametrize("what", REFUSED)
async def test_what_cannot_be_accepted_is_refused(standing_house: HouseProcess, what: str) -> None:
    data, fields, status, code = REFUSED[what]
    async with httpx.AsyncClient(
        base_url=standing_house.url, headers=AUTHORIZATION, timeout=30, trust_env=False
    ) as client:
        reply = await client.post("/v1/submissions", data=fields, files={"file": ("report.html", data)})
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    problem = reply.json()
    assert problem["code"] == code
    assert both(problem["messages"])
    assert both(problem["way_on"])
    async with Client(standing_house.url) as next_one:
        await goes_through(next_one)


@pytest.mark.parametrize("what", REJECTED)
async def test_what_cannot_be_read_is_rejected_with_reasons(standing_house: HouseProcess, what: str) -> None:
    name, data = REJECTED[what]
    async with httpx.AsyncClient(
        base_url=standing_house.url, headers=AUTHORIZATION, timeout=30, trust_env=False
    ) as client:
        reply = await client.post("/v1/submissions", data=FIELDS, files={"file": (name, data)})
        assert reply.status_code == httpx.codes.ACCEPTED
        receipt = reply.json()["id"]
        async with Client(standing_house.url) as patient:
            told = await ending(patient, UUID(receipt))
            assert told.status == "rejected"
            assert told.reasons
            assert all(reason.code and reason.message.zh and reason.message.en for reason in told.reasons)
            await goes_through(patient)
        outcome = (await client.get(f"/v1/submissions/{receipt}")).json()["outcome"]
    assert outcome == "rejected"
