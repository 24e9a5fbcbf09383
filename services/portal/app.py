"""The portal put together: the only place that constructs."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from services.portal.api import Api
from services.portal.documentation import NounSchemas, amend, openapi
from services.portal.handlers import Handlers
from services.portal.pages import Pages
from services.portal.problems import exception_handlers
from services.portal.queries import League
from services.portal.store import Store, metadata
from shared.events.dead_letter import DeadLetterV1
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.storage.database import Database
from shared.telemetry.probes import probes

Routes = Sequence[HTTPRouteHandler]
Lifespans = Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]]


def build() -> Litestar:
    """The portal as the environment describes it."""
    return assemble(Database.from_environment("portal", metadata), Bus(BusSettings.from_environment(), room="portal"))


def assemble(database: Database, bus: Bus) -> Litestar:
    """The portal on a database and a bus; both are opened when the app starts and closed when it ends."""
    show = Handlers(store := Store(database)).show
    bus.on(SubmissionReceivedV1, show)
    bus.on(SubmissionRejectedV1, show)
    bus.on(ReportValidatedV1, show)
    bus.on(ReportScoredV1, show)
    bus.on(DeadLetterV1, show)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        await database.migrate()
        await bus.start()
        try:
            yield
        finally:
            await bus.stop()
            await database.close()

    return faces(store, League(database), probes(database.ready, bus.ready), [lifespan])


def faces(store: Store, league: League, more: Routes = (), lifespan: Lifespans = ()) -> Litestar:
    """The pages and their JSON twins over a read model, without what fills it."""
    app = Litestar(
        [Pages, Api, *more],
        dependencies={
            "store": Provide(lambda: store, sync_to_thread=False),
            "league": Provide(lambda: league, sync_to_thread=False),
        },
        exception_handlers=exception_handlers(),
        openapi_config=openapi(),
        plugins=[NounSchemas()],
        lifespan=list(lifespan),
    )
    amend(app.openapi_schema)
    return app
