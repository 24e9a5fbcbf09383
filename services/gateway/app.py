"""The gateway put together; the only place that constructs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

from services.gateway import ledger
from services.gateway.accounts import Accounts
from services.gateway.accounts_api import AccountsApi
from services.gateway.answers import exception_handlers
from services.gateway.api import Agencies, Submissions, problem_kinds
from services.gateway.attempts import Attempts
from services.gateway.casework import Casework
from services.gateway.drawers import Drawers
from services.gateway.handlers import Handlers
from services.gateway.idempotency import Keys
from services.gateway.impacts_api import Impacts
from services.gateway.originals_api import OriginalFiles
from services.gateway.outbox import Outbox
from services.gateway.passwords import Passwords
from services.gateway.readings_api import Readings
from services.gateway.receipts_api import Receipts
from services.gateway.reception import Reception
from services.gateway.reconciler import Reconciler
from services.gateway.rectifications_api import Rectifications
from services.gateway.registry import Registry
from services.gateway.sessions_api import SessionsApi
from services.gateway.settings import Settings
from services.gateway.signing import Signer
from services.gateway.stopping import stopped
from services.gateway.store import metadata
from services.gateway.timing import timed
from services.gateway.tokens_api import TokensApi
from services.gateway.viewing import Viewer
from services.gateway.waivers_api import Waivers
from shared.access.door import For, door, guard
from shared.access.settings import AccessSettings
from shared.events.dead_letter import DeadLetterV1
from shared.events.report_scored import ReportScoredV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.report.submission import now
from shared.storage.database import Database
from shared.storage.originals import Originals
from shared.telemetry.probes import probes
from shared.telemetry.serve import fail

ROUTES: tuple[ControllerRouterHandler, ...] = (
    *(Submissions, Readings, OriginalFiles, Receipts, Agencies, problem_kinds),
    *(SessionsApi, AccountsApi, TokensApi, Waivers, Rectifications, Impacts),
)


def build() -> Litestar:
    """The gateway as an ASGI app, from the environment; it connects when it starts."""
    settings, access = Settings.from_environment(), AccessSettings.from_environment()
    database = Database.from_environment("gateway", metadata)
    originals = Originals.from_environment()
    bus = Bus(BusSettings.from_environment(), room="gateway")
    reception = Reception(database, originals, bus, settings, now)
    outbox = Outbox(database, bus)
    accounts = Accounts(database, outbox, now)
    signer = Signer.from_environment()
    drawers = Drawers()
    reconciler = Reconciler(database, originals, bus, settings, now)
    registry = Registry(database, outbox, now)
    handlers = Handlers(database)
    bus.on(SubmissionRejectedV1, handlers.settle)
    bus.on(ReportScoredV1, handlers.settle)
    bus.on(DeadLetterV1, handlers.settle)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        await database.migrate()
        await ledger.catch_up(database)
        await bus.start()
        stopping = asyncio.Event()
        tasks = (
            asyncio.create_task(reconciler.run(stopping), name="reconciler"),
            asyncio.create_task(outbox.run(stopping, settings.reconcile_every), name="outbox"),
        )
        for task in tasks:
            task.add_done_callback(_ended)
        try:
            yield
        finally:
            await stopped(stopping, tasks)
            await drawers.stop()
            await bus.stop()
            await database.close()

    return Litestar(
        route_handlers=[*ROUTES, *probes(database.ready, bus.ready)],
        dependencies={
            "access": _given(access),
            "accounts": _given(accounts),
            "attempts": _given(Attempts()),
            "casework": _given(Casework(database, outbox, now)),
            "clock": _given(now),
            "database": _given(database),
            "keys": _given(Keys(database, now)),
            "outbox": _given(outbox),
            "passwords": _given(Passwords()),
            "reception": _given(reception),
            "registry": _given(registry),
            "settings": _given(settings),
            "signer": _given(signer),
            "viewer": _given(Viewer(database, originals, drawers)),
        },
        guards=[guard(access)],
        state=State({"access": access}),
        exception_handlers=exception_handlers(),
        middleware=[timed, door(accounts, access, now)],
        lifespan=[running],
        openapi_config=_openapi(),
        # The file is counted while it streams in; the framework would count the form around it as well.
        request_max_body_size=None,
        logging_config=None,
    )


def _given(thing: object) -> Provide:
    return Provide(lambda: thing, sync_to_thread=False)


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="勾稽 · 报送接口 Gouji filing API",
        version=version("gouji"),
        openapi_router=Router("/v1/filing", route_handlers=[], include_in_schema=False, opt={"for": For.EVERYBODY}),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )


def _ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        fail(f"the {task.get_name()} ended by itself: {error!r}")
