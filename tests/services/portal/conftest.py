"""A portal over a real database, with nothing in it yet."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from services.portal.app import faces
from services.portal.queries import League
from services.portal.store import Store, metadata
from shared.storage.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, "portal", metadata)
    await database.migrate()
    yield database
    await database.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


@pytest.fixture
def league(database: Database) -> League:
    return League(database)


@pytest.fixture
async def client(store: Store, league: League) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(faces(store, league), raise_server_exceptions=False) as client:
        yield client
