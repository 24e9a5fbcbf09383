"""A room's own database: a transaction for each batch, an honest answer to "are you there", a schema up to date."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, MetaData, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.storage.engines import create_engine
from shared.storage.migrations.schema import differences, revisions_of
from shared.storage.migrations.upgrade import in_migration, upgrade

READY_SECONDS = 3
ROOM_PLACE = "{room}"


class Database:
    """The database of one room. Connects when first used; `close` before the loop ends.

    `url` is a SQLite file (`sqlite+aiosqlite:///…/{room}.db`; `{room}` is filled in, since each room has its own file)
    or a PostgreSQL database (`postgresql+asyncpg://…`), in which the room lives in the schema of its name.
    `revisions` is the folder of the room's migrations, `services/<room>/migrations` unless told otherwise.
    """

    def __init__(self, url: str | URL, room: str, metadata: MetaData, *, revisions: Path | None = None) -> None:
        self.room = room
        self.metadata = metadata
        self.url = _for_room(make_url(url), room)
        self._revisions = revisions
        self._writing = create_engine(self.url, room, "writing")
        self._reading = create_engine(self.url, room, "reading") if self._file else self._writing

    @classmethod
    def from_environment(cls, room: str, metadata: MetaData) -> "Database":
        """The database named by `GOUJI_DATABASE_URL`; without it, a SQLite file in `GOUJI_DATA` (`./data`)."""
        folder = Path(os.environ.get("GOUJI_DATA") or "data")
        url = os.environ.get("GOUJI_DATABASE_URL") or URL.create(
            "sqlite+aiosqlite", database=f"{folder}/{ROOM_PLACE}.db"
        )
        return cls(url, room, metadata)

    async def migrate(self) -> None:
        """Create or update the room's schema; safe to call from several replicas at once."""
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        revisions = self._revisions or revisions_of(self.room)
        await asyncio.to_thread(upgrade, self.url, self.room, self.metadata, revisions)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that may write: committed when the block ends, rolled back when it raises.

        Raises:
            OperationalError, InterfaceError, OSError, TimeoutError: the database is away or busy; try later.
        """
        async with self._writing.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that only reads; it waits for no writer, and writing in it fails."""
        async with self._reading.connect() as connection:
            if self._file is None:
                await connection.execution_options(postgresql_readonly=True)
            async with connection.begin():
                yield connection

    async def ready(self) -> Sequence[str]:
        """Why the room cannot use its database, found by a real query; empty when it can."""
        try:
            async with asyncio.timeout(READY_SECONDS), self.reading() as connection:
                if not (await connection.execute(text("SELECT version_num FROM alembic_version"))).first():
                    return ("database: not migrated",)
        except TimeoutError:
            return (f"database: no answer in {READY_SECONDS} s",)
        except (SQLAlchemyError, OSError) as error:
            return (f"database: {str(error).splitlines()[0]}",)
        return ()

    async def differences(self) -> tuple[str, ...]:
        """What separates the migrated schema from the room's metadata, for tests; empty when they are equal."""
        return await asyncio.to_thread(in_migration, self.url, self.room, lambda c: differences(c, self.metadata))

    async def close(self) -> None:
        """Give every connection back."""
        for engine in {self._writing, self._reading}:
            await engine.dispose()

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes, for tests and tools."""
        return self._writing

    @property
    def _file(self) -> Path | None:
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None


def _for_room(url: URL, room: str) -> URL:
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+asyncpg")
    return url.set(drivername="sqlite+aiosqlite", database=(url.database or "").replace(ROOM_PLACE, room))
