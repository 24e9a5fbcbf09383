"""Three failures, three treatments, on a real broker."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from prometheus_client import REGISTRY

from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.messaging.bus import Bus, BusUnavailableError
from shared.messaging.dead_letters import DeadLetters, Filed
from shared.messaging.server import NatsServer
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream, provision
from tests.shared.messaging.filings import Room, patient, received, rejected, until

RECEIVED = Stream.of(SubmissionReceivedV1).name
REJECTED = Stream.of(SubmissionRejectedV1).name
DEAD = Stream.of(DeadLetterV1).name


@asynccontextmanager
async def ingest(settings: BusSettings, room: Room) -> AsyncIterator[Bus]:
    bus = Bus(settings, "ingest", on_failure=lambda: None)  # stop tells
    bus.on(SubmissionReceivedV1, room.handle)
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()


async def letters(bus: Bus) -> list[Filed]:
    return [filed async for filed in DeadLetters(bus.context).all()]


async def unfinished(bus: Bus) -> int:
    info = await bus.context.consumer_info(RECEIVED, "ingest")
    return (info.num_pending or 0) + (info.num_ack_pending or 0)


def finished(bus: Bus) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return await unfinished(bus) == 0

    return check


async def count(bus: Bus, stream: str) -> int:
    return (await bus.context.stream_info(stream)).state.messages


async def insist(bus: Bus, event: Event) -> None:
    """Publish as the gateway's reconciler would: again and again until it is confirmed."""

    async def confirmed() -> bool:
        try:
            await bus.publish(event)
        except BusUnavailableError:
            return False
        return True

    await until(confirmed, patience=30)


async def test_batches_are_handled_published_and_acknowledged(nats_url: str) -> None:
    room = Room()
    gateway = Bus(patient(nats_url), "gateway")
    await gateway.start()
    await gateway.publish(*(received(number) for number in range(200)))
    async with ingest(patient(nats_url), room) as bus:
        await until(finished(bus))
        assert room.did(*range(200))
        assert max(len(batch) for batch in room.batches) == 64
        assert await count(bus, REJECTED) == 200
        message = await bus.context.get_msg(REJECTED, seq=200)
        assert SubmissionRejectedV1.decode(message.data or b"") == rejected(received(199))
    await gateway.stop()


async def test_one_poison_item_does_not_stop_the_other_63(nats_url: str) -> None:
    async def choke(batch: list[SubmissionReceivedV1]) -> None:
        if received(17).event_id in {event.event_id for event in batch}:
            raise ValueError("filing 17 is poison")

    room, settings = Room(before=choke), patient(nats_url)
    gateway = Bus(settings, "gateway")
    await gateway.start()
    await gateway.publish(*(received(number) for number in range(64)))
    async with ingest(settings, room) as bus:
        await until(lambda: room.did(*(number for number in range(64) if number != 17)))
        await until(finished(bus))
        assert not room.did(17)
        assert [len(batch) for batch in room.batches[:65]] == [64] + [1] * 64, "the others need no second delivery"
        assert await count(bus, REJECTED) == 63
        (filed,) = await letters(bus)
    await gateway.stop()
    letter = filed.letter
    assert (letter.room, letter.error, letter.deliveries) == ("ingest", "ValueError", settings.budget)
    assert (letter.original_subject, letter.original_sequence) == (SubmissionReceivedV1.subject, 18)
    assert letter.submission_id == received(17).submission.id
    assert letter.cause_id == received(17).event_id
    assert "filing 17 is poison" in letter.detail
    assert SubmissionReceivedV1.decode(letter.data.encode()) == received(17)


async def test_what_cannot_be_read_becomes_a_dead_letter_at_once(nats_url: str) -> None:
    room = Room()
    async with ingest(patient(nats_url), room) as bus:
        await bus.context.publish(SubmissionReceivedV1.subject, b"\xff not even text")
        await bus.context.publish(SubmissionReceivedV1.subject, b'{"event_id": "of a version to come"}')
        await bus.publish(received(1))
        await until(finished(bus))
        first, second = await letters(bus)
        assert room.did(1)
    assert (first.letter.error, first.letter.data, first.letter.submission_id) == (
        "DecodeError",
        "\\xff not even text",
        None,
    )
    assert (second.letter.error, second.letter.deliveries) == ("ValidationError", 1)


async def test_a_bad_world_is_outlasted_without_using_up_the_budget(nats_url: str) -> None:
    down = True

    async def database(_: object) -> None:
        if down:
            raise ConnectionRefusedError("the database is away")

    room, settings = Room(before=database), patient(nats_url, budget=2, ack_wait=1.0)
    async with ingest(settings, room) as bus:
        await bus.publish(*(received(number) for number in range(100)))
        await until(lambda: len(room.batches) > 30, patience=20)
        assert len(room.batches[0]) <= settings.batch
        seen = {event.event_id for batch in room.batches for event in batch}
        assert len(seen) <= settings.batch, "nothing new is fetched into a bad world"
        (reason,) = await bus.ready()
        assert "the database is away" in reason
        assert REGISTRY.get_sample_value("gouji_messaging_paused", {"room": "ingest", "stream": RECEIVED}) == 1
        down = False
        await until(finished(bus))
        assert room.did(*range(100))
        assert await count(bus, REJECTED) == 100
        assert await letters(bus) == []
        assert await bus.ready() == ()
        assert REGISTRY.get_sample_value("gouji_messaging_paused", {"room": "ingest", "stream": RECEIVED}) == 0


async def test_a_message_that_only_looks_like_a_bad_world_is_found_out(nats_url: str) -> None:
    async def choke(batch: list[SubmissionReceivedV1]) -> None:
        if received(0).event_id in {event.event_id for event in batch}:
            raise OSError("only filing 0 gets this")

    room = Room(before=choke)
    async with ingest(patient(nats_url), room) as bus:
        await bus.publish(received(0))
        await until(lambda: len(room.batches) > 1)
        await bus.publish(*(received(number) for number in range(1, 80)))
        await until(lambda: room.did(*range(1, 80)))
        # It holds up nobody any longer; alone in the log it would be waited for, as the world may be bad after all.
        number = 80
        while not (given_up := await letters(bus)):
            await bus.publish(received(number))
            await until(lambda: room.did(number))  # noqa: B023 - awaited within the round
            number += 1
    assert [filed.letter.error for filed in given_up] == ["OSError"]


async def test_a_stop_in_a_bad_world_gives_back_what_is_in_hand(nats_url: str) -> None:
    async def database(_: object) -> None:
        raise TimeoutError("the database hangs")

    bad, good = Room(before=database), Room()
    async with ingest(patient(nats_url), bad) as bus:
        await bus.publish(*(received(number) for number in range(10)))
        await until(lambda: len(bad.batches) > 1)
    async with ingest(patient(nats_url), good) as bus:
        await until(lambda: good.did(*range(10)), patience=5)  # long before ack_wait is over


async def test_a_stop_lets_the_batch_in_hand_finish(nats_url: str) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()

    async def work(_: object) -> None:
        began.set()
        await go_on.wait()

    room = Room(before=work)
    bus = Bus(patient(nats_url), "ingest")
    bus.on(SubmissionReceivedV1, room.handle)
    await bus.start()
    await bus.publish(received(1))
    await began.wait()
    stopping = asyncio.create_task(bus.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    observer = Bus(patient(nats_url), "portal")
    await observer.start()
    assert await count(observer, REJECTED) == 1
    assert await unfinished(observer) == 0
    await observer.stop()


async def test_long_work_is_not_given_to_somebody_else(nats_broker: NatsServer) -> None:
    settings = patient(nats_broker.url, ack_wait=0.6)
    await provision(settings)
    first, second = Room(before=lambda _: asyncio.sleep(2)), Room()
    async with ingest(settings, first) as bus:
        await bus.publish(received(1))
        await until(lambda: len(first.batches) == 1)
        async with ingest(settings, second):
            await until(lambda: first.did(1))
            await until(finished(bus))
    assert (len(first.batches), second.batches) == (1, [])


async def test_a_broker_that_dies_in_mid_stream_loses_nothing(nats_broker: NatsServer) -> None:
    room, settings = Room(), patient(nats_broker.url, batch=8, ack_wait=2.0, publish_timeout=1.0)
    await provision(settings)
    async with ingest(settings, room) as bus:
        for number in range(120):
            if number in {40, 80}:
                nats_broker.kill()
                nats_broker.start()
            await insist(bus, received(number))
        await until(lambda: room.did(*range(120)), patience=20)
        await until(finished(bus), patience=20)
        assert await count(bus, REJECTED) == 120
        assert await letters(bus) == []


async def test_a_consumer_that_has_forgotten_what_it_delivered_holds_up_nobody(nats_url: str) -> None:
    settings = patient(nats_url, publish_timeout=1.0, batch=1)

    async def forget(_: object) -> None:
        if len(room.batches) == 1:
            await bus.context.delete_consumer(RECEIVED, "ingest")
            await provision(settings)

    room = Room(before=forget)
    async with ingest(settings, room) as bus:
        await bus.publish(received(1))
        await until(lambda: len(room.done) == 2)
        await until(finished(bus))
        assert await count(bus, REJECTED) == 1


async def test_an_attempt_passes_all_the_way_down(nats_url: str) -> None:
    room = Room()
    async with ingest(patient(nats_url), room) as bus:
        await bus.publish(received(1))
        await until(finished(bus))
        await bus.publish(received(1), received(1, attempt=2))
        await until(lambda: len(room.done) == 2)
        await until(finished(bus))
        assert await count(bus, REJECTED) == 2


async def test_a_dead_letter_that_chokes_its_reader_does_not_breed(nats_url: str) -> None:
    tried = 0

    async def choke(_: object) -> list[Event]:
        nonlocal tried
        tried += 1
        raise ValueError("no room for dead letters")

    settings = patient(nats_url)
    portal = Bus(settings, "portal")
    portal.on(DeadLetterV1, choke)
    await portal.start()
    async with ingest(settings, Room()) as bus:
        await bus.context.publish(SubmissionReceivedV1.subject, b"not JSON")
        await until(lambda: tried == settings.budget)

        async def given_up() -> bool:
            info = await bus.context.consumer_info(DEAD, "portal")
            return (info.num_pending or 0) + (info.num_ack_pending or 0) == 0

        await until(given_up)
        assert await count(bus, DEAD) == 1
    await portal.stop()


async def test_the_gauges_follow_the_log(nats_url: str) -> None:
    async def database(_: object) -> None:
        raise TimeoutError("the database hangs")

    async with ingest(patient(nats_url), Room(before=database)) as bus:
        await bus.publish(*(received(number) for number in range(70)))
        of_room = {"room": "ingest", "stream": RECEIVED}

        def waiting(name: str) -> float:
            return REGISTRY.get_sample_value(f"gouji_messaging_{name}_messages", of_room) or 0

        await until(lambda: waiting("ack_pending") >= 64)
        await until(lambda: waiting("pending") + waiting("ack_pending") == 70)
        assert REGISTRY.get_sample_value("gouji_messaging_stream_messages", {"stream": RECEIVED}) == 70
        limit = REGISTRY.get_sample_value("gouji_messaging_stream_limit_bytes", {"stream": RECEIVED})
        assert limit == BusSettings().stream_bytes
