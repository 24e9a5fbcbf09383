"""Where a submission is while the house works on it, step by step, for whoever has its page open.

Steps come from what the rooms say on the broker just now and may be missed; whether it is done, the read model says.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

import msgspec
from litestar.response.sse import ServerSentEventMessage

from services.portal import metrics
from services.portal.store.filings import Filings
from services.portal.store.standing import Standing, Status
from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1

MOST_WATCHERS = 500
"""Pages that may be open at once; a further one is told to come back."""
HEARTBEAT_SECONDS = 10.0
"""So often is something sent, so that nothing on the way thinks the connection dead, and the read model asked."""
SETTLING_SECONDS = 0.1
"""So often is the read model asked once the house is done, until it says so itself."""
LONGEST_SECONDS = 600.0
"""After that a page must ask again, which browsers do by themselves."""
_MOST_STEPS = 16


class Step(StrEnum):
    """How far the house is; `FINAL` says that the page has everything."""

    RECEIVED = "received"
    READ = "read"
    JUDGED = "judged"
    GRADED = "graded"
    REJECTED = "rejected"
    STOPPED = "stopped"
    FINAL = "final"


STEPS: dict[type[Event], Step] = {
    SubmissionReceivedV1: Step.RECEIVED,
    ReportNormalizedV1: Step.READ,
    ReportValidatedV1: Step.JUDGED,
    ReportScoredV1: Step.GRADED,
    SubmissionRejectedV1: Step.REJECTED,
    DeadLetterV1: Step.STOPPED,
}
"""What each event tells about the submission it is about."""

_LAST = frozenset({Step.GRADED, Step.REJECTED, Step.STOPPED})
_PASSED = {
    Status.RECEIVED: (Step.RECEIVED,),
    Status.VALIDATED: (Step.RECEIVED, Step.READ, Step.JUDGED),
    Status.SCORED: (Step.RECEIVED, Step.READ, Step.JUDGED, Step.GRADED),
    Status.REJECTED: (Step.RECEIVED, Step.REJECTED),
    Status.DEAD_LETTERED: (Step.RECEIVED, Step.STOPPED),
}


class TooManyWatchersError(Exception):
    """As many pages are open as the room can keep up to date."""


class _Named(msgspec.Struct, frozen=True):
    id: UUID


class _About(msgspec.Struct, frozen=True):
    submission: _Named | None = None
    submission_id: UUID | None = None


class Live:
    """Hands what is heard to the pages that wait for it."""

    def __init__(self) -> None:
        self._watched: dict[UUID, set[asyncio.Queue[Step]]] = {}
        self._watchers = 0

    def hear(self, contract: type[Event], body: bytes) -> None:
        """Take in an event; which submission it is about is all that is read of it, and only if a page is open."""
        if not self._watchers:
            return
        try:
            about = _decoder.decode(body)
        except msgspec.DecodeError:
            return
        submission_id = about.submission.id if about.submission else about.submission_id
        for queue in self._watched.get(submission_id, ()) if submission_id else ():
            if not queue.full():
                queue.put_nowait(STEPS[contract])

    @property
    def is_full(self) -> bool:
        """Whether no further page can be kept up to date."""
        return self._watchers >= MOST_WATCHERS

    @contextmanager
    def watch(self, submission_id: UUID) -> Iterator[asyncio.Queue[Step]]:
        """What is heard about one submission, until the context ends.

        Raises:
            TooManyWatchersError: at once.
        """
        if self.is_full:
            raise TooManyWatchersError
        queue: asyncio.Queue[Step] = asyncio.Queue(_MOST_STEPS)
        self._count(+1)
        self._watched.setdefault(submission_id, set()).add(queue)
        try:
            yield queue
        finally:
            self._count(-1)
            watching = self._watched[submission_id]
            watching.discard(queue)
            if not watching:
                del self._watched[submission_id]

    def _count(self, more: int) -> None:
        self._watchers += more
        metrics.watchers.set(self._watchers)


async def steps(
    queue: asyncio.Queue[Step], filings: Filings, submission_id: UUID
) -> AsyncIterator[ServerSentEventMessage]:
    """The steps of a submission as server-sent events, each once, ending with `final`.

    Between them come comments, so that the connection is not taken for dead.
    """
    told: set[Step] = set()
    until = asyncio.get_running_loop().time() + LONGEST_SECONDS
    while asyncio.get_running_loop().time() < until:
        standing = await filings.standing(submission_id)
        for step in _passed(standing):
            if step not in told:
                told.add(step)
                yield _message(step)
        if standing is None or standing.status.is_final:
            yield _message(Step.FINAL)
            return
        try:
            async with asyncio.timeout(SETTLING_SECONDS if told & _LAST else HEARTBEAT_SECONDS):
                heard = await queue.get()
        except TimeoutError:
            yield ServerSentEventMessage(data=None, comment="still there")
            continue
        if heard not in told:
            told.add(heard)
            yield _message(heard)


def _passed(standing: Standing | None) -> tuple[Step, ...]:
    return _PASSED[standing.status] if standing else ()


def _message(step: Step) -> ServerSentEventMessage:
    return ServerSentEventMessage(data=step.value, event="step")


_decoder = msgspec.json.Decoder(_About)
