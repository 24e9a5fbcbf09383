"""The league table."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from services.portal import metrics
from services.portal.league_table import PAGE_SIZE, league_page
from services.portal.pages.asked import number, one_of, word
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.store.standing import Tier
from services.portal.views.league import window
from shared.access.door import For
from shared.report.agency import AgencyClass
from shared.report.scorecard import Grade


class LeaguePage(Controller):
    """Who stands where; a clerk who may not look at others is led to their own desk."""

    include_in_schema = False

    @get("/", opt={"for": For.READERS})
    async def league(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Redirect:
        with metrics.pages.labels("league").time():
            asked = request.query_params
            if sight.top is None and not word(asked, "organ"):
                return Redirect("/my")
            found = await league_page(
                model,
                organ=await sight.organ(word(asked, "organ")),
                agency_class=one_of(asked, "class", AgencyClass),
                year=number(asked, "year"),
                grade=one_of(asked, "grade", Grade),
                tier=one_of(asked, "tier", Tier),
                name=word(asked, "name"),
                page=number(asked, "page") or 1,
                size=PAGE_SIZE,
            )
            return page(request, "league.html.jinja", league=found, window=window(found.page, found.pages))
