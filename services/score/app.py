"""Score put together; the only place that constructs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from litestar import Litestar, Request

from services.score.handlers import Handlers
from services.score.rubric import rubrics
from services.score.store import metadata
from shared.events.draft_expired import DraftExpiredV1
from shared.events.report_validated import ReportValidatedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.messaging.world import WORLD_ERRORS
from shared.storage.database import Database
from shared.telemetry.probes import probes


def build() -> Litestar:
    """Score as an ASGI app, from the environment; it connects when it starts.

    Raises:
        msgspec.ValidationError, LookupError: a rubric is wrong; better no grades than wrong ones.
    """
    rubrics()
    database = Database.from_environment("score", metadata)
    bus = Bus(BusSettings.from_environment(), room="score")
    handlers = Handlers(database)
    bus.on(ReportValidatedV1, handlers.grade_reports)
    bus.on(DraftExpiredV1, handlers.forget)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(database.close)
            await database.migrate()
            await bus.start()
            stack.push_async_callback(bus.stop)
            yield

    async def count_before_showing(request: Request[Any, Any, Any]) -> None:
        # Counted when looked at and not after each batch: another replica's batch must show here too.
        if request.url.path == "/metrics":
            with suppress(*WORLD_ERRORS):  # the other figures are worth showing while the database is away
                await handlers.count_reports()

    return Litestar(
        route_handlers=probes(database.ready, bus.ready),
        before_request=count_before_showing,
        lifespan=[running],
        openapi_config=None,
        logging_config=None,
    )
