"""A real broker for tests: the bundled nats-server on free ports and a directory of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.messaging.server import NatsServer


@contextmanager
def nats_server(directory: Path, *, sync: str = "always") -> Iterator[NatsServer]:
    """A running server, ended afterwards."""
    server = NatsServer(directory, sync=sync)
    server.start()
    try:
        yield server
    finally:
        server.stop()
