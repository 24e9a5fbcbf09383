"""The containers run what exists here: every room, the right paths to each, a broker that syncs every write."""

import asyncio
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.cli.front import GATEWAY_PATHS
from shared.messaging.server import program
from shared.messaging.topology import assert_synced
from shared.telemetry.serve import DRAIN_SECONDS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
ROOMS = {"gateway", "ingest", "validate", "score", "portal"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    composed: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    return composed


def test_every_room_runs_as_its_own_process(services: dict[str, Any]) -> None:
    for room in ROOMS:
        assert services[room]["command"] == ["python", "-m", f"services.{room}"]
        assert importlib.util.find_spec(f"services.{room}.__main__") is not None
        assert int(services[room]["stop_grace_period"].rstrip("s")) > DRAIN_SECONDS


def test_what_a_service_depends_on_is_there(services: dict[str, Any]) -> None:
    for service in services.values():
        assert set(service.get("depends_on", ())) <= services.keys()
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert not source.startswith(".") or (DEPLOY / source).exists(), volume


def test_only_settings_that_the_code_reads(services: dict[str, Any]) -> None:
    code = "\n".join(path.read_text("utf-8") for path in [*ROOT.glob("shared/**/*.py"), *ROOT.glob("services/**/*.py")])
    for setting in services["gateway"]["environment"]:
        prefix, _, name = setting.rpartition("_")
        assert setting in code or (f"{prefix}_" in code and name in code), setting


def test_prometheus_scrapes_every_room() -> None:
    targets = yaml.safe_load((DEPLOY / "prometheus" / "targets" / "compose.yaml").read_text("utf-8"))
    assert {(group["labels"]["room"], *group["targets"]) for group in targets} == {(r, f"{r}:8000") for r in ROOMS}


@pytest.mark.parametrize(
    ("path", "room"),
    [
        *((path, "gateway") for path in GATEWAY_PATHS),
        *((f"{path}/x", "gateway") for path in GATEWAY_PATHS),
        *((f"{path}x", "portal") for path in GATEWAY_PATHS),
        ("/", "portal"),
        ("/v1/league", "portal"),
        ("/metrics", None),
        ("/health/ready", None),
    ],
)
def test_the_front_sends_each_path_where_the_one_process_front_does(path: str, room: str | None) -> None:
    configuration = (DEPLOY / "nginx" / "gouji.conf").read_text("utf-8")
    locations = re.findall(r"location (?:~ )?(\S+) \{(.*?)\n    \}", configuration, re.DOTALL)
    body = next(body for pattern, body in locations if re.match(pattern, path))
    to = re.search(r"proxy_pass http://(\w+):8000;", body)
    assert (to.group(1) if to else None) == room


def test_the_image_is_made_of_files_that_exist() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    kept = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
        assert source in kept, source


async def test_the_broker_syncs_every_write(tmp_path: Path) -> None:
    own = tmp_path / "nats.conf"
    own.write_text((DEPLOY / "nats" / "nats.conf").read_text("utf-8").replace("/data/nats", str(tmp_path)), "utf-8")
    options = ["-a", "127.0.0.1", "-p", "-1", "-m", "-1", "--ports_file_dir", str(tmp_path)]
    quiet = asyncio.subprocess.DEVNULL
    server = await asyncio.create_subprocess_exec(program(), "-c", str(own), *options, stderr=quiet)
    try:
        ports = tmp_path / f"nats-server_{server.pid}.ports"
        async with asyncio.timeout(20):
            while not ports.exists() or not ports.read_text():
                assert server.returncode is None
                await asyncio.sleep(0.02)
        await assert_synced(json.loads(ports.read_text())["monitoring"][0])
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()
