"""A small room of two tables, migrated on either database, that the storage tests share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Uuid,
    false,
)

from shared.storage.columns import CONSTRAINT_NAMES, Instant
from shared.storage.database import Database
from shared.storage.revision import write_revision
from tests.servers import postgres


def tables() -> MetaData:
    """Every column type that rooms use."""
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    Table("agencies", metadata, Column("code", String(32), primary_key=True), Column("name", Text, nullable=False))
    Table(
        "filings",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("agency", ForeignKey("agencies.code", ondelete="CASCADE"), nullable=False),
        Column("year", Integer, nullable=False, index=True),
        Column("version", Integer, nullable=False),
        Column("size", BigInteger),
        Column("received_at", Instant, nullable=False),
        Column("published_on", Date),
        Column("total", Numeric(6, 2)),
        Column("draft", Boolean, nullable=False, server_default=false()),
        Column("body", LargeBinary),
    )
    return metadata


@pytest.fixture
def metadata() -> MetaData:
    return tables()


@pytest.fixture(scope="session")
def first_revision(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `write_revision` makes of the tables; the same text serves both databases."""
    folder = tmp_path_factory.mktemp("revisions")
    return write_revision(tables(), folder, "first tables").read_text("utf-8")


@pytest.fixture
def revisions(first_revision: str, tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "r0001_first_tables.py").write_text(first_revision, "utf-8")
    return folder


@pytest.fixture
async def database(database_url: str, metadata: MetaData, revisions: Path) -> AsyncIterator[Database]:
    opened = Database(database_url, "score", metadata, revisions=revisions)
    await opened.migrate()
    yield opened
    await opened.close()


@pytest.fixture
def own_cluster() -> Iterator[postgres.Cluster]:
    """A cluster that one test may stop and start."""
    if (reason := postgres.missing()) is not None:
        pytest.skip(reason)
    with postgres.cluster() as cluster:
        yield cluster
