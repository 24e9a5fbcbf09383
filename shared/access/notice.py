"""What the gateway tells a person whose browser sent a form: it travels to the next page in a cookie, sealed."""

import msgspec
from itsdangerous import BadData, URLSafeTimedSerializer

from shared.report.codec import builtins, convert
from shared.report.text import Text

NOTICE_COOKIE = "gouji_notice"
NOTICE_SECONDS = 60


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One message: what happened, and, when it went wrong, the way on. `code` is a problem's code or `done`."""

    code: str
    message: Text
    way_on: Text | None = None

    @property
    def is_good(self) -> bool:
        """Whether it tells of something done."""
        return self.code == "done"


def seal_notice(notice: Notice, secret: str) -> str:
    """The notice as the cookie carries it."""
    return _serializer(secret).dumps(builtins(notice))


def unseal_notice(cookie: str, secret: str) -> Notice | None:
    """The notice of a cookie; None when there is none, or not one of this house, or an old one."""
    try:
        return convert(_serializer(secret).loads(cookie, max_age=NOTICE_SECONDS), Notice)
    except (BadData, msgspec.ValidationError):
        return None


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="gouji.notice")
