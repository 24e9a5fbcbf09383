"""Filings, and what a room makes of them, for tests of how they travel."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from shared.events.event import Event
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.messaging.settings import BusSettings
from shared.report.agency import Agency, AgencyClass
from shared.report.rejection import Reason
from shared.report.submission import Submission
from shared.report.text import Text
from tests.servers.until import until

__all__ = ["Room", "patient", "received", "rejected", "until"]

NOON = datetime(2026, 1, 20, 4, tzinfo=UTC)


def patient(url: str, **changes: object) -> BusSettings:
    """Settings of the house with waits short enough for a test."""
    quick = BusSettings(
        url=url, retry_base=0.02, retry_cap=0.1, pause_base=0.05, pause_cap=0.2, budget=4, measure_every=0.2
    )
    return replace(quick, **changes)  # type: ignore[arg-type]


def received(number: int, attempt: int = 1, filename: str = "年报.html") -> SubmissionReceivedV1:
    """The filing of that number."""
    identity = uuid5(NAMESPACE_URL, f"filing/{number}")
    agency = Agency(
        code=f"33{number:04}", name=f"东海省第{number}局", region="东海省", agency_class=AgencyClass.DEPARTMENT
    )
    submission = Submission(
        id=identity,
        agency=agency,
        year=2025,
        version=1,
        filename=filename,
        media_type="text/html",
        size=number,
        sha256="0" * 64,
        received_at=NOON,
    )
    return SubmissionReceivedV1(
        event_id=SubmissionReceivedV1.id_from(identity),
        cause_id=identity,
        occurred_at=NOON,
        attempt=attempt,
        submission=submission,
        object_key=f"originals/{number}",
    )


def rejected(cause: SubmissionReceivedV1) -> SubmissionRejectedV1:
    """What a room that can read nothing says about a filing."""
    return SubmissionRejectedV1(
        event_id=SubmissionRejectedV1.id_from(cause.event_id),
        cause_id=cause.event_id,
        occurred_at=NOON,
        attempt=cause.attempt,
        submission=cause.submission,
        reasons=(Reason("file.empty", "file", Text("文件为空。", "The file is empty.")),),
    )


@dataclass
class Room:
    """A room that rejects every filing, and first does to it whatever the test wants."""

    before: Callable[[list[SubmissionReceivedV1]], Awaitable[None]] | None = None
    batches: list[list[SubmissionReceivedV1]] = field(default_factory=list)
    done: list[UUID] = field(default_factory=list)

    async def handle(self, batch: Sequence[SubmissionReceivedV1]) -> list[Event]:
        self.batches.append(list(batch))
        if self.before:
            await self.before(list(batch))
        self.done += [event.event_id for event in batch]
        return [rejected(event) for event in batch]

    def did(self, *numbers: int) -> bool:
        """Whether each of the filings has been done at least once."""
        return {received(number).event_id for number in numbers} <= set(self.done)
