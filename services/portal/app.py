"""The portal put together: the only place that constructs."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from services.portal.api import Api
from services.portal.documentation import NounSchemas, amend, openapi
from services.portal.handlers import Handlers
from services.portal.live import STEPS, Live
from services.portal.pages.controllers import controllers
from services.portal.problems import exception_handlers
from services.portal.sight import Sight
from services.portal.store import metadata
from services.portal.store.model import ReadModel
from shared.access.door import Visitor, door, guard
from shared.access.settings import AccessSettings
from shared.events.access_changed import AccessChangedV1
from shared.events.dead_letter import DeadLetterV1
from shared.events.draft_expired import DraftExpiredV1
from shared.events.impact_measured import ImpactMeasuredV1
from shared.events.rectification_changed import RectificationChangedV1
from shared.events.register_changed import RegisterChangedV1
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.events.waiver_changed import WaiverChangedV1
from shared.messaging.bus import Bus
from shared.messaging.listening import Listener
from shared.messaging.settings import BusSettings
from shared.report.submission import now
from shared.storage.database import Database
from shared.telemetry.probes import probes

Routes = Sequence[HTTPRouteHandler]
Lifespans = Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]]


def build() -> Litestar:
    """The portal as the environment describes it."""
    return assemble(
        Database.from_environment("portal", metadata),
        Bus(BusSettings.from_environment(), room="portal"),
        AccessSettings.from_environment(),
    )


def assemble(database: Database, bus: Bus, access: AccessSettings) -> Litestar:
    """The portal on a database and a bus; both are opened when the app starts and closed when it ends."""
    model = ReadModel.of(database)
    handlers = Handlers(model)
    bus.on(SubmissionReceivedV1, handlers.show)
    bus.on(SubmissionRejectedV1, handlers.show)
    bus.on(ReportValidatedV1, handlers.show)
    bus.on(ReportScoredV1, handlers.show)
    bus.on(DeadLetterV1, handlers.show)
    bus.on(RegisterChangedV1, handlers.enrol)
    bus.on(AccessChangedV1, handlers.admit)
    bus.on(WaiverChangedV1, handlers.note_waivers)
    bus.on(RectificationChangedV1, handlers.note_rectifications)
    bus.on(ImpactMeasuredV1, handlers.try_out)
    bus.on(DraftExpiredV1, handlers.forget)

    live = Live()
    listener = Listener(bus.settings, bus.room, tuple(STEPS), live.hear)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        await database.migrate()
        await model.register.rebuild()
        await model.filings.rebuild()
        await bus.start()
        await listener.start()
        try:
            yield
        finally:
            await listener.stop()
            await bus.stop()
            await database.close()

    return faces(model, access, probes(database.ready, bus.ready), [lifespan], live)


def faces(
    model: ReadModel,
    access: AccessSettings,
    more: Routes = (),
    lifespan: Lifespans = (),
    live: Live | None = None,
) -> Litestar:
    """The pages and their JSON twins over a read model, without what fills it."""
    watched = live or Live()

    def sight(request: Request[Visitor, None, State]) -> Sight:
        return Sight(request, access, model.register)

    app = Litestar(
        [*controllers(), Api, *more],
        dependencies={
            "access": Provide(lambda: access, sync_to_thread=False),
            "live": Provide(lambda: watched, sync_to_thread=False),
            "model": Provide(lambda: model, sync_to_thread=False),
            "sight": Provide(sight, sync_to_thread=False),
        },
        middleware=[door(model.accounts, access, now)],
        guards=[guard(access)],
        state=State({"access": access}),
        exception_handlers=exception_handlers(),
        openapi_config=openapi(),
        plugins=[NounSchemas()],
        lifespan=list(lifespan),
    )
    amend(app.openapi_schema)
    return app
