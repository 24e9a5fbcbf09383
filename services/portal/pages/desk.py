"""The clerk's own pages: the desk, and where a report is pre-checked or filed."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from services.portal import metrics
from services.portal.pages.asked import number, word
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.cases import Under
from services.portal.store.model import ReadModel
from services.portal.views.desk import desk
from services.portal.views.season import season_year
from shared.access.door import For, refuse
from shared.report.agency import Agency
from shared.report.submission import china_today

MOST_CASES = 50


class DeskPage(Controller):
    """What an agency has to do; an administrator says which one is meant."""

    include_in_schema = False

    @get("/my", opt={"for": For.FILERS})
    async def my(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str]:
        with metrics.pages.labels("my").time():
            agency = await agency_of(request, model, sight)
            if agency is None:
                return page(request, "which_agency.html.jinja", target="/my")
            own, today = Under(agency.code, alone=True), china_today()
            found = desk(
                agency,
                today,
                history=await model.filings.history(agency.code),
                drafts=await model.filings.drafts(agency.code),
                orders=await model.cases.rectifications_under(own, most=MOST_CASES),
                waivers=await model.cases.waivers_under(own, most=MOST_CASES),
            )
            return page(request, "my.html.jinja", desk=found, today=today)

    @get("/precheck", opt={"for": For.FILERS})
    async def precheck(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str]:
        with metrics.pages.labels("precheck").time():
            agency = await agency_of(request, model, sight)
            if agency is None:
                return page(request, "which_agency.html.jinja", target="/precheck")
            due = season_year(china_today())
            year = number(request.query_params, "year") or due
            return page(request, "precheck.html.jinja", agency=agency, year=year, last_year=due + 1)


async def agency_of(request: Asked, model: ReadModel, sight: Sight) -> Agency | None:
    """The agency meant; None when an administrator has not said which.

    Raises:
        NotFoundException: there is no such agency, or it is not this visitor's to file for.
    """
    own = sight.account.agency if sight.account else None
    asked = word(request.query_params, "agency") or own
    if asked is None:
        return None
    if not sight.may_file(asked):
        refuse(request, "row")
        raise NotFoundException
    found = await model.register.agency(asked)
    if found is None:
        raise NotFoundException
    return found
