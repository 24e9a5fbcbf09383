"""The page of one submission: a filing, or a draft that is being pre-checked."""

from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.portal import metrics
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.views.report_page import report_page
from shared.access.door import For


class ReportPage(Controller):
    """Everything the house has to say about one report."""

    include_in_schema = False

    @get("/reports/{submission_id:uuid}", opt={"for": For.READERS})
    async def report(
        self,
        request: Asked,
        submission_id: FromPath[UUID],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
    ) -> Response[str]:
        with metrics.pages.labels("report").time():
            standing = await model.filings.standing(submission_id)
            if standing is None:
                raise NotFoundException
            await sight.assert_filing(standing.submission)
            history = await model.filings.history(standing.submission.agency.code)
            return page(request, "report.html.jinja", report=report_page(standing, history))
