"""The pages: each asks the read model, makes a page model and draws it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath

from services.portal import metrics
from services.portal.assets import assets
from services.portal.league_table import PAGE_SIZE, league_page
from services.portal.queries import League
from services.portal.rendering import HEADERS, Asked, page
from services.portal.standing import Tier
from services.portal.store import Store
from services.portal.views.agency_page import agency_page
from services.portal.views.league import window
from services.portal.views.report_page import report_page
from shared.report.scorecard import Grade

Kind = TypeVar("Kind", bound=StrEnum)


class Pages(Controller):
    """Everything a browser asks for."""

    include_in_schema = False

    @get("/")
    async def league(self, request: Asked, league: NamedDependency[League]) -> Response[str]:
        with metrics.pages.labels("league").time():
            asked = request.query_params
            found = await league_page(
                league,
                year=_number(asked, "year"),
                region=_word(asked, "region"),
                grade=_one_of(asked, "grade", Grade),
                tier=_one_of(asked, "tier", Tier),
                name=_word(asked, "name"),
                page=_number(asked, "page") or 1,
                size=PAGE_SIZE,
            )
            return page(request, "league.html.jinja", league=found, window=window(found.page, found.pages))

    @get("/reports/{submission_id:uuid}")
    async def report(
        self, request: Asked, submission_id: FromPath[UUID], store: NamedDependency[Store]
    ) -> Response[str]:
        with metrics.pages.labels("report").time():
            standing = await store.standing(submission_id)
            if standing is None:
                raise NotFoundException
            history = await store.history(standing.submission.agency.code)
            return page(request, "report.html.jinja", report=report_page(standing, history))

    @get("/agencies/{code:str}")
    async def agency(self, request: Asked, code: FromPath[str], store: NamedDependency[Store]) -> Response[str]:
        with metrics.pages.labels("agency").time():
            history = await store.history(code)
            if not history:
                raise NotFoundException
            return page(request, "agency.html.jinja", agency=agency_page(history))

    @get("/static/{name:str}")
    async def static(self, name: FromPath[str]) -> Response[bytes]:
        for asset in assets().values():
            if asset.name == name:
                headers = HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"}
                return Response(asset.data, media_type=asset.media_type, headers=headers)
        raise NotFoundException


def _word(asked: Mapping[str, str], key: str) -> str | None:
    return asked.get(key, "").strip() or None


def _number(asked: Mapping[str, str], key: str) -> int | None:
    word = _word(asked, key)
    if word is None:
        return None
    if not word.isascii() or not word.isdecimal() or len(word) > len("999999"):
        raise ValidationException(key)
    return int(word)


def _one_of(asked: Mapping[str, str], key: str, kind: type[Kind]) -> Kind | None:
    word = _word(asked, key)
    if word is None:
        return None
    if word not in set(kind):
        raise ValidationException(key)
    return kind(word)
