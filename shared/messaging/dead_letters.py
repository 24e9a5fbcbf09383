"""Dead letters: how one is written, and how an operator finds, reads and sends on what was given up."""

import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.messaging.headers import IDENTITY, lifetime
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream, connection
from shared.report.submission import now

DETAIL_LIMIT = 4000
MOST_ATTEMPTS = 1000


class NoSuchDeadLetterError(LookupError):
    """There is no dead letter under that number; it may have been requeued already."""


class NotRequeueableError(Exception):
    """What was given up is not even JSON: no newer program will read it either."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message lies and how often it was delivered; `stored_at` tells a rebuilt log from the old one."""

    subject: str
    sequence: int
    stored_at: str
    deliveries: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A dead letter and its number in the log of dead letters."""

    sequence: int
    letter: DeadLetterV1


class _Identified(msgspec.Struct):
    id: UUID
    keep_until: datetime | None = None


class _Glimpse(msgspec.Struct):
    """What can be made out of an event of any version."""

    submission: _Identified | None = None
    attempt: int = 1

    @property
    def keep_until(self) -> datetime | None:
        return self.submission.keep_until if self.submission else None


def dead_letter(
    room: str, origin: Origin, data: bytes, event: Event | None, error: Exception, *, limit: int
) -> DeadLetterV1:
    """The letter about a message that `room` gives up; the same one whenever it is given up again.

    Args:
        room: who gives up.
        origin: where the message lies.
        data: its payload.
        event: what the payload says, when it can be read.
        error: why.
        limit: bytes the broker takes in one message; of a payload that would not fit, only the log keeps the whole.
    """
    glimpse = _glimpse(data)
    letter_id = DeadLetterV1.id_from(room, origin.subject, origin.sequence, origin.stored_at)
    letter = DeadLetterV1(
        event_id=letter_id,
        cause_id=event.event_id if event else letter_id,
        occurred_at=now(),
        attempt=glimpse.attempt,
        room=room,
        original_subject=origin.subject,
        original_sequence=origin.sequence,
        submission_id=glimpse.submission.id if glimpse.submission else None,
        error=type(error).__name__,
        detail="".join(traceback.format_exception(error))[-DETAIL_LIMIT:],
        deliveries=origin.deliveries,
        data=data.decode(errors="backslashreplace"),
        keep_until=glimpse.keep_until,
    )
    return letter if len(letter.encode()) <= limit else msgspec.structs.replace(letter, data="")


class DeadLetters:
    """The log of dead letters, for the operator."""

    def __init__(self, context: JetStreamContext) -> None:
        self._context = context
        self._stream = Stream.of(DeadLetterV1)

    async def all(self) -> AsyncIterator[Filed]:
        """Every dead letter that nobody has requeued, oldest first."""
        sequence = 1
        while True:
            try:
                message = await self._context.get_msg(
                    self._stream.name, seq=sequence, subject=self._stream.pattern, next=True
                )
            except NotFoundError:
                return
            filed = _filed(message)
            yield filed
            sequence = filed.sequence + 1

    async def show(self, sequence: int) -> DeadLetterV1:
        """One dead letter by its number.

        Raises:
            NoSuchDeadLetterError: there is none.
        """
        try:
            return _filed(await self._context.get_msg(self._stream.name, seq=sequence)).letter
        except NotFoundError as error:
            raise NoSuchDeadLetterError(f"no dead letter {sequence}") from error

    async def requeue(self, sequence: int) -> int:
        """Publish the original again as a further attempt, then take the letter off the log.

        Returns:
            The attempt it became.

        Raises:
            NoSuchDeadLetterError: there is no such letter.
            NotRequeueableError: the original is not JSON, or is nowhere to be found whole.
        """
        letter = await self.show(sequence)
        fields = _fields(await self._original(letter))
        event_id = msgspec.json.decode(fields.get("event_id", b'""'), type=str)
        stream = letter.original_subject.replace(".", "-")
        for attempt in range(letter.attempt + 1, letter.attempt + MOST_ATTEMPTS):
            payload = msgspec.json.encode({**fields, "attempt": attempt})
            headers = {IDENTITY: f"{event_id}:{attempt}"} | lifetime(letter.keep_until)
            stored = await self._context.publish(letter.original_subject, payload, stream=stream, headers=headers)
            if not stored.duplicate:
                await self._context.delete_msg(self._stream.name, sequence)
                return attempt
        raise NotRequeueableError(f"dead letter {sequence} has been attempted {MOST_ATTEMPTS} times")

    async def _original(self, letter: DeadLetterV1) -> bytes:
        stream = letter.original_subject.replace(".", "-")
        if letter.data:
            return letter.data.encode()
        try:
            message = await self._context.get_msg(stream, seq=letter.original_sequence)
        except NotFoundError as error:
            raise NotRequeueableError("the log no longer holds the original") from error
        return message.data or b""


@asynccontextmanager
async def dead_letters(settings: BusSettings) -> AsyncIterator[DeadLetters]:
    """The log of dead letters on the broker of `settings`."""
    async with connection(settings) as context:
        yield DeadLetters(context)


def _filed(message: RawStreamMsg) -> Filed:
    return Filed(message.seq or 0, DeadLetterV1.decode(message.data or b""))


def _fields(data: bytes) -> dict[str, msgspec.Raw]:
    """The values stay as written, so that no figure changes on the way."""
    try:
        return msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except msgspec.MsgspecError as error:
        raise NotRequeueableError(f"the original is not a JSON object: {error}") from error


def _glimpse(data: bytes) -> _Glimpse:
    try:
        return msgspec.json.decode(data, type=_Glimpse)
    except msgspec.MsgspecError:
        return _Glimpse()
