"""What was given up can be found, read, and sent on its way again."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from shared.events.dead_letter import DeadLetterV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.messaging.bus import Bus
from shared.messaging.dead_letters import (
    DeadLetters,
    Filed,
    NoSuchDeadLetterError,
    NotRequeueableError,
    Origin,
    dead_letter,
    dead_letters,
)
from shared.messaging.topology import Stream
from tests.shared.messaging.filings import Room, patient, received, until

STREAM = Stream.of(SubmissionReceivedV1).name
ORIGIN = Origin(SubmissionReceivedV1.subject, 5, "2026-01-20T04:00:00+00:00", 12)


class Choking(Room):
    """A room with a fault that is mended in the course of the test."""

    mended = False

    async def choke(self, _: object) -> None:
        if not self.mended:
            raise KeyError("a fault in the program")


@pytest.fixture
async def ingest(nats_url: str) -> AsyncIterator[tuple[Bus, Choking]]:
    room = Choking()
    room.before = room.choke
    bus = Bus(patient(nats_url, budget=2), "ingest", on_failure=lambda: None)
    bus.on(SubmissionReceivedV1, room.handle)
    await bus.start()
    yield bus, room
    await bus.stop()


async def filed(dead: DeadLetters, count: int) -> list[Filed]:
    found: list[Filed] = []

    async def enough() -> bool:
        found[:] = [each async for each in dead.all()]
        return len(found) == count

    await until(enough)
    return found


async def test_requeue_sends_the_original_on_as_a_further_attempt(nats_url: str, ingest: tuple[Bus, Choking]) -> None:
    bus, room = ingest
    await bus.publish(received(1))
    async with dead_letters(patient(nats_url)) as dead:
        (first,) = await filed(dead, 1)
        assert await dead.show(first.sequence) == first.letter
        assert await dead.requeue(first.sequence) == 2, "the first attempt has failed"
        await until(lambda: len(room.batches) == 4)
        (second,) = await filed(dead, 1)
        assert second.sequence > first.sequence, "it failed again, and that is a letter of its own"
        assert second.letter.attempt == 2
        room.mended = True
        assert await dead.requeue(second.sequence) == 3
        await until(lambda: room.did(1))
        assert room.batches[-1] == [received(1, attempt=3)]
        assert await filed(dead, 0) == []
        with pytest.raises(NoSuchDeadLetterError):
            await dead.requeue(second.sequence)


async def test_requeue_passes_attempts_that_others_have_made(nats_url: str, ingest: tuple[Bus, Choking]) -> None:
    bus, room = ingest
    await bus.publish(received(1))
    async with dead_letters(patient(nats_url)) as dead:
        (first,) = await filed(dead, 1)
        room.mended = True
        await bus.publish(received(1, attempt=2), received(1, attempt=3))
        assert await dead.requeue(first.sequence) == 4
        await until(lambda: len(room.done) == 3)


async def test_a_requeued_original_keeps_every_figure_as_written(nats_url: str) -> None:
    data = b'{"event_id":"e","attempt":3,"fees":12.500000000000000001,"big":123456789012345678901,"new":[1.10]}'
    bus = Bus(patient(nats_url), "ingest")
    await bus.start()
    await bus.publish(dead_letter("ingest", ORIGIN, data, None, ValueError("of a version to come"), limit=10_000))
    await DeadLetters(bus.context).requeue(1)
    message = await bus.context.get_msg(STREAM, seq=1)
    assert message.data == data.replace(b'"attempt":3', b'"attempt":4')
    assert message.headers is not None
    assert message.headers["Nats-Msg-Id"] == "e:4"
    await bus.stop()


async def test_an_original_too_large_for_a_letter_is_fetched_from_its_log(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "gateway")
    await bus.start()
    await bus.publish(received(1))
    origin = Origin(SubmissionReceivedV1.subject, 1, "then", 1)
    letter = dead_letter("gateway", origin, received(1).encode(), received(1), ValueError(), limit=900)
    assert letter.data == ""
    await bus.publish(letter)
    assert await DeadLetters(bus.context).requeue(1) == 2
    message = await bus.context.get_msg(STREAM, seq=2)
    assert SubmissionReceivedV1.decode(message.data or b"") == received(1, attempt=2)
    await bus.publish(msgspec.structs.replace(letter, original_sequence=99, attempt=2))
    with pytest.raises(NotRequeueableError, match="no longer holds"):
        await DeadLetters(bus.context).requeue(2)
    await bus.stop()


async def test_what_is_not_json_is_not_requeued_and_stays(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "ingest")
    await bus.start()
    await bus.publish(dead_letter("ingest", ORIGIN, b"\xff", None, ValueError("noise"), limit=10_000))
    dead = DeadLetters(bus.context)
    with pytest.raises(NotRequeueableError, match="not a JSON object"):
        await dead.requeue(1)
    assert len([each async for each in dead.all()]) == 1
    await bus.stop()


def test_giving_up_twice_writes_one_letter() -> None:
    one, other = (dead_letter("ingest", ORIGIN, b"x", None, ValueError(), limit=10_000) for _ in range(2))
    assert one.message_id == other.message_id
    assert one.destination == "gouji.v1.dead.ingest"
    elsewhere = dead_letter("portal", ORIGIN, b"x", None, ValueError(), limit=10_000)
    rebuilt = dead_letter("ingest", Origin(ORIGIN.subject, 5, "later", 12), b"x", None, ValueError(), limit=10_000)
    assert len({one.message_id, elsewhere.message_id, rebuilt.message_id}) == 3


def test_a_letter_knows_the_submission_even_when_the_rest_cannot_be_read() -> None:
    data = b'{"submission": {"id": "%s"}, "event_id": 7}' % str(received(1).submission.id).encode()
    assert (
        dead_letter("ingest", ORIGIN, data, None, ValueError(), limit=10_000).submission_id == received(1).submission.id
    )
    assert (
        DeadLetterV1.decode(dead_letter("i", ORIGIN, b"", None, ValueError(), limit=10_000).encode()).submission_id
        is None
    )
