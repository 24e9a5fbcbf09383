"""How long requests take, measured around everything the app does."""

from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.metrics import REQUEST_SECONDS


def timed(app: ASGIApp) -> ASGIApp:
    """Middleware that observes `gouji_gateway_request_seconds`; the route is the template, never the path."""

    async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        status = 500
        began = perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, noting)
        finally:
            REQUEST_SECONDS.labels(scope["path_template"], str(status)).observe(perf_counter() - began)

    return middleware
