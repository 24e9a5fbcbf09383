"""Validate's own database, migrated, on both kinds."""

from collections.abc import AsyncIterator

import pytest

from services.validate.store import metadata
from shared.storage.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, "validate", metadata)
    await opened.migrate()
    yield opened
    await opened.close()
