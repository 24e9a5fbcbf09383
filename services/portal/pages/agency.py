"""The page of one agency: its filings over the years."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.portal import metrics
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.views.agency_page import agency_page
from shared.access.door import For


class AgencyPage(Controller):
    """How one agency has done."""

    include_in_schema = False

    @get("/agencies/{code:str}", opt={"for": For.READERS})
    async def agency(
        self, request: Asked, code: FromPath[str], model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str]:
        with metrics.pages.labels("agency").time():
            history = await model.filings.history(code)
            if not history:
                raise NotFoundException
            await sight.assert_filing(history[0].submission)
            return page(request, "agency.html.jinja", agency=agency_page(history))
