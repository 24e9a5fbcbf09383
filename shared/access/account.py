"""Accounts of people and programs, and which agencies each may look at; pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from shared.report.text import Text

_ID_LENGTH = 16


class Role(StrEnum):
    """What an account is for."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Text:
        """The role in the administration's own words."""
        return _LABELS[self]


_LABELS = {
    Role.CLERK: Text("填报人", "Clerk"),
    Role.SUPERVISOR: Text("主管部门", "Supervisor"),
    Role.ADMINISTRATOR: Text("系统管理员", "Administrator"),
}


class Token(msgspec.Struct, frozen=True):
    """A token of an account as both rooms know it: never the token, only its keyed digest in hexadecimal."""

    digest: str
    label: str
    expires_at: datetime
    revoked: bool = False

    @property
    def id(self) -> str:
        """What the token is called when it must not be shown."""
        return self.digest[:_ID_LENGTH]

    def opens_at(self, moment: datetime) -> bool:
        """Whether the door opens to it then."""
        return not self.revoked and moment < self.expires_at


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person or program that may sign in, without its password.

    `agency` is a clerk's own agency; for a supervisor, the organ whose subtree of the register is supervised; an
    administrator has none. `epoch` counts the times all sessions of the account were ended: a session of an earlier
    epoch is over. `changed` counts the changes of the account from 1: of two states the higher one stands.
    """

    id: UUID
    login: str
    name: str
    role: Role
    agency: str | None = None
    disabled: bool = False
    epoch: int = 1
    changed: int = 1
    tokens: tuple[Token, ...] = ()

    def may_read(self, lineage: Sequence[str], *, draft: bool) -> bool:
        """Whether filings of an agency may be read; `lineage` is its code, then those of the organs above it.

        A draft is its agency's own business: no supervisor sees it.
        """
        if self.disabled:
            return False
        if self.role is Role.ADMINISTRATOR:
            return True
        if self.role is Role.CLERK:
            return bool(lineage) and lineage[0] == self.agency
        return not draft and self.agency in lineage

    def may_file(self, agency_code: str) -> bool:
        """Whether this account may file, explain and answer for the agency."""
        if self.disabled:
            return False
        return self.role is Role.ADMINISTRATOR or (self.role is Role.CLERK and self.agency == agency_code)

    def may_supervise(self, lineage: Sequence[str]) -> bool:
        """Whether this account may decide about the agency: send back, accept an explanation."""
        if self.disabled:
            return False
        if self.role is Role.ADMINISTRATOR:
            return True
        return self.role is Role.SUPERVISOR and self.agency in lineage


OPERATOR = Account(
    id=UUID("6f7c2a30-0000-5000-8000-000000000001"), login="operator", name="运维 Operator", role=Role.ADMINISTRATOR
)
"""Whoever shows the operator's token: it exists before any account and makes the first one."""
