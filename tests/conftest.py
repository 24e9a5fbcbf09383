"""Real servers for every test that asks: brokers and databases on temporary directories; examples that repeat."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from shared.messaging.server import NatsServer
from shared.messaging.settings import BusSettings
from shared.messaging.topology import provision
from tests.servers import postgres
from tests.servers.nats import nats_server

# The same examples everywhere, so that green stays green; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("repeat", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile("repeat")


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


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL cluster, started once in a session; skips with the reason where there can be none."""
    if (reason := postgres.missing()) is not None:
        pytest.skip(reason)
    with postgres.cluster() as cluster:
        yield cluster


@pytest.fixture
def postgresql_url(postgresql_cluster: postgres.Cluster) -> Iterator[str]:
    """An empty PostgreSQL database for one test; the test carries the marker `postgresql`."""
    name = f"test_{uuid4().hex}"
    postgresql_cluster.execute(f"CREATE DATABASE {name}")
    yield postgresql_cluster.url(name)
    postgresql_cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What `GOUJI_DATABASE_URL` would say, for `Database(database_url, room, metadata)`: both databases, empty."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/data/{{room}}.db"
    url: str = request.getfixturevalue("postgresql_url")
    return url
