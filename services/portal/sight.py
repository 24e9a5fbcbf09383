"""What a visitor may see of the filings: whose, and how far up the lists go. What may not be seen is not found."""

from litestar.exceptions import NotFoundException

from services.portal.store.cases import Under
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

    @property
    def charge(self) -> str | None:
        """The organ whose subtree this visitor supervises, published or not; None when that is nobody's."""
        if self.account is None or self.account.role is Role.CLERK:
            return None
        return EVERYWHERE if self.account.role is Role.ADMINISTRATOR else self.account.agency

    async def organ(self, asked: str | None) -> str:
        """The organ whose subtree a list is to show: the one asked for if it is within sight, else all that is.

        Raises:
            NotFoundException: lists are not for this visitor, or not that one.
        """
        return await self._within(self.top, asked)

    async def supervised(self, asked: str | None) -> str:
        """The organ whose subtree a supervisor's board is to show: the one asked for, else all in the visitor's charge.

        Raises:
            NotFoundException: boards are not for this visitor, or not that one.
        """
        return await self._within(self.charge, asked)

    async def cases(self, asked: str | None, *, published: bool) -> Under:
        """Whose cases a list is to show; a clerk sees those of the own agency, unless they are `published`.

        Raises:
            NotFoundException: those are not this visitor's to see.
        """
        top = self.top if published else self.charge
        account = self.account
        if top is None and account is not None and account.agency is not None and asked in {None, account.agency}:
            return Under(account.agency, alone=True)
        return Under(await self._within(top, asked))

    async def _within(self, top: str | None, asked: str | None) -> str:
        if top is not None and not asked:
            return top
        if top is not None and asked is not None:
            agency = await self._register.agency(asked)
            if agency is not None and top in (*await self._register.lineage(agency), EVERYWHERE):
                return asked
        refuse(self._connection, "row")
        raise NotFoundException
