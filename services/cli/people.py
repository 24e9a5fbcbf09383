"""Accounts and tokens of a house over HTTP, for whoever may keep them."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from services.cli.client import Client
from services.cli.exits import UsageError
from shared.access.account import Role
from shared.report.codec import decode
from shared.report.text import Text


class KnownToken(msgspec.Struct, frozen=True):
    """A token by its id, never the token."""

    id: str
    label: str
    expires_at: datetime
    revoked: bool


class Person(msgspec.Struct, frozen=True):
    """An account as the house tells it."""

    id: UUID
    login: str
    name: str
    role: Role
    role_label: Text
    agency: str | None
    disabled: bool
    tokens: tuple[KnownToken, ...] = ()


class Made(msgspec.Struct, frozen=True):
    """An account after a change, and its password when the house has made one up."""

    account: Person
    password: str | None = None


class NewToken(msgspec.Struct, frozen=True):
    """A token, shown this once."""

    token: str
    id: str
    label: str
    expires_at: datetime


class _Page(msgspec.Struct, frozen=True):
    accounts: tuple[Person, ...]
    next: str | None


async def people(client: Client) -> AsyncIterator[Person]:
    """Every account, in order of login.

    Raises:
        RefusedError: the token is no administrator's.
        SystemFaultError: the house cannot be reached.
    """
    address: str | None = "/v1/accounts?page_size=500"
    while address:
        page = decode((await client.send("GET", address)).content, _Page)
        for person in page.accounts:
            yield person
        address = page.next


async def person_of(client: Client, login: str) -> Person:
    """The account of a login.

    Raises:
        UsageError: there is none.
        RefusedError, SystemFaultError: as above.
    """
    async for person in people(client):
        if person.login == login.casefold():
            return person
    raise UsageError(Text(f"没有登录名为“{login}”的账号。", f"There is no account with the login “{login}”."))


async def add_person(client: Client, stated: Mapping[str, str]) -> Made:
    """Make an account.

    Raises:
        RefusedError, SystemFaultError: as above.
    """
    return decode((await client.send("POST", "/v1/accounts", data=dict(stated))).content, Made)


async def change_person(client: Client, login: str, stated: Mapping[str, str], *, what: str = "") -> Made:
    """Change the account of a login; `what` is "password" for a new password.

    Raises:
        UsageError, RefusedError, SystemFaultError: as above.
    """
    person = await person_of(client, login)
    address = f"/v1/accounts/{person.id}" + (f"/{what}" if what else "")
    return decode((await client.send("POST", address, data=dict(stated))).content, Made)


async def add_token(client: Client, login: str, label: str, days: int) -> NewToken:
    """Make a token for the account of a login.

    Raises:
        UsageError, RefusedError, SystemFaultError: as above.
    """
    person = await person_of(client, login)
    stated = {"label": label, "days": str(days)}
    reply = await client.send("POST", f"/v1/accounts/{person.id}/tokens", data=stated)
    return decode(reply.content, NewToken)


async def revoke_token(client: Client, login: str, token_id: str) -> None:
    """Revoke a token of the account of a login by the token's id.

    Raises:
        UsageError, RefusedError, SystemFaultError: as above.
    """
    person = await person_of(client, login)
    await client.send("POST", f"/v1/accounts/{person.id}/tokens/{token_id}/revocation")
