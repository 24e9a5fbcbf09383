"""The accounts of people and programs: looked up at the door, kept by administrators, every change told."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.outbox import Outbox, state
from services.gateway.tables import accounts, tokens
from shared.access.account import Account
from shared.events.access_changed import AccessChangedV1
from shared.report.codec import decode, encode
from shared.storage.database import Database
from shared.storage.insert import insert_missing


class LoginTakenError(Exception):
    """Another account has that login."""


class Accounts:
    """The accounts in the room's database; a `Roll` for the door."""

    def __init__(self, database: Database, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._outbox = outbox
        self._clock = clock

    async def account(self, account_id: UUID) -> Account | None:
        """The account of that id."""
        async with self._database.reading() as connection:
            return await _account(connection, account_id)

    async def holder(self, digest: str) -> Account | None:
        """The account that has a token of that digest, revoked and expired ones included."""
        async with self._database.reading() as connection:
            found = await connection.scalar(select(tokens.c.account_id).where(tokens.c.digest == digest))
            return None if found is None else await _account(connection, found)

    async def with_password(self, login: str) -> tuple[Account, str] | None:
        """The account of a login, and the digest of its password."""
        query = select(accounts.c.account, accounts.c.password).where(accounts.c.login == login)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else (decode(row.account, Account), row.password)

    async def page(self, after: str, size: int) -> tuple[tuple[Account, ...], int]:
        """The next accounts in order of login, from behind `after`, and how many there are in all."""
        query = select(accounts.c.account).where(accounts.c.login > after).order_by(accounts.c.login).limit(size)
        async with self._database.reading() as connection:
            found = tuple(decode(text, Account) for text in await connection.scalars(query))
            return found, await connection.scalar(select(func.count()).select_from(accounts)) or 0

    async def add(self, new: Account, password: str) -> None:
        """Write a new account with the digest of its password, and tell of it.

        Raises:
            LoginTakenError: another account has the login.
        """
        row = {"id": new.id, "login": new.login, "password": password, "account": encode(new).decode()}
        try:
            async with self._database.transaction() as connection:
                await connection.execute(accounts.insert(), row)
                await state(connection, self._news(new))
        except IntegrityError:
            raise LoginTakenError(new.login) from None
        await self._outbox.deliver_soon()

    async def change(
        self, account_id: UUID, changing: Callable[[Account], Account], password: str | None = None
    ) -> Account | None:
        """Change an account, and the digest of its password, and tell of it; None when there is no such account.

        `changing` sees the account as nobody else can change it meanwhile; when it raises, nothing is changed.
        """
        async with self._database.transaction() as connection:
            before = await _account(connection, account_id, lock=True)
            if before is None:
                return None
            after = msgspec.structs.replace(changing(before), changed=before.changed + 1)
            values = {"account": encode(after).decode()} | ({"password": password} if password else {})
            await connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
            await _hand_over(connection, after)
            await state(connection, self._news(after))
        await self._outbox.deliver_soon()
        return after

    def _news(self, account: Account) -> AccessChangedV1:
        return AccessChangedV1(
            event_id=AccessChangedV1.id_from(account.id, account.changed),
            cause_id=account.id,
            occurred_at=self._clock(),
            account=account,
        )


def without_sessions(account: Account) -> Account:
    """The account after all its sessions have ended."""
    return msgspec.structs.replace(account, epoch=account.epoch + 1)


async def _account(connection: AsyncConnection, account_id: UUID, *, lock: bool = False) -> Account | None:
    query = select(accounts.c.account).where(accounts.c.id == account_id)
    found = await connection.scalar(query.with_for_update() if lock else query)
    return None if found is None else decode(found, Account)


async def _hand_over(connection: AsyncConnection, account: Account) -> None:
    kept = [token.digest for token in account.tokens]
    gone = delete(tokens).where(tokens.c.account_id == account.id, tokens.c.digest.not_in(kept))
    await connection.execute(gone)
    rows = [{"digest": digest, "account_id": account.id} for digest in kept]
    await insert_missing(connection, tokens, rows)
