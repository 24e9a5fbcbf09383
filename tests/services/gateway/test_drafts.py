"""Nothing of a draft outlives its time, nothing of a filing goes with it, and what stops halfway is done again."""

import asyncio
from datetime import timedelta
from hashlib import sha256

import pytest

from services.gateway import drafts, store
from services.gateway.acceptance import object_key
from services.gateway.problems import ProblemError
from services.gateway.reception import Reception
from services.gateway.reconciler import Reconciler
from services.gateway.settings import Settings
from services.gateway.store import Receipt
from shared.events.draft_expired import DraftExpiredV1
from shared.messaging.bus import Bus, BusUnavailableError
from shared.messaging.server import NatsServer
from shared.storage.database import Database
from shared.storage.originals import Originals
from tests.servers.until import until
from tests.services.gateway.house import ONE_DATABASE, Hand, logged, offer

DAY = 86_400.0


class House:
    """The pieces of a gateway that have to do with drafts, with a clock moved by hand."""

    def __init__(self, database: Database, bus: Bus, settings: Settings) -> None:
        self.database = database
        self.clock = Hand()
        self.originals = Originals("memory:///")
        self.reception = Reception(database, self.originals, bus, settings, self.clock)
        self.reconciler = Reconciler(database, self.originals, bus, settings, self.clock)

    async def tried(self, data: bytes, *, draft: bool = True, year: int = 2025) -> Receipt:
        digest = sha256(data).hexdigest()
        await self.originals.keep(object_key(digest), data)
        receipt, _ = await self.reception.commit(offer(sha256=digest, draft=draft, year=year), data)
        return receipt

    async def kept(self, receipt: Receipt) -> bool:
        async with self.database.reading() as connection:
            return await store.receipt(connection, receipt.submission.id) is not None

    async def has(self, data: bytes) -> bool:
        return await self.originals.has(object_key(sha256(data).hexdigest()))


@pytest.fixture
def house(database: Database, bus: Bus, settings: Settings) -> House:
    return House(database, bus, settings)


async def test_a_draft_is_forgotten_when_its_time_is_up_and_not_before(house: House, nats_url: str) -> None:
    draft, filing = await house.tried(b"draft"), await house.tried(b"filing", draft=False)
    assert draft.submission.keep_until == house.clock() + timedelta(days=30)
    assert filing.submission.keep_until is None
    house.clock.forward(30 * DAY - 1)
    assert await house.reconciler.expire() == 0
    assert await house.has(b"draft")
    house.clock.forward(1)
    assert await house.reconciler.expire() == 1
    assert (await house.kept(draft), await house.has(b"draft")) == (False, False)
    assert (await house.kept(filing), await house.has(b"filing")) == (True, True)
    (told,) = await logged(nats_url, DraftExpiredV1)
    assert isinstance(told, DraftExpiredV1)
    assert (told.submission.id, told.submission.filename) == (draft.submission.id, "")
    house.clock.forward(400 * DAY)
    assert await house.reconciler.expire() == 0


@ONE_DATABASE
async def test_the_operator_says_how_long(database: Database, bus: Bus) -> None:
    house = House(database, bus, Settings(draft_days=0.5))
    await house.tried(b"draft")
    house.clock.forward(DAY / 2 - 1)
    assert await house.reconciler.expire() == 0
    house.clock.forward(1)
    assert await house.reconciler.expire() == 1


async def test_bytes_that_somebody_else_has_filed_stay(house: House) -> None:
    draft = await house.tried(b"same")
    filing = await house.tried(b"same", draft=False)
    house.clock.forward(31 * DAY)
    assert await house.reconciler.expire() == 1
    assert (await house.kept(draft), await house.kept(filing), await house.has(b"same")) == (False, True, True)


async def test_bytes_of_a_younger_draft_stay_until_its_time_is_up_too(house: House) -> None:
    await house.tried(b"same", year=2024)
    house.clock.forward(DAY)
    await house.tried(b"same", year=2025)
    house.clock.forward(29.5 * DAY)
    assert await house.reconciler.expire() == 1
    assert await house.has(b"same")
    house.clock.forward(DAY)
    assert await house.reconciler.expire() == 1
    assert not await house.has(b"same")


async def test_drafts_of_the_same_bytes_that_go_together_do_not_keep_each_other(house: House) -> None:
    for year in (2022, 2023, 2024, 2025):
        await house.tried(b"same", year=year)
    house.clock.forward(31 * DAY)
    assert await house.reconciler.expire() == 4
    assert not await house.has(b"same")


async def test_many_go_in_batches(house: House, nats_url: str) -> None:
    for number in range(10):
        await house.tried(f"{number}".encode(), year=2010 + number)
    house.clock.forward(31 * DAY)
    assert await house.reconciler.expire() == 10
    assert len({event.event_id for event in await logged(nats_url, DraftExpiredV1)}) == 10


async def test_the_receipt_stays_until_every_room_can_hear_of_it(
    house: House, bus: Bus, nats_broker: NatsServer, nats_url: str
) -> None:
    draft = await house.tried(b"draft")
    house.clock.forward(31 * DAY)
    nats_broker.kill()
    await until(lambda: not bus.connected)
    with pytest.raises(BusUnavailableError):
        await house.reconciler.expire()
    assert (await house.kept(draft), await house.has(b"draft")) == (True, False)
    nats_broker.start()
    await until(lambda: bus.connected)
    assert await house.reconciler.expire() == 1
    assert not await house.kept(draft)
    assert len(await logged(nats_url, DraftExpiredV1)) == 1


async def test_two_replicas_tell_of_a_draft_once(
    house: House, database: Database, bus: Bus, settings: Settings, nats_url: str
) -> None:
    other = House(database, bus, settings)
    other.clock, other.originals = house.clock, house.originals
    twin = Reconciler(database, house.originals, bus, settings, house.clock)
    for number in range(6):
        await house.tried(f"{number}".encode(), year=2010 + number)
    house.clock.forward(31 * DAY)
    await asyncio.gather(house.reconciler.expire(), twin.expire())
    told = await logged(nats_url, DraftExpiredV1)
    assert len({event.event_id for event in told}) == 6
    async with database.reading() as connection:
        assert await drafts.expired(connection, house.clock(), 10) == ()


async def test_what_is_filed_while_its_bytes_are_going_keeps_them(house: House) -> None:
    await house.tried(b"same")
    house.clock.forward(31 * DAY)
    # The original has been looked at, and is deleted before the filing is written down.
    assert await house.has(b"same")
    assert await house.reconciler.expire() == 1
    digest = sha256(b"same").hexdigest()
    receipt, new = await house.reception.commit(offer(sha256=digest), b"same")
    assert new
    assert (await house.kept(receipt), await house.has(b"same")) == (True, True)


async def test_filings_and_expiry_at_once_lose_no_original(house: House) -> None:
    for number in range(8):
        await house.tried(f"{number}".encode(), year=2010 + number)
    house.clock.forward(31 * DAY)
    filings = [house.tried(f"{number}".encode(), draft=False, year=2010 + number) for number in range(8)]
    await asyncio.gather(house.reconciler.expire(), *filings)
    assert [await house.has(f"{number}".encode()) for number in range(8)] == [True] * 8


async def test_an_original_that_is_gone_is_not_filed_without_its_bytes(house: House) -> None:
    draft = await house.tried(b"draft")
    house.clock.forward(31 * DAY)
    await house.reconciler.expire()
    with pytest.raises(ProblemError) as refused:
        await house.reception.commit(offer(sha256=draft.submission.sha256))
    assert refused.value.kind.code == "draft.expired"


async def test_a_draft_tried_again_after_its_time_is_a_new_one(house: House) -> None:
    first = await house.tried(b"draft")
    house.clock.forward(29 * DAY)
    assert await house.tried(b"draft") == first
    house.clock.forward(DAY)
    second = await house.tried(b"draft")
    assert second.submission.id != first.submission.id, "the first is over, though nobody has cleared it away yet"
    assert await house.reconciler.expire() == 1
    assert (await house.kept(second), await house.has(b"draft")) == (True, True)


async def test_a_draft_whose_time_is_up_is_not_sent_again(house: House) -> None:
    await house.tried(b"draft")
    house.clock.forward(30 * DAY)
    assert await house.reconciler.sweep(restarted=True) == 0
