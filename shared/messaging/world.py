"""Telling a bad world from a bad message: the database, disk or network is away, and trying again later will help."""

import asyncpg  # type: ignore[import-untyped]  # ships no types
import nats.errors
import sqlalchemy.exc


class BusUnavailableError(Exception):
    """The broker did not confirm that it has stored the message."""


# Named here directly: messaging does not know the storage drawer, and rooms need not repeat the drivers' errors.
WORLD_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    BusUnavailableError,
    nats.errors.Error,
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
"""What a handler may raise because the world is bad."""


def is_world_error(error: Exception, kinds: tuple[type[Exception], ...] = WORLD_ERRORS) -> bool:
    """Whether trying again later, without counting it against the message, is right.

    An InterfaceError counts only when the connection is gone: asyncpg also raises it for a value that does not fit.
    A missing file counts, since a database behind a socket that is away looks like one; a single message that is alone
    with such an error is found out when others get through.
    """
    if isinstance(error, nats.errors.MaxPayloadError):
        return False
    if isinstance(error, sqlalchemy.exc.DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, kinds)
