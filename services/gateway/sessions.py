"""The cookie of somebody signed in, and how to tell this house's own sign-in page from another site's."""

from urllib.parse import urlsplit

from litestar.datastructures import Cookie

from services.gateway.access_refusals import SIGN_IN_FOREIGN
from services.gateway.forms import Asked
from services.gateway.problems import ProblemError
from shared.access.account import Account
from shared.access.door import refuse
from shared.access.seals import COOKIE, new_session, seal
from shared.access.settings import AccessSettings

_OWN_SITE = {"same-origin", "none"}


def session_cookie(account: Account, access: AccessSettings) -> Cookie:
    """The cookie of a session that begins now."""
    return _cookie(seal(new_session(account.id, account.epoch), access.secret), access.session_seconds, access)


def no_session_cookie(access: AccessSettings) -> Cookie:
    """What makes a browser forget its session."""
    return _cookie("", 0, access)


def assert_own_site(request: Asked) -> None:
    """Let a sign-in pass that another site's page did not send: nobody is to be signed in as somebody else unawares.

    Browsers say where a form comes from; a program that says nothing has no cookies that could be set for it.

    Raises:
        ProblemError: another site's page sent it.
    """
    fetch_site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if fetch_site is not None:
        own = fetch_site in _OWN_SITE
    else:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        refuse(request, "foreign")
        raise ProblemError(SIGN_IN_FOREIGN)


def _cookie(value: str, seconds: int, access: AccessSettings) -> Cookie:
    return Cookie(
        key=COOKIE, value=value, max_age=seconds, path="/", httponly=True, secure=access.secure, samesite="lax"
    )
