"""The two HTTP rooms on one port: filing routes go to the gateway, everything else to the portal."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Coroutine[Any, Any, None]]
"""ASGI frameworks type these three more narrowly, each in its own way."""

GATEWAY_PATHS = (
    "/v1/submissions",
    "/v1/agencies",
    "/v1/filing",
    "/v1/sessions",
    "/v1/accounts",
    "/v1/waivers",
    "/v1/rectifications",
    "/v1/impacts",
)
OK, NOT_READY = 200, 503
LEAVING_SECONDS = 1.0


class Front:
    """One ASGI application out of two; a request, however it ends, touches one of them only."""

    def __init__(self, gateway: Application, portal: Application) -> None:
        self._gateway = gateway
        self._portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespans((self._gateway, self._portal), scope, receive, send)
        elif scope["path"] == "/health/ready":
            await _joint_readiness((self._gateway, self._portal), scope, send)
        else:
            await self._room(scope["path"])(scope, receive, send)

    def _room(self, path: str) -> Application:
        ours = any(path == prefix or path.startswith(f"{prefix}/") for prefix in GATEWAY_PATHS)
        return self._gateway if ours else self._portal


class _Lifespan:
    """The lifespan of one application, stepped from outside."""

    def __init__(self, application: Application, scope: Scope) -> None:
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._outbox: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.ensure_future(application({**scope, "state": {}}, self._inbox.get, self._outbox.put))

    async def step(self, event: str) -> str | None:
        """Announce `lifespan.startup` or `lifespan.shutdown`; what went wrong, or None."""
        await self._inbox.put({"type": event})
        answer = asyncio.ensure_future(self._outbox.get())
        # An application that leaves without an answer has failed; nobody must wait for that answer for ever.
        await asyncio.wait((answer, self._task), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            return f"left without an answer: {self._task.exception()!r}"
        told = answer.result()
        return None if told["type"] == f"{event}.complete" else str(told.get("message") or "failed")

    async def leave(self) -> None:
        """Let it return, or end it, whatever it is doing; its error has been told or is of no interest any more."""
        await asyncio.wait((self._task,), timeout=LEAVING_SECONDS)
        self._task.cancel()
        await asyncio.wait((self._task,))
        if not self._task.cancelled():
            self._task.exception()


async def _lifespans(applications: Iterable[Application], scope: Scope, receive: Receive, send: Send) -> None:
    lives = [_Lifespan(application, scope) for application in applications]
    for event in ("lifespan.startup", "lifespan.shutdown"):
        await receive()
        faults = await asyncio.gather(*(life.step(event) for life in lives))
        told = "; ".join(fault for fault in faults if fault)
        if told and event == "lifespan.startup":
            # What has started is stopped again: a room's stores must be closed even when its neighbour fails.
            started = [life for life, fault in zip(lives, faults, strict=True) if fault is None]
            await asyncio.gather(*(life.step("lifespan.shutdown") for life in started))
        if told or event == "lifespan.shutdown":
            # Before the last word: the server waits no longer once it has heard it.
            await asyncio.gather(*(life.leave() for life in lives))
        if told:
            await send({"type": f"{event}.failed", "message": told})
            return
        await send({"type": f"{event}.complete"})


async def _joint_readiness(applications: Iterable[Application], scope: Scope, send: Send) -> None:
    """Ask both rooms; ready when both are, with every reason when not."""
    answers = await asyncio.gather(*(_ask(application, scope) for application in applications))
    reasons = [reason for _, body in answers for reason in body.get("reasons", ())]
    ready = all(status == OK for status, _ in answers)
    body = json.dumps({"status": "ready" if ready else "not ready", "reasons": reasons}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": OK if ready else NOT_READY, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _ask(application: Application, scope: Scope) -> tuple[int, dict[str, Any]]:
    """One request to an application from within; its status and its JSON body."""
    status, chunks = 500, []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    await application({**scope, "method": "GET", "state": {}}, receive, send)
    body = b"".join(chunks)
    return status, json.loads(body) if body else {}


def build() -> Front:
    """The front of the house, each room built as it would build itself."""
    # Here, so that a test may dispatch between other applications without opening two rooms' stores.
    from services.gateway.app import build as build_gateway  # noqa: PLC0415
    from services.portal.app import build as build_portal  # noqa: PLC0415

    return Front(build_gateway(), build_portal())


if __name__ == "__main__":
    from shared.telemetry.serve import serve

    serve(build, room="front")
