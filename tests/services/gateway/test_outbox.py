"""What was changed is told in the end and in order, whatever broke between the change and the telling."""

import shutil
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from services.gateway.accounts import Accounts, LoginTakenError
from services.gateway.outbox import Outbox, state
from services.gateway.registry import Registry
from services.gateway.store import write_agencies
from services.gateway.tables import metadata
from services.gateway.tables import outbox as told_later
from shared.access.account import Account, Role, Token
from shared.events.access_changed import AccessChangedV1
from shared.events.register_changed import RegisterChangedV1
from shared.messaging.bus import Bus, BusUnavailableError
from shared.messaging.settings import BusSettings
from shared.storage.database import Database
from shared.storage.migrations.schema import revisions_of
from tests.services.gateway.house import NOON, REGISTER, WATER, Hand, logged

ZHANG = Account(id=uuid4(), login="zhang", name="张三", role=Role.CLERK, agency="DH-0101")
TOKEN = Token("ab" * 32, "报送系统", NOON)


@pytest.fixture
def away() -> Bus:
    """A bus that has never reached its broker."""
    return Bus(BusSettings(url="nats://127.0.0.1:9"), "gateway", on_failure=lambda: None)


async def waiting(database: Database) -> int:
    async with database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(told_later)) or 0


async def test_changes_are_told_when_they_are_made(database: Database, bus: Bus, nats_url: str) -> None:
    accounts = Accounts(database, Outbox(database, bus), Hand())
    await accounts.add(ZHANG, "digest")
    await accounts.change(ZHANG.id, lambda one: msgspec.structs.replace(one, name="张三丰"))
    told = await logged(nats_url, AccessChangedV1)
    assert [(event.account.name, event.account.changed) for event in told if isinstance(event, AccessChangedV1)] == [
        ("张三", 1),
        ("张三丰", 2),
    ]
    assert await waiting(database) == 0


async def test_while_the_broker_is_away_changes_stand_and_are_told_later_in_order(
    database: Database, bus: Bus, away: Bus, nats_url: str
) -> None:
    accounts = Accounts(database, Outbox(database, away), Hand())
    registry = Registry(database, Outbox(database, away), Hand())
    await accounts.add(ZHANG, "digest")
    for name in ("甲", "乙"):
        await registry.take_over(REGISTER.replace("海棠", name).encode())
    assert await accounts.account(ZHANG.id) == ZHANG
    with pytest.raises(BusUnavailableError):
        await Outbox(database, away).deliver()
    assert await logged(nats_url, RegisterChangedV1) == []
    assert await waiting(database) == 3
    assert await Outbox(database, bus).deliver() == 3
    told = [event for event in await logged(nats_url, RegisterChangedV1) if isinstance(event, RegisterChangedV1)]
    names = [agency.name for event in told for agency in event.agencies if agency.code == "DH-0102"]
    assert names == ["临江市甲街道办事处", "临江市乙街道办事处"]
    assert await waiting(database) == 0
    assert await Outbox(database, bus).deliver() == 0


async def test_what_was_told_and_not_crossed_off_is_not_on_the_log_twice(
    database: Database, bus: Bus, nats_url: str
) -> None:
    news = AccessChangedV1(event_id=uuid4(), cause_id=ZHANG.id, occurred_at=NOON, account=ZHANG)
    await bus.publish(news)
    async with database.transaction() as connection:
        await state(connection, news)
    await Outbox(database, bus).deliver()
    assert len(await logged(nats_url, AccessChangedV1)) == 1


async def test_nothing_is_told_of_what_was_not_changed(database: Database, bus: Bus, nats_url: str) -> None:
    accounts = Accounts(database, Outbox(database, bus), Hand())
    await accounts.add(ZHANG, "digest")
    with pytest.raises(LoginTakenError):
        await accounts.add(msgspec.structs.replace(ZHANG, id=uuid4()), "digest")
    with pytest.raises(ZeroDivisionError):
        await accounts.change(ZHANG.id, lambda one: msgspec.structs.replace(one, epoch=1 // 0))
    assert await accounts.change(uuid4(), lambda one: one) is None
    assert len(await logged(nats_url, AccessChangedV1)) == 1


async def test_a_large_register_is_told_in_pieces(database: Database, bus: Bus, nats_url: str) -> None:
    rows = "".join(f"S-{number:04},第 {number} 街道,乡镇街道,东海省,,\n" for number in range(1200))
    await Registry(database, Outbox(database, bus), Hand()).take_over((REGISTER + rows).encode())
    told = [event for event in await logged(nats_url, RegisterChangedV1) if isinstance(event, RegisterChangedV1)]
    assert [len(event.agencies) for event in told] == [500, 500, 202]


async def test_a_token_leads_to_its_account_as_long_as_the_account_has_it(database: Database, away: Bus) -> None:
    accounts = Accounts(database, Outbox(database, away), Hand())
    await accounts.add(ZHANG, "digest")
    await accounts.change(ZHANG.id, lambda one: msgspec.structs.replace(one, tokens=(TOKEN,)))
    held = await accounts.holder(TOKEN.digest)
    assert held is not None
    assert held.tokens == (TOKEN,)
    await accounts.change(ZHANG.id, lambda one: msgspec.structs.replace(one, tokens=()))
    assert await accounts.holder(TOKEN.digest) is None


async def test_a_register_from_before_is_told_after_the_upgrade(
    database_url: str, bus: Bus, nats_url: str, tmp_path: Path
) -> None:
    for number in ("0001", "0002"):
        (before,) = revisions_of("gateway").glob(f"r{number}_*.py")
        shutil.copy(before, tmp_path)
    older = Database(database_url, "gateway", metadata, revisions=tmp_path)
    await older.migrate()
    async with older.transaction() as connection:
        await write_agencies(connection, [WATER])
    await older.close()
    newer = Database(database_url, "gateway", metadata)
    await newer.migrate()
    assert await Outbox(newer, bus).deliver() == 1
    await newer.close()
    (event,) = await logged(nats_url, RegisterChangedV1)
    assert isinstance(event, RegisterChangedV1)
    assert event.agencies == (WATER,)
