"""The accounts of people and programs."""

from uuid import UUID

from shared.access.account import Account
from shared.storage.database import Database


class Accounts:
    """Looks up accounts; a `Roll` for the door."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def account(self, account_id: UUID) -> Account | None:
        """The account of that id."""

    async def holder(self, digest: str) -> Account | None:
        """The account that has a token of that digest, revoked and expired ones included."""
