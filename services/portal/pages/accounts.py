"""Accounts: administrators make and change them; everybody signed in sees to the own password and tokens."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.portal import metrics
from services.portal.pages.asked import number, word
from services.portal.rendering import Asked, page
from services.portal.store.model import ReadModel
from services.portal.views.league import pages, window
from shared.access.account import OPERATOR, Account, Role, Token
from shared.access.door import For, Visitor
from shared.report.agency import Agency
from shared.report.submission import now

PAGE_SIZE = 50


class TokenLine(msgspec.Struct, frozen=True):
    """A token as its owner sees it: never the token itself."""

    token: Token
    is_valid: bool


class AccountLine(msgspec.Struct, frozen=True):
    """An account, the agency it is for, and its tokens, those that still open the door first."""

    account: Account
    agency: Agency | None
    tokens: tuple[TokenLine, ...]

    @property
    def valid(self) -> int:
        """How many tokens still open the door."""
        return sum(one.is_valid for one in self.tokens)


class AccountsPage(Controller):
    """The accounts of the house, one account, and one's own."""

    include_in_schema = False

    @get("/accounts", opt={"for": For.ADMINISTRATORS})
    async def accounts(self, request: Asked, model: NamedDependency[ReadModel]) -> Response[str]:
        with metrics.pages.labels("accounts").time():
            part = word(request.query_params, "login")
            size = await model.accounts.count(part)
            last = pages(size, PAGE_SIZE)
            here = min(max(number(request.query_params, "page") or 1, 1), last)
            found = await model.accounts.page(part, start=(here - 1) * PAGE_SIZE, most=PAGE_SIZE)
            agencies = await model.register.agencies({one.agency for one in found if one.agency})
            return page(
                request,
                "accounts.html.jinja",
                lines=[account_line(one, agencies.get(one.agency or ""), now()) for one in found],
                part=part,
                size=size,
                roles=tuple(Role),
                current=here,
                pages=last,
                window=tuple(window(here, last)),
            )

    @get("/accounts/{account_id:uuid}", opt={"for": For.ADMINISTRATORS})
    async def one(self, request: Asked, account_id: FromPath[UUID], model: NamedDependency[ReadModel]) -> Response[str]:
        with metrics.pages.labels("account").time():
            account = await model.accounts.account(account_id)
            if account is None:
                raise NotFoundException
            return await _drawn(request, model, account, own=False)

    @get("/me", opt={"for": For.SIGNED_IN})
    async def me(self, request: Asked, model: NamedDependency[ReadModel]) -> Response[str]:
        with metrics.pages.labels("me").time():
            visitor: Visitor = request.user
            if visitor.account is None:
                raise NotFoundException
            return await _drawn(request, model, visitor.account, own=True)


def account_line(account: Account, agency: Agency | None, at: datetime) -> AccountLine:
    """An account as it stands at a moment."""
    tokens = [TokenLine(one, one.opens_at(at)) for one in account.tokens]
    return AccountLine(account, agency, tuple(sorted(tokens, key=lambda one: (not one.is_valid, one.token.expires_at))))


async def _drawn(request: Asked, model: ReadModel, account: Account, *, own: bool) -> Response[str]:
    agency = await model.register.agency(account.agency) if account.agency else None
    return page(
        request,
        "account.html.jinja",
        line=account_line(account, agency, now()),
        own=own,
        is_operator=account.id == OPERATOR.id,
        whose="me" if own else str(account.id),
        roles=tuple(Role),
    )
