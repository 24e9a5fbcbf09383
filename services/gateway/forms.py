"""Forms from the browser: read, held to the session they came from, and answered by leading on to a page.

A route that takes forms has `opt={"form": True}`, calls `read_fields` (or `take_over`, when it reads the body itself)
and ends with `done`. Whatever it raises is answered in the same way, as long as the fields had been read.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from services.gateway.access_refusals import SIGN_IN_NEEDED
from services.gateway.problems import ProblemError
from services.gateway.refusals import FORM_MALFORMED, FORM_TOO_LONG, MEDIA_TYPE_UNSUPPORTED, refusal
from shared.access.door import assert_own_form
from shared.access.notice import NOTICE_COOKIE, NOTICE_SECONDS, Notice, seal_notice
from shared.access.seals import CSRF_FIELD, CSRF_HEADER
from shared.access.settings import AccessSettings
from shared.report.codec import encode
from shared.report.text import Text

Asked = Request[Any, Any, Any]

_LARGEST = 1 << 20
_MOST_FIELDS = 2000
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_LOCAL = re.compile(r"/(?![/\\])")
_KEPT = "/?&=#%+:@!$'()*,;~-._"
_JsonForm = dict[str, str | int | bool | list[str] | None]


class Onward(msgspec.Struct, frozen=True):
    """Where a browser goes: to `then` when all is done, to `back` when not. Local paths."""

    then: str
    back: str


class Fields(msgspec.Struct, frozen=True):
    """The fields of a form; a field may come several times."""

    values: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """The value of a field without blanks around it; empty when it is not there."""
        return (self.values.get(name) or ("",))[-1].strip()

    def raw(self, name: str) -> str:
        """The value of a field as it was typed, such as a password."""
        return (self.values.get(name) or ("",))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, blanks taken off, empty ones left out."""
        return tuple(value.strip() for value in self.values.get(name, ()) if value.strip())

    def starting(self, prefix: str) -> dict[str, str]:
        """The fields whose names begin so, by the rest of their names."""
        return {name.removeprefix(prefix): self.one(name) for name in self.values if name.startswith(prefix)}


async def read_fields(request: Asked, *, own: bool = True) -> Fields:
    """Read a form (URL-encoded, or a JSON object) and, when it must be the visitor's own, hold it to the session.

    Raises:
        ProblemError: it is too long, broken, or of another type.
        ForgedError: it does not carry the session's proof.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise refusal(FORM_TOO_LONG.fault())
    fields = Fields(_parsed(request.headers.get("content-type", ""), bytes(body)))
    told = {name: fields.raw(name) for name in fields.values}
    if own:
        take_over(request, told)
    else:
        remember(request, told)
    return fields


def take_over(request: Asked, fields: Mapping[str, str]) -> None:
    """Hold fields that were read otherwise to the visitor's session; the answer will lead where they say.

    Raises:
        ForgedError: they do not carry the session's proof.
    """
    remember(request, fields)
    assert_own_form(request, fields.get(CSRF_FIELD) or request.headers.get(CSRF_HEADER) or "")


def remember(request: Asked, fields: Mapping[str, str]) -> None:
    """Let the answer to a form that could not be read to its end lead back to its page all the same."""
    if "next" in fields or "back" in fields:
        then, back = local(fields.get("next", "")), local(fields.get("back", ""))
        request.scope["state"]["onward"] = Onward(then, back)


def done(
    request: Asked,
    body: object,
    *,
    message: Text,
    identity: object = "",
    status: int = HTTP_200_OK,
    headers: Mapping[str, str] | None = None,
    cookies: Sequence[Cookie] = (),
) -> Response[bytes]:
    """What was asked for is done: a browser goes on and is told `message`, a program gets `body` as JSON.

    `{id}` in the path to go on to becomes `identity`.
    """
    onward = _onward(request)
    if onward is None:
        return Response(
            encode(body), status_code=status, media_type=_JSON, headers=dict(headers or {}), cookies=list(cookies)
        )
    told = Notice(code="done", message=message)
    return lead(request, onward.then.replace("{id}", str(identity)), told, cookies)


def refused(request: Asked, error: ProblemError) -> Response[bytes] | None:
    """The answer to a browser's form, or to a browser whose sign-in is over; None for a program."""
    onward = _onward(request)
    told = Notice(code=error.kind.code, message=error.faults[0].messages, way_on=error.kind.way_on)
    if error.kind is SIGN_IN_NEEDED and _is_browser(request):
        here = _referrer(request) if request.method == "POST" else _address(request.url.path, request.url.query)
        return lead(request, f"/sign-in?next={quote(here, safe='/')}", told)
    if onward is not None:
        return lead(request, onward.back, told)
    if request.method == "POST" and _is_browser(request):
        return lead(request, _referrer(request), told)
    return None


def lead(request: Asked, path: str, told: Notice, cookies: Sequence[Cookie] = ()) -> Response[bytes]:
    """Lead a browser on to a page of this house, which will show the notice once."""
    access: AccessSettings = request.app.state["access"]
    notice = Cookie(
        key=NOTICE_COOKIE,
        value=seal_notice(told, access.secret),
        max_age=NOTICE_SECONDS,
        path="/",
        httponly=True,
        secure=access.secure,
        samesite="lax",
    )
    headers = {"Location": quote(path, safe=_KEPT), "Cache-Control": "no-store"}
    return Response(b"", status_code=HTTP_303_SEE_OTHER, headers=headers, cookies=[*cookies, notice])


def local(path: str) -> str:
    """A path of this house, never another host's; the first page when it is none."""
    return path if _LOCAL.match(path) else "/"


def _onward(request: Asked) -> Onward | None:
    onward: Onward | None = request.scope["state"].get("onward")
    return onward


def _is_browser(request: Asked) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _referrer(request: Asked) -> str:
    """The page of this house that the request came from."""
    referrer = urlsplit(request.headers.get("referer", ""))
    if not referrer.path or referrer.netloc != request.headers.get("host"):
        return "/"
    return local(_address(referrer.path, referrer.query))


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _parsed(content_type: str, body: bytes) -> Mapping[str, Sequence[str]]:
    essence = content_type.partition(";")[0].strip().lower()
    if not body:
        return {}
    try:
        if essence == _JSON:
            return {name: _texts(value) for name, value in msgspec.json.decode(body, type=_JsonForm).items()}
        if essence == _FORM:
            return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except (ValueError, msgspec.MsgspecError):
        raise refusal(FORM_MALFORMED.fault()) from None
    raise refusal(MEDIA_TYPE_UNSUPPORTED.fault(value=essence))


def _texts(value: str | int | list[str] | None) -> Sequence[str]:
    if isinstance(value, list):
        return value
    if isinstance(value, bool):
        return [str(value).lower()]
    return [] if value is None else [str(value)]
