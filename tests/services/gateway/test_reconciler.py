"""The gateway's promise: what is received is on the log in the end, whatever broke in between, and once for each id."""

import asyncio
from collections import Counter

import httpx
import msgspec
import pytest

from services.gateway import store
from services.gateway.app import build
from services.gateway.reception import Reception
from services.gateway.reconciler import Reconciler
from services.gateway.settings import Settings
from services.gateway.settlement import Outcome, Settlement
from services.gateway.store import Receipt
from shared.messaging.bus import Bus, BusUnavailableError
from shared.messaging.server import NatsServer
from shared.report.submission import now
from shared.storage.database import Database
from shared.storage.originals import Originals
from tests.servers.until import until
from tests.services.gateway.house import Hand, file, logged, offer, serving


class Room:
    """The pieces of a gateway, with a clock moved by hand."""

    def __init__(self, database: Database, bus: Bus, settings: Settings, clock: Hand | None = None) -> None:
        self.database = database
        self.clock = clock or Hand()
        self.originals = Originals("memory:///")
        self.reception = Reception(database, self.originals, bus, settings, self.clock)
        self.reconciler = Reconciler(database, self.originals, bus, settings, self.clock)

    async def committed(self, number: int = 0, *, published: bool = True) -> Receipt:
        receipt, _ = await self.reception.commit(offer(sha256=f"{number:064x}"), b"1")
        return await self.reception.announce(receipt) if published else receipt

    async def kept(self, receipt: Receipt) -> Receipt:
        async with self.database.reading() as connection:
            found = await store.receipt(connection, receipt.submission.id)
        assert found is not None
        return found


@pytest.fixture
def room(database: Database, bus: Bus, settings: Settings) -> Room:
    return Room(database, bus, settings)


async def attempts(nats_url: str) -> list[int]:
    return [event.attempt for event in await logged(nats_url)]


async def test_a_crash_between_commit_and_publish_is_made_good_at_the_next_start(room: Room, nats_url: str) -> None:
    receipt = await room.committed(published=False)
    assert await room.reconciler.sweep() == 0, "its own request may still be publishing it"
    assert await room.reconciler.sweep(restarted=True) == 1
    assert [event.event_id for event in await logged(nats_url)] == [receipt.event.event_id]
    kept = await room.kept(receipt)
    assert (kept.attempts, kept.published_at) == (1, room.clock())


async def test_an_unconfirmed_filing_is_taken_up_soon_even_without_a_restart(room: Room, nats_url: str) -> None:
    await room.committed(published=False)
    room.clock.forward(11)
    assert await room.reconciler.sweep() == 1
    assert await attempts(nats_url) == [1]


async def test_a_publication_whose_confirmation_was_lost_is_not_stored_twice(
    room: Room, bus: Bus, nats_url: str
) -> None:
    receipt = await room.committed(published=False)
    await bus.publish(receipt.event)
    await room.reconciler.sweep(restarted=True)
    assert await attempts(nats_url) == [1]


async def test_open_submissions_are_sent_again_after_ever_longer_patience(room: Room, nats_url: str) -> None:
    receipt = await room.committed()
    for wait, attempt in ((60, 2), (120, 3), (240, 4)):
        room.clock.forward(wait - 1)
        assert await room.reconciler.sweep() == 0
        room.clock.forward(1)
        assert await room.reconciler.sweep() == 1
        assert (await room.kept(receipt)).attempts == attempt
    events = await logged(nats_url)
    assert [event.attempt for event in events] == [1, 2, 3, 4]
    assert len({event.event_id for event in events}) == 1


def test_patience_has_an_end() -> None:
    settings = Settings(patience=60, most_patience=86_400)
    assert settings.wait(10_000).total_seconds() == 86_400


async def test_ended_submissions_are_left_alone(room: Room, nats_url: str) -> None:
    ends = [Outcome.SCORED, Outcome.REJECTED, Outcome.DEAD_LETTERED]
    receipts = [await room.committed(number) for number in range(3)]
    news = [Settlement(kept.submission.id, end, room.clock()) for kept, end in zip(receipts, ends, strict=True)]
    async with room.database.transaction() as connection:
        await store.settle(connection, news)
    room.clock.forward(1e6)
    assert await room.reconciler.sweep(restarted=True) == 0
    assert await attempts(nats_url) == [1, 1, 1]


async def test_many_are_sent_in_batches_until_none_is_due(room: Room, nats_url: str) -> None:
    for number in range(10):
        await room.committed(number, published=False)
    assert await room.reconciler.sweep(restarted=True) == 10
    assert await room.reconciler.sweep() == 0
    assert len(await logged(nats_url)) == 10


async def test_two_replicas_send_each_submission_once(
    database: Database, bus: Bus, settings: Settings, nats_url: str
) -> None:
    one = Room(database, bus, settings)
    other = Room(database, bus, settings, one.clock)
    receipts = [await one.committed(number) for number in range(6)]
    one.clock.forward(61)
    await asyncio.gather(one.reconciler.sweep(), other.reconciler.sweep())
    assert Counter(await attempts(nats_url)) == {1: 6, 2: 6}
    assert {(await one.kept(receipt)).attempts for receipt in receipts} == {2}


async def test_without_the_broker_nothing_is_marked_as_sent(room: Room, nats_broker: NatsServer) -> None:
    receipt = await room.committed(published=False)
    nats_broker.kill()
    with pytest.raises(BusUnavailableError):
        await room.reconciler.sweep(restarted=True)
    assert (await room.kept(receipt)).attempts == 0


async def test_the_open_and_the_oldest_are_counted(room: Room) -> None:
    first = await room.committed()
    room.clock.forward(30)
    await room.committed(1)
    async with room.database.transaction() as connection:
        await store.settle(connection, [Settlement(first.submission.id, Outcome.REJECTED, room.clock())])
    room.clock.forward(12)
    async with room.database.reading() as connection:
        standing = await store.standing(connection)
    assert (standing.counts[Outcome.OPEN], standing.counts[Outcome.REJECTED]) == (1, 1)
    assert standing.oldest_open is not None
    assert (room.clock() - standing.oldest_open).total_seconds() == 12


async def test_while_the_broker_is_down_filings_are_kept_and_published_once_when_it_returns(
    client: httpx.AsyncClient, nats_broker: NatsServer, nats_url: str
) -> None:
    nats_broker.kill()
    answer = await file(client)
    assert (answer.status_code, answer.json()["code"]) == (503, "bus.unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert (await file(client)).status_code == 503
    nats_broker.start()

    async def published() -> bool:
        return len(await logged(nats_url)) == 1

    await until(published, 30)
    retried = await file(client)
    (event,) = await logged(nats_url)
    assert retried.status_code == 202
    assert retried.json()["id"] == str(msgspec.to_builtins(event)["submission"]["id"])
    assert retried.json()["version"] == 1
    assert (await file(client, b"the next one")).json()["version"] == 2


@pytest.mark.usefixtures("environment")
async def test_a_gateway_started_again_publishes_at_once_what_it_finds(
    database: Database, bus: Bus, nats_url: str
) -> None:
    patient = Settings(confirmation=1e6)
    receipt, _ = await Reception(database, Originals("memory:///"), bus, patient, now).commit(offer(), b"1")
    assert await logged(nats_url) == []
    async with serving(build()):

        async def published() -> bool:
            return [event.event_id for event in await logged(nats_url)] == [receipt.event.event_id]

        await until(published)
