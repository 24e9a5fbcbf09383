"""The three addresses every room answers: is it alive, can it work, and its figures for Prometheus."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Ready = Callable[[], Awaitable[Sequence[str]]]

READY_SECONDS = 5
_OPEN = {"for": "everybody"}
"""Where a door is, it lets these pass; telemetry knows no contract, so the word stands here once more."""


def probes(*ready: Ready) -> list[HTTPRouteHandler]:
    """Routes `/health/live`, `/health/ready` and `/metrics`.

    Each of `ready` says why the room cannot work, or nothing when it can; the room is ready when none has a reason.
    Not ready is 503 with the reasons; a question that gets no answer within five seconds is a reason too.
    """

    @get("/health/live", include_in_schema=False, opt=_OPEN)
    async def live() -> dict[str, str]:
        return {"status": "alive"}

    @get("/health/ready", include_in_schema=False, opt=_OPEN)
    async def readiness() -> Response[dict[str, object]]:
        answers = await asyncio.gather(*(_reasons(question) for question in ready))
        reasons = [reason for answer in answers for reason in answer]
        return Response(
            {"status": "not ready" if reasons else "ready", "reasons": reasons},
            status_code=HTTP_503_SERVICE_UNAVAILABLE if reasons else HTTP_200_OK,
        )

    @get("/metrics", include_in_schema=False, opt=_OPEN)
    async def metrics() -> Response[bytes]:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [live, readiness, metrics]


async def _reasons(question: Ready) -> Sequence[str]:
    try:
        async with asyncio.timeout(READY_SECONDS):
            return await question()
    except TimeoutError:
        return (f"no answer in {READY_SECONDS} s",)
