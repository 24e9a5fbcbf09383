"""What every event has: an identity that repeats when the same cause is handled again, and its place in the house."""

from datetime import datetime
from typing import ClassVar, Protocol, Self, runtime_checkable
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from shared.report.codec import decode, encode
from shared.report.submission import Submission


@runtime_checkable
class _About(Protocol):
    """An event about a submission."""

    @property
    def submission(self) -> Submission: ...


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact on the log.

    `event_id` follows from subject and cause, so handling a cause twice states the same fact twice. `attempt` counts
    deliberate repetitions by the gateway's reconciler or an operator's requeue: it changes the message id, so that the
    broker lets the repetition through, and never the event id, so that readers recognise it.
    """

    subject: ClassVar[str]
    producer: ClassVar[str]
    consumers: ClassVar[tuple[str, ...]]

    event_id: UUID
    cause_id: UUID
    occurred_at: datetime
    attempt: int = 1

    @classmethod
    def id_from(cls, *causes: object) -> UUID:
        """The id of the event of this class that follows from `causes`."""
        return uuid5(NAMESPACE_URL, "/".join((cls.subject, *(str(cause) for cause in causes))))

    @property
    def destination(self) -> str:
        """The subject this event is published on; only dead letters differ, each room having its own."""
        return self.subject

    @property
    def message_id(self) -> str:
        """The value of `Nats-Msg-Id`: the broker drops a second message that carries it."""
        return f"{self.event_id}:{self.attempt}"

    @property
    def forgotten_at(self) -> datetime | None:
        """When the log drops this event; None for as long as the log is kept. Events about a draft go with it."""
        return self.submission.keep_until if isinstance(self, _About) else None

    def encode(self) -> bytes:
        """The event as JSON."""
        return encode(self)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read an event of this class.

        Raises:
            msgspec.ValidationError, msgspec.DecodeError: the bytes are not such an event.
        """
        return decode(data, cls)
