"""A room gave up on a message."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from shared.events.event import Event


class DeadLetterV1(Event, frozen=True, kw_only=True):
    """A message that cannot be decoded, or crashed its handler too often; kept whole so that people can requeue it.

    Published on `gouji.v1.dead.<room>`. `submission_id` is None when the message could not even be decoded that far.
    `data` is the original payload as text (undecodable bytes escaped). A letter about a draft is kept no longer than
    the draft, that is until `keep_until`.
    """

    subject: ClassVar[str] = "gouji.v1.dead"
    producer: ClassVar[str] = "every room"
    consumers: ClassVar[tuple[str, ...]] = ("gateway", "portal")

    room: str
    original_subject: str
    original_sequence: int
    submission_id: UUID | None
    error: str
    detail: str
    deliveries: int
    data: str
    keep_until: datetime | None = None

    @property
    @override
    def destination(self) -> str:
        return f"{self.subject}.{self.room}"

    @property
    @override
    def forgotten_at(self) -> datetime | None:
        return self.keep_until
