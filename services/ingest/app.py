"""The reading room put together; the only place that constructs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from litestar import Litestar

from services.ingest.handlers import Handlers, reader_failed
from services.ingest.workers import Workers
from shared.events.submission_received import SubmissionReceivedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.storage.originals import Originals
from shared.telemetry.probes import probes


def build() -> Litestar:
    """The room as an ASGI app, from the environment; it connects when it starts."""
    workers = Workers.from_environment(on_failure=reader_failed)
    bus = Bus(BusSettings.from_environment(), room="ingest")
    handlers = Handlers(Originals.from_environment(), workers)
    bus.on(SubmissionReceivedV1, handlers.read_submissions)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(workers.stop)
            await workers.start()
            await bus.start()
            stack.push_async_callback(bus.stop)
            yield

    return Litestar(
        route_handlers=probes(workers.ready, bus.ready),
        lifespan=[running],
        openapi_config=None,
        logging_config=None,
    )
