"""What is said about a draft goes from the log with the draft; what is said about a filing stays."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from shared.events.dead_letter import DeadLetterV1
from shared.events.draft_expired import DraftExpiredV1
from shared.events.event import Event
from shared.events.submission_received import SubmissionReceivedV1
from shared.messaging.bus import Bus
from shared.messaging.dead_letters import Origin, dead_letter, dead_letters
from shared.messaging.headers import LIFETIME
from shared.messaging.server import NatsServer
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream, connection, provision, streams
from shared.report.submission import now
from tests.shared.messaging.filings import patient, received, rejected, until

DAY = 86_400


def draft(number: int, keep: timedelta) -> SubmissionReceivedV1:
    filing = received(number)
    submission = msgspec.structs.replace(filing.submission, draft=True, keep_until=now() + keep)
    return msgspec.structs.replace(filing, submission=submission)


def letter_about(event: SubmissionReceivedV1) -> DeadLetterV1:
    origin = Origin(event.subject, event.submission.size, "2026-01-20T04:00:00+00:00", 12)
    return dead_letter("ingest", origin, event.encode(), event, KeyError("fault"), limit=10_000)


async def last(context: JetStreamContext, event: Event) -> RawStreamMsg:
    stream = Stream.of(type(event))
    return await context.get_last_msg(stream.name, event.destination)


async def say(bus: Bus, event: Event) -> int | None:
    """Publish, and give the lifetime the server knows of the message, in seconds."""
    await bus.publish(event)
    headers = (await last(bus.context, event)).headers or {}
    return int(headers[LIFETIME]) if LIFETIME in headers else None


async def test_what_is_about_a_draft_has_an_end_and_what_is_about_a_filing_has_none(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "gateway")
    await bus.start()
    filed, tried = received(1), draft(2, timedelta(days=30))
    for about_filing in (filed, rejected(filed), letter_about(filed)):
        assert await say(bus, about_filing) is None
    for about_draft in (tried, rejected(tried), letter_about(tried)):
        lifetime = await say(bus, about_draft)
        assert lifetime is not None
        assert 30 * DAY - 60 <= lifetime <= 30 * DAY
    await bus.stop()


async def test_that_a_draft_has_expired_is_told_to_rooms_that_were_away(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "gateway")
    await bus.start()
    expired = draft(1, timedelta(days=-1)).submission
    news = DraftExpiredV1(
        event_id=DraftExpiredV1.id_from(expired.id), cause_id=expired.id, occurred_at=now(), submission=expired
    )
    lifetime = await say(bus, news)
    assert lifetime is not None
    assert lifetime > 29 * DAY
    await bus.stop()


async def test_the_server_drops_a_draft_and_keeps_a_filing(nats_url: str, nats_broker: NatsServer) -> None:
    settings = patient(nats_url)
    bus = Bus(settings, "gateway")
    await bus.start()
    long_past = draft(2, timedelta(days=-400))
    await bus.publish(received(1), long_past, draft(3, timedelta(days=1)))
    name = Stream.of(SubmissionReceivedV1).name

    async def kept() -> list[SubmissionReceivedV1]:
        messages = []
        for sequence in (1, 2, 3):
            try:
                messages.append(await bus.context.get_msg(name, seq=sequence))
            except NotFoundError:
                continue
        return [SubmissionReceivedV1.decode(message.data or b"") for message in messages]

    async def dropped() -> bool:
        return long_past not in await kept()

    await until(dropped)
    assert [event.submission.draft for event in await kept()] == [False, True]
    nats_broker.kill()
    await until(lambda: not bus.connected)
    nats_broker.start()
    await until(lambda: bus.connected)
    assert len(await kept()) == 2
    await bus.stop()


async def test_a_requeued_draft_keeps_its_end(nats_url: str) -> None:
    bus = Bus(patient(nats_url), "ingest")
    await bus.start()
    tried = draft(1, timedelta(days=3))
    await bus.publish(letter_about(tried))
    async with dead_letters(patient(nats_url)) as dead:
        (filed,) = [each async for each in dead.all()]
        await dead.requeue(filed.sequence)
    headers = (await last(bus.context, tried)).headers or {}
    assert 3 * DAY - 60 <= int(headers[LIFETIME]) <= 3 * DAY
    await bus.stop()


async def test_a_log_made_before_drafts_had_an_end_is_brought_up_to_date(nats_broker: NatsServer) -> None:
    settings: BusSettings = patient(nats_broker.url)
    async with connection(settings) as context:
        for stream in streams():
            config = stream.config(settings)
            config.allow_msg_ttl = None
            await context.add_stream(config)
        await context.publish("gouji.v1.submission.received", received(1).encode())
        await provision(settings)
        for stream in streams():
            assert (await context.stream_info(stream.name)).config.allow_msg_ttl
    bus = Bus(settings, "gateway")
    await bus.start()
    assert await say(bus, draft(2, timedelta(days=1))) is not None
    message = await bus.context.get_msg(Stream.of(SubmissionReceivedV1).name, seq=1)
    assert SubmissionReceivedV1.decode(message.data or b"") == received(1), "what it held stays"
    await bus.stop()


@pytest.mark.parametrize("keep_until", [datetime(2026, 2, 1, tzinfo=UTC), None])
def test_a_letter_that_cannot_be_read_as_an_event_still_knows_its_end(keep_until: datetime | None) -> None:
    submission = msgspec.structs.replace(received(1).submission, keep_until=keep_until)
    payload = msgspec.json.encode({"submission": submission})
    origin = Origin("gouji.v1.submission.received", 1, "2026-01-20T04:00:00+00:00", 12)
    letter = dead_letter("ingest", origin, payload, None, KeyError("fault"), limit=10_000)
    assert letter.keep_until == letter.forgotten_at == keep_until
