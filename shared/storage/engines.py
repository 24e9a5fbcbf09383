"""Engines as the house runs them: SQLite that survives power cuts and never deadlocks, PostgreSQL in room schemas."""

from typing import Any, Literal

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types
from sqlalchemy import URL, Connection, event, exc
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

BUSY_SECONDS = 20
"""How long a SQLite writer waits for another process before the database counts as unavailable."""
WRITING_KIB = 64 * 1024
READING_KIB = 8 * 1024
"""How much of a SQLite file a connection may keep in memory."""
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 60

Use = Literal["writing", "reading", "migrating"]

# Classes and single codes of SQLSTATE that say "not now" or "not here" rather than "never": connection, authorisation,
# rollback (deadlock), resources, locks, operator, system; a database that is missing, or read-only after a failover.
_WORLD_CLASSES = frozenset({"08", "28", "40", "53", "55", "57", "58"})
_WORLD_CODES = frozenset({"3D000", "25006"})


def create_engine(url: URL, room: str, use: Use) -> AsyncEngine:
    """An engine on the room's database; it connects when first used."""
    return _sqlite_engine(url, use) if url.get_backend_name() == "sqlite" else _postgresql_engine(url, room, use)


def bare_engine(url: URL) -> AsyncEngine:
    """An engine on a PostgreSQL database outside any room's schema, to create the schema with."""
    engine = create_async_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": CONNECT_SECONDS}
    )
    event.listen(engine.sync_engine, "handle_error", _name_the_failure, retval=True)
    return engine


def _sqlite_engine(url: URL, use: Use) -> AsyncEngine:
    # The driver must not begin transactions itself: it would begin them deferred, and two writers that both read first
    # would each wait for the other. One writing connection per process queues fairly instead of polling for the lock.
    connect: dict[str, Any] = {"isolation_level": None, "timeout": BUSY_SECONDS}
    options: dict[str, Any] = {"connect_args": connect, "hide_parameters": True}
    if use == "migrating":
        options["poolclass"] = NullPool
    elif use == "writing":
        options |= {"pool_size": 1, "max_overflow": 0, "pool_timeout": STATEMENT_SECONDS}
    engine = create_async_engine(url, **options)
    pragmas = [
        "journal_mode=WAL",
        "synchronous=FULL",
        # Rebuilding a table drops it, which would cascade; the migration checks the references afterwards.
        f"foreign_keys={'OFF' if use == 'migrating' else 'ON'}",
        f"query_only={'ON' if use == 'reading' else 'OFF'}",
        # With SQLite's own 2 MB, a batch that touches many indexes spills and reads pages back again and again.
        f"cache_size=-{READING_KIB if use == 'reading' else WRITING_KIB}",
    ]

    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if use == "reading" else "BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: URL, room: str, use: Use) -> AsyncEngine:
    settings = {"search_path": f'"{room}"', "application_name": f"gouji-{room}"}
    connect: dict[str, Any] = {"server_settings": settings, "timeout": CONNECT_SECONDS}
    options: dict[str, Any] = {"connect_args": connect, "hide_parameters": True}
    if use == "migrating":
        options["poolclass"] = NullPool
    else:
        connect["command_timeout"] = STATEMENT_SECONDS
        options["pool_pre_ping"] = True
    engine = create_async_engine(url, **options)
    event.listen(engine.sync_engine, "handle_error", _name_the_failure, retval=True)
    return engine


def _name_the_failure(context: ExceptionContext) -> BaseException | None:
    """Tell apart what the driver mixes up: a value the database cannot hold, and a database that is away.

    asyncpg reports either as an error without a kind, so that nobody could say whether trying again helps.
    """
    error = context.original_exception
    cause = error.__cause__ or error
    if isinstance(cause, asyncpg.DataError):
        named: type[exc.DBAPIError] = exc.DataError
    elif context.is_disconnect or _is_world(cause):
        named = exc.OperationalError
    else:
        return None
    return named(
        context.statement,
        context.parameters,
        error,
        hide_parameters=True,
        connection_invalidated=context.is_disconnect,
    )


def _is_world(cause: BaseException) -> bool:
    code = getattr(cause, "sqlstate", None) or ""
    return (
        code[:2] in _WORLD_CLASSES
        or code in _WORLD_CODES
        or isinstance(cause, asyncpg.InvalidCachedStatementError)
        or (isinstance(cause, asyncpg.InterfaceError) and "closed" in str(cause))
    )
