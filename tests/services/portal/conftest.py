"""A portal over a real database, with nothing in it yet."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from services.portal.app import faces
from services.portal.store import metadata
from services.portal.store.filings import Filings
from services.portal.store.league import League
from services.portal.store.model import ReadModel
from services.portal.store.register import Register
from shared.access.settings import AccessSettings
from shared.storage.database import Database
from tests.services.portal.four_agencies import fill

OPEN = AccessSettings(secret="for tests", operator_token="operator", public=True)  # noqa: S106 - nobody's secrets
"""Published results are everybody's."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, "portal", metadata)
    await database.migrate()
    yield database
    await database.close()


@pytest.fixture
def model(database: Database) -> ReadModel:
    return ReadModel.of(database)


@pytest.fixture
def store(model: ReadModel) -> Filings:
    return model.filings


@pytest.fixture
def register(model: ReadModel) -> Register:
    return model.register


@pytest.fixture
def league(model: ReadModel) -> League:
    return model.league


@pytest.fixture
async def client(model: ReadModel) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(faces(model, OPEN), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
async def filled(model: ReadModel) -> ReadModel:
    await fill(model)
    return model
