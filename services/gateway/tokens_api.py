"""Tokens of programs over HTTP: shown once, expiring, revocable."""

import msgspec
from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from services.gateway import account_form
from services.gateway.access_refusals import (
    ACCOUNT_UNKNOWN,
    DAYS_INVALID,
    LABEL_INVALID,
    TOKEN_UNKNOWN,
    TOKENS_TOO_MANY,
)
from services.gateway.account_documentation import NewToken, Nothing
from services.gateway.account_views import account_view, token_id, token_made
from services.gateway.accounts import Accounts
from services.gateway.case_documentation import TAKEN
from services.gateway.documentation import refusals
from services.gateway.forms import Asked, done, read_fields
from services.gateway.problems import ProblemError
from services.gateway.whose import own_or_any
from shared.access.account import Account, Role
from shared.access.door import For, NotForYouError, Visitor, refuse
from shared.access.seals import new_token, token_digest
from shared.access.settings import AccessSettings
from shared.report.submission import now
from shared.report.text import Text

_MADE = Text(
    "令牌“{label}”已生成：{token} ，只显示这一次，请立即保存。",
    "The token “{label}” is {token} — it is shown only this once; keep it now.",
)
_REVOKED = Text("令牌“{label}”已撤销。", "The token “{label}” has been revoked.")


class TokensApi(Controller):
    """令牌 · Tokens of an account; `me` as its id is one's own."""

    path = "/v1/accounts/{account_id:str}/tokens"
    tags = ("账号 · Accounts",)

    @post(
        status_code=HTTP_201_CREATED,
        operation_class=NewToken,
        summary="生成令牌 · Make a token",
        responses=refusals(LABEL_INVALID, DAYS_INVALID, TOKENS_TOO_MANY, ACCOUNT_UNKNOWN, *TAKEN),
        opt={"for": For.SIGNED_IN, "form": True},
    )
    async def add(
        self,
        request: Asked,
        account_id: FromPath[str],
        access: NamedDependency[AccessSettings],
        accounts: NamedDependency[Accounts],
    ) -> Response[bytes]:
        """The answer is the only time the token is shown; the house keeps a keyed digest of it."""
        fields = await read_fields(request)
        account = await own_or_any(request, account_id, accounts)
        _assert_not_by_token(request)
        shown = new_token()
        token = account_form.new_token(fields, token_digest(shown, access.secret), now())
        await accounts.change(account.id, lambda one: account_form.with_token(one, token, now()))
        made = token_made(token, shown)
        message = _MADE.format(label=token.label, token=shown)
        return done(request, made, message=message, identity=made.id, status=HTTP_201_CREATED)

    @post(
        "/{token:str}/revocation",
        status_code=HTTP_200_OK,
        operation_class=Nothing,
        summary="撤销令牌 · Revoke a token",
        responses=refusals(TOKEN_UNKNOWN, ACCOUNT_UNKNOWN, *TAKEN),
        opt={"for": For.SIGNED_IN, "form": True},
    )
    async def revoke(
        self, request: Asked, account_id: FromPath[str], token: FromPath[str], accounts: NamedDependency[Accounts]
    ) -> Response[bytes]:
        """From now on nobody gets in with it."""
        await read_fields(request)
        account = await own_or_any(request, account_id, accounts)
        found = next((one for one in account.tokens if token_id(one) == token), None)
        if found is None:
            raise ProblemError(TOKEN_UNKNOWN, (TOKEN_UNKNOWN.fault(id=token[:60]),))
        after = await accounts.change(account.id, lambda one: _without(one, token)) or account
        return done(request, account_view(after), message=_REVOKED.format(label=found.label), identity=token)


def _without(account: Account, token: str) -> Account:
    tokens = tuple(
        msgspec.structs.replace(one, revoked=one.revoked or token_id(one) == token) for one in account.tokens
    )
    return msgspec.structs.replace(account, tokens=tokens)


def _assert_not_by_token(request: Asked) -> None:
    """A token that made tokens would live on in them after it was revoked."""
    visitor: Visitor = request.user
    if not visitor.csrf and visitor.account is not None and visitor.account.role is not Role.ADMINISTRATOR:
        refuse(request, "token")
        raise NotForYouError
