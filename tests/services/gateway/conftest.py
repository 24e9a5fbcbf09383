"""A gateway for each test: its own broker, database, originals, and port."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from services.gateway.app import build
from services.gateway.settings import Settings
from services.gateway.store import metadata, write_agencies
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.storage.database import Database
from tests.services.gateway.house import OPERATOR_TOKEN, WATER, register, serving


@pytest.fixture
def settings() -> Settings:
    return Settings(patience=60, confirmation=10, reconcile_batch=4)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database, both kinds, with one agency in the register."""
    database = Database(database_url, "gateway", metadata)
    await database.migrate()
    async with database.transaction() as connection:
        await write_agencies(connection, [WATER])
    yield database
    await database.close()


@pytest.fixture
async def bus(nats_url: str) -> AsyncIterator[Bus]:
    bus = Bus(BusSettings(url=nats_url), "gateway", on_failure=lambda: None)
    await bus.start()
    yield bus
    await bus.stop()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, nats_url: str) -> Path:
    """The environment of a gateway; gives the folder of its data."""
    monkeypatch.setenv("GOUJI_DATABASE_URL", database_url)
    monkeypatch.setenv("GOUJI_NATS_URL", nats_url)
    monkeypatch.setenv("GOUJI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GOUJI_GATEWAY_MAX_BYTES", "100000")
    monkeypatch.setenv("GOUJI_GATEWAY_RECONCILE_SECONDS", "0.1")
    monkeypatch.setenv("GOUJI_GATEWAY_CONFIRMATION_SECONDS", "0.5")
    monkeypatch.setenv("GOUJI_OPERATOR_TOKEN", OPERATOR_TOKEN)
    for name in ("GOUJI_OBJECTS_URL", "GOUJI_SECRET", "GOUJI_PUBLIC", "GOUJI_GATEWAY_PATIENCE_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


@pytest.fixture
async def client(environment: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a running gateway with three agencies in its register."""
    async with serving(build()) as client:
        assert (await register(client)).status_code == 200, environment
        yield client
