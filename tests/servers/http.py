"""An ASGI application served on a free port of loopback, in the test's own loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from tests.servers.until import until


@asynccontextmanager
async def served(application: Any) -> AsyncIterator[str]:  # noqa: ANN401 - any ASGI application
    """Its address, while the block runs."""
    config = uvicorn.Config(application, port=0, lifespan="auto", log_level="error")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started or task.done())
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task
