"""People of the tests: a clerk of the water bureau, another agency's, supervisors of the city and of elsewhere."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from msgspec.structs import replace

from services.gateway.tables import accounts, metadata, tokens
from shared.access.account import OPERATOR, Account, Role, Token
from shared.access.seals import token_digest
from shared.access.settings import kept_secret
from shared.report.codec import encode
from shared.storage.database import Database


def person(login: str, role: Role, agency: str | None) -> Account:
    return Account(id=uuid5(NAMESPACE_URL, login), login=login, name=f"{login}的姓名", role=role, agency=agency)


CLERK = person("clerk", Role.CLERK, "DH-0101")
STRANGER = person("stranger", Role.CLERK, "DH-0102")
SUPERVISOR = person("supervisor", Role.SUPERVISOR, "DH-01")
ELSEWHERE = person("elsewhere", Role.SUPERVISOR, "DH-0102")
ADMINISTRATOR = OPERATOR
PEOPLE = (CLERK, STRANGER, SUPERVISOR, ELSEWHERE)


def shown(account: Account) -> dict[str, str]:
    """The header that shows the token of one of these people, once they are enrolled."""
    return {"Authorization": f"Bearer {_token(account)}"}


async def enrol(database_url: str, data: Path, people: Sequence[Account] = PEOPLE) -> None:
    """Make the accounts known to the gateway whose data lie there, each with a token."""
    database = Database(database_url, "gateway", metadata)
    secret = kept_secret(data / "secret")
    async with database.transaction() as connection:
        for one in people:
            digest = token_digest(_token(one), secret)
            known = replace(one, tokens=(Token(digest, "tests", datetime(2100, 1, 1, tzinfo=UTC)),))
            row = {"id": one.id, "login": one.login, "password": "none", "account": encode(known).decode()}
            await connection.execute(accounts.insert(), row)
            await connection.execute(tokens.insert(), {"digest": digest, "account_id": one.id})
    await database.close()


def _token(account: Account) -> str:
    return f"token of {account.login}"
