"""Validate put together; the only place that constructs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from services.validate.catalogue import digest
from services.validate.handlers import Handlers
from services.validate.settings import Settings
from services.validate.store import metadata
from shared.events.draft_expired import DraftExpiredV1
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.waiver_changed import WaiverChangedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.storage.database import Database
from shared.telemetry.probes import probes


def build() -> Litestar:
    """The room as an ASGI app, from the environment; it connects when it starts.

    Raises:
        CatalogueError: a rule is incomplete, so the room does not start.
    """
    digest()
    database = Database.from_environment("validate", metadata)
    bus = Bus(BusSettings.from_environment(), room="validate")
    handlers = Handlers(database, Settings.from_environment().filing_since)
    bus.on(ReportNormalizedV1, handlers.judge)
    bus.on(WaiverChangedV1, handlers.waive)
    bus.on(DraftExpiredV1, handlers.forget)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        await database.migrate()
        await bus.start()
        try:
            yield
        finally:
            await bus.stop()
            await database.close()

    return Litestar(probes(database.ready, bus.ready), lifespan=[running], openapi_config=None, logging_config=None)
