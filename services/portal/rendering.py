"""Page models into HTML: the templates, the two languages, and the headers every page carries."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie, State
from litestar.status_codes import HTTP_200_OK

from services.portal import languages
from services.portal.assets import asset_address, has_asset
from services.portal.languages import COOKIE, Language, address, language_of
from services.portal.views.places import figure
from shared.access.account import Role
from shared.access.door import Visitor
from shared.access.notice import NOTICE_COOKIE, Notice, unseal_notice
from shared.access.settings import AccessSettings
from shared.report.submission import CHINA_TIME

Asked = Request[Visitor, None, State]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_SUPERVISORS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_CLERKS = frozenset({Role.CLERK})
NAVIGATION: tuple[tuple[str, str, frozenset[Role] | None], ...] = (
    ("/my", "site.my", _CLERKS),
    ("/precheck", "site.precheck", _CLERKS),
    ("/", "site.league", None),
    ("/season", "site.season", _SUPERVISORS),
    ("/rectification", "site.rectification", frozenset(Role)),
    ("/waivers", "site.waivers", None),
    ("/rollup", "site.rollup", _SUPERVISORS),
    ("/bulletin", "site.bulletin", _SUPERVISORS),
    ("/rules", "site.rules", None),
    ("/accounts", "site.accounts", frozenset({Role.ADMINISTRATOR})),
)
"""Where the heading of every page leads: address, wording, and for which roles; None is for everybody."""

PAGE_HEADERS = HEADERS | {"Cache-Control": "private, no-cache", "Vary": "Cookie"}
_YEAR_SECONDS = 365 * 24 * 3600


@cache
def environment() -> Environment:
    """The templates; every value is escaped, and a name that is missing is an error."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters |= {
        "points": languages.points,
        "signed": languages.signed,
        "percent": languages.percent,
        "size": languages.size,
    }
    found.filters |= {"combined": _combined, "figure": figure}
    found.globals |= {
        "navigation": NAVIGATION,
        "asset": asset_address,
        "has_asset": has_asset,
        "address": address,
        "china": CHINA_TIME,
    }
    return found


def page(
    request: Asked, template: str, *, status: int = HTTP_200_OK, keep_notice: bool = False, **model: object
) -> Response[str]:
    """A page in the language the request asks for; a language asked for in the address is remembered.

    Every template has `visitor` and its `account`, the fields that forms must carry, the notice of the gateway that
    this page is the first to show, and in `exports` the addresses of its tables as files.
    """
    visitor: Visitor = request.scope.get("user") or Visitor()
    notice = _notice(request)
    query = {key: value for key, value in request.query_params.items() if key != "lang"}
    language = language_of(request.query_params, request.cookies)
    html = (
        environment()
        .get_template(template)
        .render(
            language=language,
            t=language.text,
            say=language.say,
            called=language.called,
            day=language.day,
            moment=language.moment,
            path=request.url.path,
            here=address(request.url.path, query),
            visitor=visitor,
            account=visitor.account,
            role=Role,
            notice=notice,
            switch=address(request.url.path, query | {"lang": language.other.value}),
            exports={kind: address(request.url.path, query | {"format": kind}) for kind in ("csv", "xlsx", "json")},
            **model,
        )
    )
    cookies = [_remember(language)] if "lang" in request.query_params else []
    if NOTICE_COOKIE in request.cookies and not keep_notice:
        cookies.append(Cookie(key=NOTICE_COOKIE, value="", max_age=0, path="/", httponly=True, samesite="lax"))
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=PAGE_HEADERS, cookies=cookies)


def _notice(request: Asked) -> Notice | None:
    access: AccessSettings = request.app.state["access"]
    return unseal_notice(request.cookies.get(NOTICE_COOKIE, ""), access.secret)


def _combined(query: dict[str, object], more: dict[str, object]) -> dict[str, object]:
    return query | more


def _remember(language: Language) -> Cookie:
    return Cookie(key=COOKIE, value=language.value, max_age=_YEAR_SECONDS, path="/", httponly=True, samesite="lax")
