"""The door of an HTTP room: who is asking, and whether the route is for them. A route that does not say is shut."""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import msgspec
import structlog
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult, DefineMiddleware
from prometheus_client import Counter
from typing_extensions import override

from shared.access.account import OPERATOR, Account, Role
from shared.access.seals import COOKIE, CSRF_FIELD, CSRF_HEADER, csrf_proof, token_digest, unseal
from shared.access.settings import AccessSettings

log = structlog.stdlib.get_logger(__name__)
REFUSED = Counter("gouji_access_refused_total", "Requests turned away at the door, by reason.", ["reason"])

Connection = ASGIConnection[Any, Any, Any, Any]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class For(StrEnum):
    """Whom a route is for; every route says so as `opt={"for": For.…}`."""

    EVERYBODY = "everybody"
    """Nothing there is anybody's: sign-in, style sheets, health."""
    READERS = "readers"
    """Published results: everybody where the setting says so, else whoever is signed in."""
    SIGNED_IN = "signed_in"
    FILERS = "filers"
    """Clerks and administrators."""
    SUPERVISORS = "supervisors"
    """Supervisors and administrators."""
    ADMINISTRATORS = "administrators"


class Visitor(msgspec.Struct, frozen=True):
    """Who asks: an account, or None for somebody unknown. `csrf` is what the forms of this session carry."""

    account: Account | None = None
    csrf: str = ""

    def is_one_of(self, whom: For, *, public: bool) -> bool:
        """Whether a route for those is for this visitor."""
        if whom is For.EVERYBODY or (whom is For.READERS and public):
            return True
        if self.account is None:
            return False
        match whom:
            case For.FILERS:
                return self.account.role in {Role.CLERK, Role.ADMINISTRATOR}
            case For.SUPERVISORS:
                return self.account.role in {Role.SUPERVISOR, Role.ADMINISTRATOR}
            case For.ADMINISTRATORS:
                return self.account.role is Role.ADMINISTRATOR
            case _:
                return True


class Roll(Protocol):
    """The accounts a room knows."""

    async def account(self, account_id: UUID) -> Account | None:
        """The account of that id."""

    async def holder(self, digest: str) -> Account | None:
        """The account that has a token of that digest, revoked and expired ones included."""


class SignInNeededError(Exception):
    """Nobody is signed in, or the sign-in is over; the route is not for everybody."""


class NotForYouError(Exception):
    """Somebody is signed in for whom the route, or what it would show, is not."""


class ForgedError(Exception):
    """A form came without the proof that it is this house's own."""


def door(roll: Roll, settings: AccessSettings, clock: Callable[[], datetime]) -> DefineMiddleware:
    """The middleware that finds out who asks: `request.user` becomes a `Visitor`."""
    return DefineMiddleware(_Door, roll=roll, settings=settings, clock=clock)


def guard(settings: AccessSettings) -> Callable[[Connection, BaseRouteHandler], Awaitable[None]]:
    """The guard of a whole app: a route without `opt["for"]` lets nobody in.

    A request that changes something and shows a session must carry the session's proof in the header `X-CSRF-Token`;
    a route that takes forms (`opt["form"]`) checks the field `csrf` itself with `assert_own_form`.

    Raises, per request:
        SignInNeededError, NotForYouError, ForgedError: refused; each is logged and counted.
    """

    async def admit(connection: Connection, handler: BaseRouteHandler) -> None:
        whom = handler.opt.get("for")
        visitor: Visitor = connection.user
        if whom is None or not visitor.is_one_of(For(whom), public=settings.public):
            if visitor.account is None:
                refuse(connection, "nobody")
                raise SignInNeededError
            refuse(connection, "role")
            raise NotForYouError
        method = connection.scope.get("method", "GET")
        if visitor.csrf and method not in SAFE_METHODS and not handler.opt.get("form"):
            assert_own_form(connection, connection.headers.get(CSRF_HEADER, ""))

    return admit


def assert_own_form(connection: Connection, proof: str) -> None:
    """Let a form pass that carries the proof of the visitor's session; who shows a token needs none.

    Raises:
        ForgedError: it does not.
    """
    visitor: Visitor = connection.user
    if visitor.csrf and not hmac.compare_digest(visitor.csrf.encode(), proof.encode()):
        refuse(connection, "forged")
        raise ForgedError(CSRF_FIELD)


def refuse(connection: Connection, reason: str) -> None:
    """Write down that a request was turned away."""
    visitor: Visitor = connection.user
    REFUSED.labels(reason).inc()
    log.warning(
        "access_refused",
        reason=reason,
        path=connection.scope["path"],
        login=visitor.account.login if visitor.account else None,
    )


class _Door(AbstractAuthenticationMiddleware):
    def __init__(
        self,
        app: Any,  # noqa: ANN401 - the framework's own type differs between its versions
        roll: Roll,
        settings: AccessSettings,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(app)
        self._roll = roll
        self._settings = settings
        self._clock = clock

    @override
    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        return AuthenticationResult(user=await self._visitor(connection), auth=None)

    async def _visitor(self, connection: Connection) -> Visitor:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return Visitor(await self._holder(token.strip()))
        session = unseal(connection.cookies.get(COOKIE, ""), self._settings.secret, self._settings.session_seconds)
        if session is None:
            return Visitor()
        account = await self._roll.account(session.account)
        if account is None or account.disabled or account.epoch != session.epoch:
            return Visitor()
        return Visitor(account, csrf_proof(session, self._settings.secret))

    async def _holder(self, token: str) -> Account | None:
        operator = self._settings.operator_token
        if operator is not None and hmac.compare_digest(operator.encode(), token.encode()):
            return OPERATOR
        digest = token_digest(token, self._settings.secret)
        account = await self._roll.holder(digest)
        if account is None or account.disabled:
            return None
        found = next((one for one in account.tokens if one.digest == digest), None)
        return account if found and not found.revoked and self._clock() < found.expires_at else None
