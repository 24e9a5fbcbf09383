"""Accounts over HTTP: administrators make and change them, people change their own password."""

import re
from collections.abc import Sequence
from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from services.gateway import account_form, store
from services.gateway.access_refusals import (
    ACCOUNT_UNKNOWN,
    DISABLED_INVALID,
    GUARDED,
    LOGIN_INVALID,
    LOGIN_TAKEN,
    NAME_INVALID,
    PASSWORD_WEAK,
    PASSWORD_WRONG,
    ROLE_INVALID,
)
from services.gateway.account_documentation import Changing, Making, NewPassword, Nothing
from services.gateway.account_views import AccountMade, AccountPage, AccountView, account_page, account_view
from services.gateway.accounts import Accounts, LoginTakenError, without_sessions
from services.gateway.attempts import Attempts
from services.gateway.case_documentation import TAKEN
from services.gateway.documentation import refusals
from services.gateway.forms import Asked, done, read_fields
from services.gateway.passwords import Passwords, new_password
from services.gateway.problems import ProblemError
from services.gateway.refusals import AGENCY_MISSING, AGENCY_UNKNOWN, PAGE_INVALID, refusal
from services.gateway.sessions import session_cookie
from services.gateway.whose import own_or_any
from shared.access.account import Account
from shared.access.door import For
from shared.access.settings import AccessSettings
from shared.report.text import Text
from shared.storage.database import Database

LARGEST_PAGE = 500
_PAGE_SIZE = re.compile(r"[1-9][0-9]{0,2}")
_OF_ANY = {"for": For.ADMINISTRATORS, "form": True}
_OF_OWN = {"for": For.SIGNED_IN, "form": True}
_STATED = (NAME_INVALID, ROLE_INVALID, AGENCY_MISSING, AGENCY_UNKNOWN)

_MADE = Text("账号“{login}”已建立。", "The account “{login}” has been made.")
_CHANGED = Text("账号“{login}”已更改。", "The account “{login}” has been changed.")
_ENDED = Text("账号“{login}”的所有登录会话均已结束。", "Every session of the account “{login}” has ended.")
_NEW_PASSWORD = Text("账号“{login}”的密码已更改，须重新登录。", "“{login}” has a new password and signs in again.")
_SHOWN_ONCE = Text("密码为 {password}，只显示这一次。", "The password is {password}; it is shown only this once.")


class AccountsApi(Controller):
    """账号 · Accounts; `me` as an id is one's own."""

    path = "/v1/accounts"
    tags = ("账号 · Accounts",)

    @get(
        summary="账号列表 · The accounts, page by page",
        responses=refusals(PAGE_INVALID, *GUARDED),
        opt={"for": For.ADMINISTRATORS},
    )
    async def page(
        self,
        accounts: NamedDependency[Accounts],
        after: Annotated[str, QueryParameter(description="从该登录名之后开始 · Logins behind this one")] = "",
        page_size: Annotated[str, QueryParameter(description=f"1–{LARGEST_PAGE}")] = "100",
    ) -> AccountPage:
        """In order of login; follow `next` until it is null."""
        if not _PAGE_SIZE.fullmatch(page_size) or int(page_size) > LARGEST_PAGE:
            raise refusal(PAGE_INVALID.fault("page_size", most=LARGEST_PAGE))
        size = int(page_size)
        found, total = await accounts.page(account_form.login_of(after), size + 1)
        shown, more = found[:size], len(found) > size
        return account_page(shown, total, f"{self.path}?after={shown[-1].login}&page_size={size}" if more else None)

    @post(
        status_code=HTTP_201_CREATED,
        operation_class=Making,
        summary="建立账号 · Make an account",
        responses=refusals(*_STATED, LOGIN_INVALID, LOGIN_TAKEN, PASSWORD_WEAK, *TAKEN),
        opt=_OF_ANY,
    )
    async def add(
        self,
        request: Asked,
        accounts: NamedDependency[Accounts],
        database: NamedDependency[Database],
        passwords: NamedDependency[Passwords],
    ) -> Response[bytes]:
        """Without a password the house makes one up and shows it this once."""
        fields = await read_fields(request)
        account = account_form.new_account(fields)
        await _assert_agency(database, account)
        stated = fields.raw("password")
        password = stated or new_password()
        account_form.assert_strong(password, account.login)
        try:
            await accounts.add(account, await passwords.digest(password))
        except LoginTakenError:
            raise ProblemError(LOGIN_TAKEN, (LOGIN_TAKEN.fault("login", login=account.login),)) from None
        return _made(request, _MADE, account, None if stated else password, status=HTTP_201_CREATED)

    @get(
        "/{account_id:str}",
        summary="一个账号 · One account",
        responses=refusals(ACCOUNT_UNKNOWN, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def one(self, request: Asked, account_id: FromPath[str], accounts: NamedDependency[Accounts]) -> AccountView:
        """One's own, or for an administrator any."""
        return account_view(await own_or_any(request, account_id, accounts))

    @post(
        "/{account_id:str}",
        status_code=HTTP_200_OK,
        operation_class=Changing,
        summary="更改账号 · Change an account",
        responses=refusals(*_STATED, DISABLED_INVALID, ACCOUNT_UNKNOWN, *TAKEN),
        opt=_OF_ANY,
    )
    async def change(
        self,
        request: Asked,
        account_id: FromPath[str],
        accounts: NamedDependency[Accounts],
        database: NamedDependency[Database],
    ) -> Response[bytes]:
        """What is not stated stays as it is. A disabled account can neither sign in nor use its tokens."""
        fields = await read_fields(request)
        before = await own_or_any(request, account_id, accounts)
        await _assert_agency(database, account_form.changed_account(before, fields))
        after = await accounts.change(before.id, lambda one: account_form.changed_account(one, fields))
        return _made(request, _CHANGED, after or before)

    @post(
        "/{account_id:str}/password",
        status_code=HTTP_200_OK,
        operation_class=NewPassword,
        summary="更改密码 · Set a new password",
        responses=refusals(PASSWORD_WEAK, PASSWORD_WRONG, ACCOUNT_UNKNOWN, *TAKEN),
        opt=_OF_OWN,
    )
    async def password(
        self,
        *,
        request: Asked,
        account_id: FromPath[str],
        access: NamedDependency[AccessSettings],
        accounts: NamedDependency[Accounts],
        passwords: NamedDependency[Passwords],
        attempts: NamedDependency[Attempts],
    ) -> Response[bytes]:
        """One's own needs the old one; an administrator may let the house make one up. Every session ends."""
        fields = await read_fields(request)
        before = await own_or_any(request, account_id, accounts)
        own = before.id == request.user.account.id
        if own:
            await attempts.admit(before.login, request.client.host if request.client else "")
            found = await accounts.with_password(before.login)
            if not await passwords.is_right(fields.raw("old"), found[1] if found else None):
                raise ProblemError(PASSWORD_WRONG, (PASSWORD_WRONG.fault("old"),))
            await attempts.forgive(before.login)
        stated = fields.raw("password")
        new = stated or ("" if own else new_password())
        account_form.assert_strong(new, before.login)
        after = await accounts.change(before.id, without_sessions, await passwords.digest(new)) or before
        # Whoever changes the own password in a browser stays signed in there, and nowhere else.
        cookies = [session_cookie(after, access)] if own and request.user.csrf else []
        message = _NEW_PASSWORD.format(login=after.login)
        return _made(request, message, after, None if stated else new, cookies=cookies)

    @post(
        "/{account_id:str}/sessions/end",
        status_code=HTTP_200_OK,
        operation_class=Nothing,
        summary="结束登录会话 · End every session of an account",
        responses=refusals(ACCOUNT_UNKNOWN, *TAKEN),
        opt=_OF_OWN,
    )
    async def end_sessions(
        self, request: Asked, account_id: FromPath[str], accounts: NamedDependency[Accounts]
    ) -> Response[bytes]:
        """Tokens stay valid."""
        await read_fields(request)
        before = await own_or_any(request, account_id, accounts)
        return _made(request, _ENDED, await accounts.change(before.id, without_sessions) or before)


async def _assert_agency(database: Database, account: Account) -> None:
    """Raise a ProblemError when the account's agency is not in the register."""
    if account.agency is None:
        return
    async with database.reading() as connection:
        if await store.agency(connection, account.agency) is None:
            raise refusal(AGENCY_UNKNOWN.fault("agency", code=account.agency))


def _made(
    request: Asked,
    message: Text,
    account: Account,
    password: str | None = None,
    *,
    status: int = HTTP_200_OK,
    cookies: Sequence[Cookie] = (),
) -> Response[bytes]:
    told = message.format(login=account.login)
    if password:
        once = _SHOWN_ONCE.format(password=password)
        told = Text(told.zh + once.zh, f"{told.en} {once.en}")
    body = AccountMade(account_view(account), password)
    return done(request, body, message=told, identity=account.id, status=status, cookies=cookies)
