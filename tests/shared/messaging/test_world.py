"""Which errors are the world's, and which the message's."""

import nats.errors
import pytest
import sqlalchemy.exc

from shared.messaging.world import BusUnavailableError, is_world_error

DRIVER = Exception("driver")


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        FileNotFoundError("the socket of a PostgreSQL that is down"),
        TimeoutError(),
        OSError(28, "No space left on device"),
        BusUnavailableError(),
        nats.errors.ConnectionClosedError(),
        nats.errors.TimeoutError(),
        sqlalchemy.exc.OperationalError("select 1", {}, DRIVER),
        sqlalchemy.exc.TimeoutError("the pool is empty"),
        sqlalchemy.exc.InterfaceError("select 1", {}, DRIVER, connection_invalidated=True),
    ],
    ids=repr,
)
def test_the_world_is_bad(error: Exception) -> None:
    assert is_world_error(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a figure"),
        KeyError("a cell"),
        nats.errors.MaxPayloadError(),
        sqlalchemy.exc.IntegrityError("insert", {}, DRIVER),
        sqlalchemy.exc.InterfaceError("insert", {}, DRIVER),  # asyncpg: a value that does not fit its column
    ],
    ids=repr,
)
def test_the_message_is_bad(error: Exception) -> None:
    assert not is_world_error(error)
