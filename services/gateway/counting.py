"""What became of each filing that was handed in, counted in one place for every route that takes one."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.gateway.metrics import SUBMISSIONS
from services.gateway.problems import ProblemError
from shared.messaging.bus import BusUnavailableError


class Taken:
    """How a filing fared; whoever takes it says so with `is_new`."""

    def __init__(self) -> None:
        self.result = "failed"

    def is_new(self, new: bool) -> None:  # noqa: FBT001 - a fact, not a switch
        """It was accepted, or is the same filing once more."""
        self.result = "accepted" if new else "repeated"


@contextmanager
def counted() -> Iterator[Taken]:
    """Count one filing when the block ends, by how it ended; its errors pass on."""
    taken = Taken()
    try:
        yield taken
    except ProblemError:
        taken.result = "refused"
        raise
    except BusUnavailableError:
        taken.result = "unconfirmed"
        raise
    finally:
        SUBMISSIONS.labels(taken.result).inc()
