"""What is sealed with the house's secret: sessions, the proof that a form is the page's own, and tokens."""

import hmac
import secrets
from uuid import UUID

import msgspec
from itsdangerous import BadData, URLSafeTimedSerializer

COOKIE = "gouji_session"
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"
_TOKEN_BYTES = 32
_PREFIX = "gouji_"


class Session(msgspec.Struct, frozen=True):
    """Somebody signed in: the account, its epoch then, and a number that no other session has."""

    account: UUID
    epoch: int
    number: str


def new_session(account: UUID, epoch: int) -> Session:
    """A session that begins now."""
    return Session(account, epoch, secrets.token_urlsafe(12))


def seal(session: Session, secret: str) -> str:
    """The session as the cookie carries it: readable, and worthless once anything in it is changed."""
    return _serializer(secret).dumps([str(session.account), session.epoch, session.number])


def unseal(cookie: str, secret: str, seconds: int) -> Session | None:
    """The session of a cookie; None when it was not sealed here or more than so many seconds ago."""
    try:
        account, epoch, number = _serializer(secret).loads(cookie, max_age=seconds)
        return Session(UUID(account), int(epoch), str(number))
    except (BadData, ValueError, TypeError):
        return None


def csrf_proof(session: Session, secret: str) -> str:
    """What a form of this session must carry: no other site can know it."""
    return hmac.digest(secret.encode(), f"csrf/{session.number}".encode(), "sha256").hex()


def new_token() -> str:
    """A token for a program: 256 random bits, shown once and kept nowhere."""
    return _PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)


def token_digest(token: str, secret: str) -> str:
    """What is kept of a token: without the secret it can be neither guessed nor checked."""
    return hmac.digest(secret.encode(), f"token/{token}".encode(), "sha256").hex()


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="gouji.session")
