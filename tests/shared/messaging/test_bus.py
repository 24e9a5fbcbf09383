"""What a room says is stored; what it cannot say or hear, it admits."""

import asyncio
import time

import pytest
from nats.js.errors import NotFoundError

from shared.events.report_normalized import ReportNormalizedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.messaging.bus import Bus, BusFailedError, BusUnavailableError
from shared.messaging.server import NatsServer
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream, connection, provision
from tests.shared.messaging.filings import Room, patient, received, until

STREAM = Stream.of(SubmissionReceivedV1).name


async def stored(settings: BusSettings) -> int:
    async with connection(settings) as context:
        return (await context.stream_info(STREAM)).state.messages


async def test_when_publish_returns_everything_is_stored_in_order(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "gateway")
    await bus.start()
    await bus.publish()
    await bus.publish(*(received(number) for number in range(100)))
    for sequence, number in ((1, 0), (50, 49), (100, 99)):
        message = await bus.context.get_msg(STREAM, seq=sequence)
        assert SubmissionReceivedV1.decode(message.data or b"") == received(number)
    await bus.stop()


async def test_what_was_said_already_is_dropped_even_after_the_broker_died(
    nats_url: str, nats_broker: NatsServer
) -> None:
    settings = patient(nats_url)
    bus = Bus(settings, "gateway")
    await bus.start()
    await bus.publish(received(1))
    await bus.publish(received(1))
    assert await stored(settings) == 1
    nats_broker.kill()
    await until(lambda: not bus.connected)
    nats_broker.start()
    await until(lambda: bus.connected)
    await bus.publish(received(1), received(2))
    assert await stored(settings) == 2
    await bus.publish(received(1, attempt=2))
    assert await stored(settings) == 3, "a deliberate repetition passes"
    await bus.stop()


async def test_a_broker_that_is_away_is_said_at_once_and_outlived(nats_url: str, nats_broker: NatsServer) -> None:
    bus = Bus(patient(nats_url), "gateway")
    await bus.start()
    nats_broker.kill()
    await until(lambda: not bus.connected)
    began = time.monotonic()
    with pytest.raises(BusUnavailableError):
        await bus.publish(received(1))
    assert time.monotonic() - began < 0.5
    assert await bus.ready() == ("the broker is away",)
    nats_broker.start()
    await until(lambda: bus.connected)
    await bus.publish(received(1))
    assert await bus.ready() == ()
    await bus.stop()


async def test_a_full_log_refuses_and_keeps_what_it_has(nats_url: str) -> None:
    settings = patient(nats_url, stream_bytes=3000)
    await provision(settings)
    bus = Bus(settings, "gateway")
    await bus.start()
    await bus.publish(received(1))
    with pytest.raises(BusUnavailableError, match="maximum bytes"):
        await bus.publish(*(received(number) for number in range(2, 10)))
    message = await bus.context.get_msg(STREAM, seq=1)
    assert SubmissionReceivedV1.decode(message.data or b"") == received(1)
    await bus.stop()


async def test_a_missing_log_is_said_by_publish_and_by_ready(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "gateway")
    await bus.start()
    await bus.context.delete_stream(STREAM)
    with pytest.raises(BusUnavailableError):
        await bus.publish(received(1))
    (reason,) = await bus.ready()
    assert STREAM in reason
    await bus.stop()


async def test_a_deleted_consumer_is_said_by_ready_and_never_made_again_by_the_room(nats_url: str) -> None:
    bus, room = Bus(patient(nats_url), "ingest"), Room()
    bus.on(SubmissionReceivedV1, room.handle)
    await bus.start()
    assert await bus.ready() == ()
    await bus.context.delete_consumer(STREAM, "ingest")
    (reason,) = await bus.ready()
    assert "consumer ingest" in reason
    await bus.publish(received(1))
    await bus.stop()

    again = Bus(patient(nats_url), "ingest")
    again.on(SubmissionReceivedV1, room.handle)
    await again.start()
    assert await again.ready() == (reason,)
    with pytest.raises(NotFoundError):
        await again.context.consumer_info(STREAM, "ingest")
    await provision(patient(nats_url))
    await until(lambda: room.did(1))
    assert await again.ready() == ()
    await again.stop()


async def test_a_room_cannot_read_what_the_contract_does_not_give_it(nats_url: str) -> None:
    bus, room = Bus(patient(nats_url), "score"), Room()
    with pytest.raises(LookupError, match="not score"):
        bus.on(SubmissionReceivedV1, room.handle)


async def test_an_idle_room_stops_promptly(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "ingest")
    bus.on(SubmissionReceivedV1, Room().handle)
    await bus.start()
    await bus.publish(received(1))
    began = time.monotonic()
    await bus.stop()
    assert time.monotonic() - began < 1.5
    assert not bus.connected


async def test_a_room_whose_broker_is_away_stops_promptly(nats_url: str, nats_broker: NatsServer) -> None:
    bus = Bus(patient(nats_url), "ingest")
    bus.on(SubmissionReceivedV1, Room().handle)
    await bus.start()
    nats_broker.kill()
    await until(lambda: not bus.connected)
    began = time.monotonic()
    await bus.stop()
    assert time.monotonic() - began < 3


async def test_a_handler_that_hangs_does_not_keep_the_room_from_stopping(nats_url: str) -> None:
    began, forever = asyncio.Event(), asyncio.Event()

    async def hang(_: object) -> None:
        began.set()
        await forever.wait()

    bus = Bus(patient(nats_url, stop_timeout=0.3), "ingest")
    bus.on(SubmissionReceivedV1, Room(before=hang).handle)
    await bus.start()
    await bus.publish(received(1))
    await began.wait()
    start = time.monotonic()
    await bus.stop()
    assert time.monotonic() - start < 2


async def test_a_broker_that_never_comes_is_an_error(nats_broker: NatsServer) -> None:
    nats_broker.stop()
    bus = Bus(patient(nats_broker.url, connect_timeout=0.2), "ingest")
    with pytest.raises(BusUnavailableError, match="cannot reach"):
        await bus.start()
    assert await bus.ready() == ("the broker is away",)
    await bus.stop()


@pytest.mark.parametrize("reads", [True, False])
async def test_a_connection_closed_for_good_ends_the_process(nats_url: str, reads: bool) -> None:  # noqa: FBT001
    told: list[str] = []
    bus = Bus(patient(nats_url), "ingest", on_failure=lambda: told.append("terminate"))
    if reads:
        bus.on(SubmissionReceivedV1, Room().handle)
    await bus.start()
    await bus.context._nc.close()  # noqa: SLF001 - as after the server has refused the room's credentials
    await asyncio.wait_for(bus.failed.wait(), 5)
    assert told == ["terminate"]
    assert await bus.ready() == ("the bus has failed",)
    with pytest.raises(BusUnavailableError):
        await bus.publish(received(1))
    with pytest.raises(BusFailedError):
        await bus.stop()


async def test_only_what_a_room_reads_or_says_makes_it_unready(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "gateway")
    await bus.start()
    await bus.context.delete_stream(Stream.of(ReportNormalizedV1).name)
    assert await bus.ready() == ()
    await bus.stop()
