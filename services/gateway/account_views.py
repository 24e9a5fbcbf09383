"""Accounts and tokens as JSON has them: no password, no digest; what is shown once stands beside."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from shared.access.account import Account, Role, Token
from shared.report.submission import CHINA_TIME
from shared.report.text import Text

_ID_LENGTH = 16


class TokenView(msgspec.Struct, frozen=True, kw_only=True):
    """A token by its id, never the token."""

    id: str
    label: str
    expires_at: datetime
    revoked: bool


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """An account; `agency` is a clerk's agency, or the organ below which a supervisor sees everything."""

    id: UUID
    login: str
    name: str
    role: Role
    role_label: Text
    agency: str | None
    disabled: bool
    tokens: tuple[TokenView, ...]


class AccountPage(msgspec.Struct, frozen=True):
    """Part of the accounts in order of login; `next` leads to the next part, None at the end."""

    accounts: tuple[AccountView, ...]
    total: int
    next: str | None


class AccountMade(msgspec.Struct, frozen=True):
    """An account after a change; `password` is there only when the house has made one up, and only this once."""

    account: AccountView
    password: str | None = None


class TokenMade(msgspec.Struct, frozen=True):
    """A new token, shown this once."""

    token: str
    id: str
    label: str
    expires_at: datetime


def token_id(token: Token) -> str:
    """What a token is called when it must not be shown."""
    return token.digest[:_ID_LENGTH]


def account_view(account: Account) -> AccountView:
    """An account as JSON."""
    return AccountView(
        id=account.id,
        login=account.login,
        name=account.name,
        role=account.role,
        role_label=account.role.label,
        agency=account.agency,
        disabled=account.disabled,
        tokens=tuple(_token_view(token) for token in account.tokens),
    )


def account_page(accounts: Sequence[Account], total: int, next_link: str | None) -> AccountPage:
    """Part of the accounts as JSON."""
    return AccountPage(tuple(account_view(account) for account in accounts), total, next_link)


def token_made(token: Token, shown: str) -> TokenMade:
    """A new token as JSON."""
    return TokenMade(shown, token_id(token), token.label, token.expires_at.astimezone(CHINA_TIME))


def _token_view(token: Token) -> TokenView:
    return TokenView(
        id=token_id(token),
        label=token.label,
        expires_at=token.expires_at.astimezone(CHINA_TIME),
        revoked=token.revoked,
    )
