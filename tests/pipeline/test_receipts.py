"""In a running house: a receipt proves a filing offline, and of a draft nothing is left when its time is up."""

import asyncio
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from services.cli.__main__ import run
from services.cli.sample_filings import sample_register, samples
from services.ingest.reading import REVISION
from shared.messaging.settings import BusSettings
from shared.messaging.topology import connection, streams
from shared.report.receipt import genuine
from tests.servers.house import AUTHORIZATION, HouseProcess, house
from tests.servers.until import until

pytestmark = pytest.mark.timeout(180)

KEPT_SECONDS = 20
ROOMS = {"validate": ("reports", "outcomes"), "score": ("scorecards",), "gateway": ("receipts",)}


async def filed(client: httpx.AsyncClient, name: str, *, draft: bool) -> tuple[str, bytes]:
    """File a sample, wait for its grade, and give its id and its bytes."""
    sample = next(sample for sample in samples() if sample.offer.filename == name)
    form = {"agency": sample.offer.agency, "year": str(sample.offer.year), "draft": str(draft).lower()}
    answer = await client.post("/v1/submissions", data=form, files={"file": (name, sample.data)})
    assert answer.status_code == 202, answer.text
    submission_id = str(answer.json()["id"])

    async def graded() -> bool:
        told = await client.get(f"/v1/submissions/{submission_id}")
        return told.is_success and told.json()["outcome"] == "scored"

    await until(graded, 60)
    return submission_id, sample.data


async def verified(original: Path, kept: Path, key: str) -> int:
    return await asyncio.to_thread(run, ["verify-receipt", str(original), str(kept), "--key", key])


def held(data: Path, room: str, submission_id: str) -> int:
    """How many rows of a room's database are about a submission."""
    number = submission_id.replace("-", "")
    with closing(sqlite3.connect(f"file:{data / f'{room}.db'}?mode=ro", uri=True)) as database:
        return sum(
            database.execute(
                f"SELECT count(*) FROM {table} WHERE submission_id = ?",  # noqa: S608 - our own tables
                (number,),
            ).fetchone()[0]
            for table in ROOMS[room]
        )


async def logged(running: HouseProcess, submission_id: str) -> int:
    """How many messages of the house's log name a submission, but for the one that says it has gone."""
    found = 0
    async with connection(BusSettings(url=running.nats_url)) as context:
        for stream in streams():
            if stream.pattern.endswith("draft.expired"):
                continue
            state = (await context.stream_info(stream.name)).state
            if state.messages:
                reading = await context.subscribe(stream.pattern, ordered_consumer=True, stream=stream.name)
                for _ in range(state.messages):
                    found += submission_id.encode() in (await reading.next_msg(5)).data
                await reading.unsubscribe()
    return found


async def test_a_filing_proves_itself_and_a_draft_leaves_nothing(tmp_path: Path) -> None:
    days = {"GOUJI_GATEWAY_DRAFT_DAYS": str(KEPT_SECONDS / 86_400), "GOUJI_GATEWAY_RECONCILE_SECONDS": "1"}
    with house(tmp_path / "data", days) as running:
        async with httpx.AsyncClient(
            base_url=running.url, headers=AUTHORIZATION, timeout=30, trust_env=False
        ) as client:
            table = {"Content-Type": "text/csv"}
            assert (await client.put("/v1/agencies", content=sample_register(), headers=table)).is_success
            filing, data = await filed(client, "chengzhou_2025.html", draft=False)
            draft, tried = await filed(client, "linyu_2025.html", draft=True)
            assert all(held(running.data, room, draft) for room in ROOMS)
            assert await logged(running, draft) >= 4

            kept, original = tmp_path / "receipt.json", tmp_path / "report.html"
            kept.write_bytes((await client.get(f"/v1/submissions/{filing}/receipt")).content)
            original.write_bytes(data)
            proof = genuine(kept.read_bytes())
            assert (len(proof.figures), proof.reader, len(proof.ledger)) == (64, REVISION, 2)
            assert proof.catalogue
            fingerprint = (await client.get("/v1/filing/key")).json()["fingerprint"]
            assert await verified(original, kept, fingerprint) == 0
            original.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
            assert await verified(original, kept, fingerprint) == 1

            async def forgotten() -> bool:
                return not any(held(running.data, room, draft) for room in ROOMS) and not await logged(running, draft)

            await until(forgotten, 60)
            assert (await client.get(f"/v1/submissions/{draft}")).status_code == 404
            objects = {path.name for path in (running.data / "objects").rglob("*") if path.is_file()}
            assert sha256(tried).hexdigest() not in objects
            assert sha256(data).hexdigest() in objects
            assert all(held(running.data, room, filing) for room in ROOMS)
            assert await logged(running, filing) >= 4
