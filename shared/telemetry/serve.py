"""A room as a process: serves until told to stop, drains within ten seconds, and says by its exit code how it ended."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import structlog
import uvicorn
from litestar import Litestar
from litestar.logging import LoggingConfig
from typing_extensions import override

from shared.telemetry.logs import configure_logging

DRAIN_SECONDS = 10
"""From the wish to stop to the end of the process, whatever hangs; what was in hand is delivered again."""
REQUEST_SECONDS = 5
"""The part of it that open HTTP requests may use."""
FAILED = 3
"""Exit code for a room that ended by itself, so that its supervisor starts it again."""

log = structlog.stdlib.get_logger(__name__)


class _Server(uvicorn.Server):
    """Uvicorn that can be told to end in failure, and that ends even when something hangs."""

    failure: str | None = None
    interrupted = False
    _serving: "asyncio.Task[Any] | None" = None

    def fail(self, reason: str) -> None:
        self.failure = self.failure or reason
        self.should_exit = True

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Uvicorn's own way raises the signal once more at the end, and a drained room would not exit 0.
        before = {stop: signal.signal(stop, self.handle_exit) for stop in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for stop, handler in before.items():
                signal.signal(stop, handler)

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if not self.started and self._serving is not None:
            # Nothing is in hand yet, and a start that waits for its database would never look at `should_exit`.
            self.interrupted = True
            self._serving.get_loop().call_soon_threadsafe(self._serving.cancel)
            _watch()

    @override
    async def serve(self, sockets: list[Any] | None = None) -> None:
        self._serving = asyncio.current_task()
        await super().serve(sockets)

    @override
    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        _watch()
        await super().shutdown(sockets)


_running: list[_Server] = []


def fail(reason: str) -> None:
    """End the process that `serve` runs, draining first, with an exit code that makes the supervisor start it again.

    For an app whose connection is closed for good. May be called from any task or thread; without `serve` it only logs.
    """
    log.error("room_failed", reason=reason)
    for server in _running:
        server.fail(reason)


def serve(build: Callable[[], Any], *, room: str) -> None:
    """Run the ASGI app that `build` makes on `GOUJI_HOST` (127.0.0.1) and `GOUJI_PORT` (8000); ends the process.

    Exit code 0 after SIGTERM or SIGINT and a clean drain; 3 when the app could not start, called `fail`, or did not
    drain in time.
    """
    configure_logging(room)
    app = build()
    log_failed_requests(app)
    configure_logging(room)  # once more: building a Litestar app gives some libraries handlers of its own
    host, port = os.environ.get("GOUJI_HOST", "127.0.0.1"), int(os.environ.get("GOUJI_PORT", "8000"))
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Whose word about where a request comes from is believed; with no proxy in front, only this machine's.
        forwarded_allow_ips=os.environ.get("GOUJI_TRUSTED_PROXIES", "127.0.0.1"),
        timeout_graceful_shutdown=REQUEST_SECONDS,
    )
    server = _Server(config)
    _running.append(server)
    log.info("room_starting", host=host, port=port, pid=os.getpid())
    with suppress(asyncio.CancelledError):
        server.run()
    if not server.started and not server.interrupted:
        server.fail("the app could not start")
    elif server.started and getattr(server.lifespan, "shutdown_failed", False):
        server.fail("the app could not stop cleanly")
    log.info("room_ended", reason=server.failure)
    logging.shutdown()
    sys.exit(FAILED if server.failure else 0)


def log_failed_requests(app: object) -> None:
    """Have a Litestar app log each request that ended in an unexpected exception, which by default it does not."""
    if isinstance(app, Litestar) and isinstance(app.logging_config, LoggingConfig):
        app.logging_config.log_exceptions = "always"
        app.logging_config.disable_stack_trace |= set(range(400, 500))


def _watch() -> None:
    watchdog = threading.Timer(DRAIN_SECONDS, _give_up)
    watchdog.daemon = True  # it also watches over what comes after: threads that do not end
    watchdog.start()


def _give_up() -> None:
    log.error("room_did_not_drain", seconds=DRAIN_SECONDS)
    logging.shutdown()
    os._exit(FAILED)
