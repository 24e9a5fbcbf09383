"""Bringing a room's schema up to date when the room starts, also when two replicas of it start at once."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from alembic import command
from sqlalchemy import URL, Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.storage.engines import bare_engine, create_engine
from shared.storage.migrations.schema import configuration

Answer = TypeVar("Answer")

# alembic keeps its context in module globals, so only one room of a process can be at it at a time.
_one_at_a_time = threading.Lock()


class BrokenReferenceError(Exception):
    """A migration left rows that refer to rows that are not there; nothing was changed."""


def upgrade(url: URL, room: str, metadata: MetaData, revisions: Path) -> None:
    """Apply every revision the database does not have yet, in one transaction, all or none. Blocks: call in a thread.

    The transaction holds the database's own lock from its first statement, so that a second replica waits and then
    finds nothing to do.
    """

    def run(connection: Connection) -> None:
        command.upgrade(configuration(revisions, metadata, connection), "head")
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise BrokenReferenceError(f"{room}: {broken}")

    in_migration(url, room, run)


def in_migration(url: URL, room: str, work: Callable[[Connection], Answer]) -> Answer:
    """Do alembic's work in a transaction of its own, under the lock, in a loop of its own. Blocks: call in a thread."""

    async def run() -> Answer:
        if url.get_backend_name() == "postgresql":
            await _create_schema(url, room)
        async with _locked_transaction(url, room) as connection:
            return await connection.run_sync(work)

    with _one_at_a_time:
        return asyncio.run(run())


@asynccontextmanager
async def _locked_transaction(url: URL, room: str) -> AsyncIterator[AsyncConnection]:
    engine = create_engine(url, room, "migrating")
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await _lock(connection, room)
            yield connection
    finally:
        await engine.dispose()


async def _create_schema(url: URL, room: str) -> None:
    engine = bare_engine(url)
    try:
        async with engine.begin() as connection:
            await _lock(connection, room)
            # CREATE SCHEMA IF NOT EXISTS asks for the right to create even where the schema was made for us.
            there = await connection.scalar(text("SELECT 1 FROM pg_namespace WHERE nspname = :room"), {"room": room})
            if not there:
                await connection.execute(text(f'CREATE SCHEMA "{room}"'))
    finally:
        await engine.dispose()


async def _lock(connection: AsyncConnection, room: str) -> None:
    name = {"name": f"gouji/migrations/{room}"}
    await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), name)
