"""Real servers for every test that asks: each gets its own broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.messaging.server import NatsServer
from shared.messaging.settings import BusSettings
from shared.messaging.topology import provision
from tests.servers.nats import nats_server


@pytest.fixture
def nats_broker(tmp_path: Path) -> Iterator[NatsServer]:
    """A real nats-server without streams; the test may kill and restart it."""
    with nats_server(tmp_path / "nats") as server:
        yield server


@pytest.fixture
async def nats_url(nats_broker: NatsServer) -> str:
    """Address of a real nats-server with every stream and consumer of the house."""
    await provision(BusSettings(url=nats_broker.url, monitor_url=nats_broker.monitor_url))
    return nats_broker.url
