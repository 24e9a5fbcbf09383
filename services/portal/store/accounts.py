"""The accounts as the portal knows them: enough to tell who asks, never a password."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.tables import account, holder
from shared.access.account import Account
from shared.report.codec import decode, encode
from shared.storage.database import Database
from shared.storage.insert import upsert


class Accounts:
    """Writes and looks up accounts; a `Roll` for the door."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, accounts: Sequence[Account]) -> None:
        """Take over accounts as they now stand; an older state of one changes nothing."""
        newest = {one.id: one for one in sorted(accounts, key=lambda one: one.changed)}
        async with self._database.transaction() as connection:
            rows = [
                {"id": one.id, "changed": one.changed, "login": one.login, "body": encode(one)}
                for one in newest.values()
            ]
            await upsert(connection, account, rows, only_newer="changed")
            for one in newest.values():
                stands = await _account(connection, one.id)
                if stands is not None:
                    await _hand_over(connection, stands)

    async def account(self, account_id: UUID) -> Account | None:
        """The account of that id."""
        async with self._database.reading() as connection:
            return await _account(connection, account_id)

    async def count(self, part: str | None = None) -> int:
        """How many accounts there are, or whose login has that part."""
        async with self._database.reading() as connection:
            return await connection.scalar(_with(select(func.count()).select_from(account), part)) or 0

    async def page(self, part: str | None = None, *, start: int = 0, most: int = 50) -> tuple[Account, ...]:
        """Accounts in order of their logins, or those whose login has that part."""
        question = _with(select(account.c.body), part).order_by(account.c.login, account.c.id)
        async with self._database.reading() as connection:
            found = await connection.scalars(question.offset(start).limit(most))
            return tuple(decode(body, Account) for body in found)

    async def holder(self, digest: str) -> Account | None:
        """The account that has a token of that digest, revoked and expired ones included."""
        question = select(holder.c.account_id).where(holder.c.digest == digest)
        async with self._database.reading() as connection:
            found = await connection.scalar(question)
            return None if found is None else await _account(connection, found)


def _with(question: Select[Any], part: str | None) -> Select[Any]:
    return question if part is None else question.where(account.c.login.icontains(part, autoescape=True))


async def _account(connection: AsyncConnection, account_id: UUID) -> Account | None:
    body = await connection.scalar(select(account.c.body).where(account.c.id == account_id))
    return None if body is None else decode(body, Account)


async def _hand_over(connection: AsyncConnection, one: Account) -> None:
    await connection.execute(delete(holder).where(holder.c.account_id == one.id))
    rows = [{"digest": token.digest, "account_id": one.id} for token in one.tokens]
    await upsert(connection, holder, rows, key=("digest",))
