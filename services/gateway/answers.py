"""From an exception to an answer: whatever goes wrong in a request leaves as problem details in both languages."""

import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from services.gateway import forms
from services.gateway.access_refusals import ACCESS_DENIED, FORM_FORGED, SIGN_IN_NEEDED
from services.gateway.forms import Asked
from services.gateway.problems import MEDIA_TYPE, Kind, ProblemError
from services.gateway.refusals import (
    BUS_UNAVAILABLE,
    INTERNAL,
    METHOD_NOT_ALLOWED,
    NOT_ALLOWED,
    NOT_FOUND,
    PATH_UNKNOWN,
    REQUEST_INVALID,
    STORE_UNAVAILABLE,
)
from shared.access.door import ForgedError, NotForYouError, SignInNeededError
from shared.messaging.bus import BusUnavailableError
from shared.messaging.world import is_world_error
from shared.report.codec import encode

log = structlog.stdlib.get_logger(__name__)

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="gouji"'}
RETRY_AFTER = {"Retry-After": "10"}
_FRAMEWORK_KINDS = {NOT_FOUND: PATH_UNKNOWN, NOT_ALLOWED: METHOD_NOT_ALLOWED}


def exception_handlers() -> ExceptionHandlersMap:
    """For the app: every exception has an answer; only what nobody expected is logged with its trace."""
    return {
        ProblemError: _problem,
        SignInNeededError: _stranger,
        NotForYouError: _outsider,
        ForgedError: _forged,
        BusUnavailableError: _bus_unavailable,
        HTTPException: _framework,
        Exception: _unexpected,
    }


def answer(request: Asked, error: ProblemError) -> Response[bytes]:
    """The response that says no."""
    problem = error.answer(request.url.path)
    led = forms.refused(request, error)
    if led is not None:
        return led
    return Response(encode(problem), status_code=problem.status, media_type=MEDIA_TYPE, headers=error.headers)


def _problem(request: Asked, error: ProblemError) -> Response[bytes]:
    return answer(request, error)


def _stranger(request: Asked, _error: SignInNeededError) -> Response[bytes]:
    return answer(request, ProblemError(SIGN_IN_NEEDED, headers=CHALLENGE))


def _outsider(request: Asked, _error: NotForYouError) -> Response[bytes]:
    return answer(request, ProblemError(ACCESS_DENIED))


def _forged(request: Asked, _error: ForgedError) -> Response[bytes]:
    return answer(request, ProblemError(FORM_FORGED))


def _bus_unavailable(request: Asked, error: BusUnavailableError) -> Response[bytes]:
    log.warning("filing_unconfirmed", reason=str(error))
    return answer(request, ProblemError(BUS_UNAVAILABLE, headers=RETRY_AFTER))


def _framework(request: Asked, error: HTTPException) -> Response[bytes]:
    kind: Kind = _FRAMEWORK_KINDS.get(error.status_code, REQUEST_INVALID)
    if error.status_code >= INTERNAL.status:
        log.warning("request_failed", path=request.url.path, reason=error.detail)
        kind = INTERNAL
    return answer(request, ProblemError(kind, headers=error.headers))


def _unexpected(request: Asked, error: Exception) -> Response[bytes]:
    if is_world_error(error):
        log.warning("store_unavailable", path=request.url.path, reason=repr(error))
        return answer(request, ProblemError(STORE_UNAVAILABLE, headers=RETRY_AFTER))
    log.error("request_failed", path=request.url.path, exc_info=error)
    return answer(request, ProblemError(INTERNAL))
