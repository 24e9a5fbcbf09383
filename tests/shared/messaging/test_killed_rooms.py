"""Rooms that are killed, and filings that kill their room."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.messaging.bus import Bus
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.server import NatsServer
from shared.messaging.topology import Stream, provision
from tests.shared.messaging.filings import patient, received, until

ROOT = Path(__file__).parents[3]
RECEIVED = Stream.of(SubmissionReceivedV1).name
REJECTED = Stream.of(SubmissionRejectedV1).name


async def room(url: str, weakness: str = "none") -> Process:
    module = "tests.shared.messaging.room_process"
    return await asyncio.create_subprocess_exec(sys.executable, "-m", module, url, weakness, stdout=PIPE, cwd=ROOT)


async def gateway(broker: NatsServer) -> Bus:
    settings = patient(broker.url, ack_wait=1.0)
    await provision(settings)
    bus = Bus(settings, "gateway")
    await bus.start()
    return bus


async def finished(bus: Bus) -> bool:
    info = await bus.context.consumer_info(RECEIVED, "ingest")
    return (info.num_pending or 0) + (info.num_ack_pending or 0) == 0


async def test_a_room_killed_in_mid_handler_is_taken_over(nats_broker: NatsServer) -> None:
    bus = await gateway(nats_broker)
    await bus.publish(*(received(number) for number in range(3)))
    first = await room(nats_broker.url, weakness="hangs")
    assert first.stdout is not None
    assert await first.stdout.readline() == b"hanging\n"
    first.kill()
    await first.wait()
    assert (await bus.context.stream_info(REJECTED)).state.messages == 0

    second = await room(nats_broker.url)
    await until(lambda: finished(bus))
    second.terminate()
    assert (await second.communicate())[0].split() == [b"0", b"1", b"2"]
    assert second.returncode == 0
    assert (await bus.context.stream_info(REJECTED)).state.messages == 3
    await bus.stop()


async def test_a_filing_that_kills_its_room_takes_no_other_with_it(nats_broker: NatsServer) -> None:
    bus = await gateway(nats_broker)
    await bus.publish(*(received(number, filename="bomb.html" if number == 7 else "年报.html") for number in range(16)))
    deaths = 0
    process = await room(nats_broker.url, weakness="bombs")
    async with asyncio.timeout(60):
        while not await finished(bus):
            if process.returncode is not None:
                assert process.returncode == 9
                deaths += 1
                process = await room(nats_broker.url, weakness="bombs")
            await asyncio.sleep(0.05)
    process.terminate()
    assert await process.wait() == 0
    assert deaths == 6, "the budget"
    assert (await bus.context.stream_info(REJECTED)).state.messages == 15
    (filed,) = [filed async for filed in DeadLetters(bus.context).all()]
    assert (filed.letter.error, filed.letter.original_sequence) == ("TooManyDeliveriesError", 8)
    await bus.stop()


async def test_two_replicas_share_the_work_and_nothing_is_said_twice(nats_broker: NatsServer) -> None:
    bus = await gateway(nats_broker)
    replicas = [await room(nats_broker.url), await room(nats_broker.url)]
    await bus.publish(*(received(number) for number in range(300)))
    await until(lambda: finished(bus), patience=30)
    for replica in replicas:
        replica.terminate()
    said = [(await replica.communicate())[0].split() for replica in replicas]
    assert sorted(int(number) for output in said for number in output) == list(range(300))
    assert (await bus.context.stream_info(REJECTED)).state.messages == 300
    await bus.stop()
