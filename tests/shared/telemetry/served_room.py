"""A room made only to be served by `test_serve.py`: what it does is its first argument."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from litestar import Litestar, get

from shared.telemetry.probes import probes
from shared.telemetry.serve import fail, serve

MODE = sys.argv[1]


@asynccontextmanager
async def lifespan(_app: Litestar) -> AsyncIterator[None]:
    if MODE == "fails-to-start":
        raise RuntimeError("no database")
    if MODE == "waits-to-start":
        sys.stdout.write("waiting\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    yield
    if MODE == "hangs-in-shutdown":
        await asyncio.Event().wait()
    if MODE == "fails-to-stop":
        raise RuntimeError("broken drain")
    sys.stdout.write("drained\n")


@get("/slow")
async def slow() -> str:
    sys.stdout.write("slow\n")
    sys.stdout.flush()
    await asyncio.sleep(1)
    return "done"


@get("/lose-bus")
async def lose_bus() -> str:
    fail("the bus is closed")
    return "ok"


@get("/broken")
async def broken() -> str:
    raise RuntimeError("a fault of ours")


async def ready() -> Sequence[str]:
    return ("bus: closed",) if MODE == "unready" else ()


serve(lambda: Litestar([slow, lose_bus, broken, *probes(ready)], lifespan=[lifespan]), room="validate")
