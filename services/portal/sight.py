"""What a visitor may see of the filings: whose, and how far up the lists go. What may not be seen is not found."""

from litestar.exceptions import NotFoundException

from services.portal.store.register import Register
from services.portal.store.tables import EVERYWHERE
from shared.access.account import Account, Role
from shared.access.door import Connection, Visitor, refuse
from shared.access.settings import AccessSettings
from shared.report.agency import Agency
from shared.report.submission import Submission


class Sight:
    """The sight of one visitor."""

    def __init__(self, connection: Connection, settings: AccessSettings, register: Register) -> None:
        self._connection = connection
        self._public = settings.public
        self._register = register

    @property
    def account(self) -> Account | None:
        """Who looks; None when nobody is signed in."""
        visitor: Visitor = self._connection.user
        return visitor.account

    @property
    def top(self) -> str | None:
        """The organ whose subtree is this visitor's to look at; None when that is single agencies only."""
        if self._public or (self.account is not None and self.account.role is Role.ADMINISTRATOR):
            return EVERYWHERE
        if self.account is not None and self.account.role is Role.SUPERVISOR:
            return self.account.agency
        return None

    async def assert_filing(self, submission: Submission) -> None:
        """Let a filing or draft be read.

        Raises:
            NotFoundException: it is not for this visitor.
        """
        if not await self.may_read(submission.agency, draft=submission.draft):
            refuse(self._connection, "row")
            raise NotFoundException

    async def may_read(self, agency: Agency, *, draft: bool = False) -> bool:
        """Whether the filings of an agency are for this visitor."""
        if self._public and not draft:
            return True
        return self.account is not None and self.account.may_read(await self._register.lineage(agency), draft=draft)

    async def may_supervise(self, agency: Agency) -> bool:
        """Whether this visitor decides about the agency."""
        return self.account is not None and self.account.may_supervise(await self._register.lineage(agency))

    def may_file(self, agency_code: str) -> bool:
        """Whether this visitor files for the agency."""
        return self.account is not None and self.account.may_file(agency_code)

    async def organ(self, asked: str | None) -> str:
        """The organ whose subtree a list is to show: the one asked for if it is within sight, else all that is.

        Raises:
            NotFoundException: lists are not for this visitor, or not that one.
        """
        top = self.top
        if top is not None and not asked:
            return top
        if top is not None and asked is not None:
            agency = await self._register.agency(asked)
            if agency is not None and top in (*await self._register.lineage(agency), EVERYWHERE):
                return asked
        refuse(self._connection, "row")
        raise NotFoundException
