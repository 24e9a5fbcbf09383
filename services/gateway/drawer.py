"""The process that draws strangers' files: `python -m services.gateway.drawer`, confined, one page at a time."""

from importlib.util import find_spec

import msgspec

from services.gateway.drawing import NOTHING, Drawn, Job, draw
from shared.confinement.limits import MEBIBYTE, confine
from shared.confinement.pipes import alarm, work

MEMORY_BYTES = 512 * MEBIBYTE


def prepare() -> None:
    """Load what draws, then bound the process."""
    if find_spec("PIL"):
        from PIL import Image  # noqa: PLC0415 - not in every installation

        Image.init()
    confine(MEMORY_BYTES)


def answer(told: bytes, data: bytes) -> bytes:
    """Draw a page of the data."""
    job = msgspec.json.decode(told, type=Job)
    alarm(job.seconds)
    return msgspec.msgpack.encode(_drawn(data, job.page))


def _drawn(data: bytes, page: int | None) -> Drawn:
    try:
        return draw(data, page)
    except MemoryError:
        return NOTHING


if __name__ == "__main__":
    work(prepare, answer)
