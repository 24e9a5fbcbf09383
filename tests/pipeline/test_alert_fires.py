"""A real Prometheus scrapes the running house, and the alert about failing reports really fires."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.cli.client import Client
from services.cli.filing import file_all
from services.cli.machine import free_port
from services.cli.sample_filings import sample_register, samples
from tests.servers.house import house
from tests.servers.until import until

RULES = Path(__file__).parents[2] / "deploy" / "prometheus" / "alerts.yaml"

pytestmark = [
    pytest.mark.prometheus,
    pytest.mark.skipif(shutil.which("prometheus") is None, reason="prometheus is not installed"),
    pytest.mark.timeout(180),
]


@contextmanager
def prometheus(folder: Path, targets: Path) -> Iterator[str]:
    """Prometheus with the deployed rules on the targets that `gouji up` writes; only the intervals are shorter."""
    folder.mkdir()
    scrape = {"job_name": "gouji", "honor_labels": True, "file_sd_configs": [{"files": [str(targets)]}]}
    intervals = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    settings = {"global": intervals, "rule_files": [str(RULES)], "scrape_configs": [scrape]}
    (folder / "prometheus.yml").write_text(json.dumps(settings), "utf8")
    address = f"127.0.0.1:{free_port()}"
    command = [
        "prometheus",
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address={address}",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(20)


async def alerts(url: str) -> list[dict[str, Any]]:
    """The alerts that Prometheus holds; none while it does not answer yet."""
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            answer = await client.get(f"{url}/api/v1/alerts")
    except httpx.TransportError:
        return []
    return list(answer.json()["data"]["alerts"]) if answer.is_success else []


async def test_failing_reports_call_the_supervisor_of_their_region(tmp_path: Path) -> None:
    failing = next(sample for sample in samples() if sample.offer.filename == "zjj_2025.html")
    with (
        house(tmp_path / "data") as running,
        prometheus(tmp_path / "prometheus", tmp_path / "data" / "prometheus-targets.json") as url,
    ):

        async def rooms_scraped() -> bool:
            async with httpx.AsyncClient(base_url=url, timeout=5, trust_env=False) as client:
                try:
                    answer = await client.get("/api/v1/query", params={"query": 'up{job="gouji"} == 1'})
                except httpx.TransportError:
                    return False
            return answer.is_success and len(answer.json()["data"]["result"]) == 4  # front and three workers

        await until(rooms_scraped, 60)
        assert [alert for alert in await alerts(url) if alert["labels"]["alertname"] == "GoujiReportsFailing"] == []

        async with Client(running.url) as client:
            await client.import_register(sample_register())
            await file_all(client, [failing.offer])

        async def fired() -> bool:
            return any(
                alert["state"] == "firing"
                and alert["labels"]["alertname"] == "GoujiReportsFailing"
                and (alert["labels"]["region"], alert["labels"]["grade"]) == ("澄州市", "fail")
                for alert in await alerts(url)
            )

        await until(fired, 60)
