"""Signing in and out over HTTP."""

import structlog
from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK

from services.gateway.access_refusals import (
    SIGN_IN_FOREIGN,
    SIGN_IN_TOO_OFTEN,
    SIGN_IN_WRONG,
)
from services.gateway.account_documentation import Nothing, SignIn
from services.gateway.account_form import login_of
from services.gateway.account_views import account_view
from services.gateway.accounts import Accounts, without_sessions
from services.gateway.attempts import Attempts
from services.gateway.case_documentation import TAKEN
from services.gateway.documentation import refusals
from services.gateway.forms import Asked, done, read_fields
from services.gateway.passwords import Passwords
from services.gateway.problems import ProblemError
from services.gateway.sessions import assert_own_site, no_session_cookie, session_cookie
from shared.access.account import OPERATOR, Account
from shared.access.door import For, refuse
from shared.access.settings import AccessSettings
from shared.report.text import Text

log = structlog.stdlib.get_logger(__name__)

_WELCOME = Text("已登录：{name}（{role.zh}）。", "Signed in: {name} ({role.en}).")
_GOODBYE = Text("已退出登录，该账号的所有登录会话均已结束。", "Signed out; every session of the account has ended.")


class SessionsApi(Controller):
    """登录 · Signing in."""

    path = "/v1/sessions"
    tags = ("登录 · Signing in",)

    @post(
        status_code=HTTP_200_OK,
        operation_class=SignIn,
        summary="登录 · Sign in",
        responses=refusals(SIGN_IN_WRONG, SIGN_IN_TOO_OFTEN, SIGN_IN_FOREIGN, *TAKEN),
        opt={"for": For.EVERYBODY, "form": True},
    )
    async def sign_in(
        self,
        request: Asked,
        access: NamedDependency[AccessSettings],
        accounts: NamedDependency[Accounts],
        passwords: NamedDependency[Passwords],
        attempts: NamedDependency[Attempts],
    ) -> Response[bytes]:
        """Sets the session's cookie. A wrong login takes as long as a wrong password and is answered alike."""
        # There is no session yet whose proof the form could carry; where it comes from is what counts.
        fields = await read_fields(request, own=False)
        assert_own_site(request)
        login = login_of(fields.one("login"))[:64]
        await attempts.admit(login, request.client.host if request.client else "")
        found = await accounts.with_password(login)
        right = await passwords.is_right(fields.raw("password"), found[1] if found else None)
        if not found or not right or found[0].disabled:
            refuse(request, "password")
            raise ProblemError(SIGN_IN_WRONG)
        account = found[0]
        await attempts.forgive(login)
        log.info("signed_in", login=account.login)
        return done(
            request,
            account_view(account),
            message=_WELCOME.format(name=account.name, role=account.role.label),
            cookies=[session_cookie(account, access)],
        )

    @post(
        "/end",
        status_code=HTTP_200_OK,
        operation_class=Nothing,
        summary="退出登录 · Sign out, everywhere",
        responses=refusals(*TAKEN),
        opt={"for": For.SIGNED_IN, "form": True},
    )
    async def sign_out(
        self, request: Asked, access: NamedDependency[AccessSettings], accounts: NamedDependency[Accounts]
    ) -> Response[bytes]:
        """Ends every session of the account, wherever it was begun; tokens stay."""
        await read_fields(request)
        account: Account = request.user.account
        if account.id != OPERATOR.id:
            account = await accounts.change(account.id, without_sessions) or account
        log.info("signed_out", login=account.login)
        return done(request, account_view(account), message=_GOODBYE, cookies=[no_session_cookie(access)])
