"""The whole house, from upload to scorecard: real processes, real broker, both databases, the samples of the demo."""

import json
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from services.cli.client import Client
from services.cli.filing import file_all, wait_for
from services.cli.sample_filings import sample_register, samples
from tests.servers.house import AUTHORIZATION, house
from tests.servers.until import until

ROOMS = {"nats", "front", "ingest", "validate", "score"}


@pytest.mark.timeout(240)
async def test_every_sample_ends_as_the_manifest_says(database_url: str, tmp_path: Path) -> None:
    chosen = samples()
    with house(tmp_path / "data", {"GOUJI_DATABASE_URL": database_url}) as running:
        async with Client(running.url) as client:
            assert (await client.import_register(sample_register()))["created"] == len({each.agency for each in chosen})
            receipts = await file_all(client, [sample.offer for sample in chosen])
            ids = [receipt for receipt in receipts if isinstance(receipt, UUID)]
            assert len(ids) == len(chosen)
            assert len(await wait_for(client, ids, within=60)) == len(chosen), running.logs()

            async def as_expected() -> bool:
                endings = [await client.ending(receipt) for receipt in ids]
                return all(sample.ended_as_expected(ending) for sample, ending in zip(chosen, endings, strict=True))

            # A report is judged again when that of the year before is read after it.
            await until(as_expected, 15)

            graded = sum(sample.outcome == "graded" for sample in chosen)
            endings = [await client.ending(receipt) for receipt in ids]
            assert sum(ending is not None and ending.scorecard is not None for ending in endings) == graded

        async with httpx.AsyncClient(base_url=running.url, headers=AUTHORIZATION, trust_env=False) as browser:
            for receipt in ids:
                outcome = (await browser.get(f"/v1/submissions/{receipt}")).json()["outcome"]
                assert outcome in {"scored", "rejected"}
                assert (await browser.get(f"/reports/{receipt}")).status_code == httpx.codes.OK
            assert (await browser.get("/")).status_code == httpx.codes.OK
            assert "gouji_gateway_" in (await browser.get("/metrics")).text

        assert set(running.processes()) == ROOMS
        targets = json.loads((tmp_path / "data" / "prometheus-targets.json").read_text("utf-8"))
        assert {target["labels"]["room"] for target in targets} == ROOMS - {"nats"}
