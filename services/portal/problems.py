"""When there is no answer: a page for people, problem details (RFC 9457) in both languages for programs."""

from http import HTTPStatus

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import InterfaceError, OperationalError

from services.portal.languages import address
from services.portal.rendering import HEADERS, Asked, page
from services.portal.texts import text
from shared.access.door import ForgedError, NotForYouError, SignInNeededError
from shared.report.codec import encode
from shared.report.text import Text

MEDIA_TYPE = "application/problem+json"
API_PREFIX = "/v1/"

log = structlog.stdlib.get_logger(__name__)

_CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "sign_in_needed",
    HTTPStatus.FORBIDDEN: "not_for_you",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an answer that is not a success; `title` and `detail` are Chinese, `titles` and `messages` both."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    titles: Text
    messages: Text
    way_on: Text
    instance: str


def problem(status: int, instance: str) -> Problem:
    """What to say about a status, about the address asked for."""
    faulty = "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal"
    code = _CODES.get(HTTPStatus(status), faulty)
    title, detail, way_on = (text(f"error.{key}") for key in (code, f"{code}_detail", f"{code}_way_on"))
    return Problem(
        type="about:blank",
        title=title.zh,
        status=status,
        detail=detail.zh,
        code=code,
        titles=title,
        messages=detail,
        way_on=way_on,
        instance=instance,
    )


def exception_handlers() -> ExceptionHandlersMap:
    """What happens to every error that reaches the app."""
    return {
        HTTPException: _http,
        SignInNeededError: _stranger,
        NotForYouError: _outsider,
        ForgedError: _outsider,
        OperationalError: _world,
        InterfaceError: _world,
        OSError: _world,
        Exception: _bug,
    }


def _http(request: Asked, error: Exception) -> Response[str] | Response[bytes]:
    return _answer(request, error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR)


def _stranger(request: Asked, _error: Exception) -> Response[str] | Response[bytes] | Redirect:
    if request.url.path.startswith(API_PREFIX):
        return _answer(request, HTTPStatus.UNAUTHORIZED)
    return Redirect(address("/sign-in", {"next": address(request.url.path, request.query_params)}))


def _outsider(request: Asked, _error: Exception) -> Response[str] | Response[bytes]:
    return _answer(request, HTTPStatus.FORBIDDEN)


def _world(request: Asked, error: Exception) -> Response[str] | Response[bytes]:
    log.warning("page_unavailable", path=request.url.path, error=str(error))
    return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE)


def _bug(request: Asked, error: Exception) -> Response[str] | Response[bytes]:
    log.error("page_failed", path=request.url.path, exc_info=error)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(request: Asked, status: int) -> Response[str] | Response[bytes]:
    found = problem(status, request.url.path)
    if request.url.path.startswith(API_PREFIX):
        return Response(encode(found), status_code=status, media_type=MEDIA_TYPE, headers=HEADERS)
    return page(request, "error.html.jinja", status=status, problem=found)
