"""The pages' JSON twins under `/v1`, which programs read and `gouji submit` waits on."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, MediaType, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from services.portal import metrics
from services.portal.documentation import answers
from services.portal.league_table import PAGE_SIZE, league_page
from services.portal.rendering import HEADERS, Asked
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.store.standing import Tier
from services.portal.store.wanted import Filter, Order, Sort
from services.portal.views.answers import AgencyAnswer, ReportAnswer, agency_answer, report_answer
from services.portal.views.league import LeaguePage
from shared.access.door import For
from shared.report.agency import AgencyClass
from shared.report.codec import encode
from shared.report.scorecard import Grade

MOST_ROWS = 200

Year = Annotated[int | None, QueryParameter(ge=1, le=9999, description="年度，缺省为最近 · Year; latest by default")]
Organ = Annotated[str | None, QueryParameter(description="上级机关编码，只列其下属 · Code of an organ: those below it")]
OfClass = Annotated[AgencyClass | None, QueryParameter(name="class", description="机关类别 · Class of agency")]
OfGrade = Annotated[Grade | None, QueryParameter(description="等次 · Grade")]
OfTier = Annotated[Tier | None, QueryParameter(description="处于哪一部分 · Part of the table")]
Name = Annotated[str | None, QueryParameter(description="名称的一部分或编码 · Part of the name, or the code")]
SortedBy = Annotated[Sort, QueryParameter(description="按什么排列 · What the rows are sorted by")]
Direction = Annotated[Order, QueryParameter(description="升序或降序 · Ascending or descending")]
Page = Annotated[int, QueryParameter(ge=1, le=999_999, description="第几页 · Page, counted from 1")]
Size = Annotated[int, QueryParameter(ge=1, le=MOST_ROWS, description="每页行数 · Rows on a page")]


class Api(Controller):
    """Everything a program asks for."""

    path = "/v1"
    tags = ["portal"]  # noqa: RUF012 - litestar's own attribute

    @get("/openapi.json", include_in_schema=False, opt={"for": For.EVERYBODY})
    async def document(self, request: Asked) -> Response[bytes]:
        return _json(request.app.openapi_schema.to_schema())

    @get(
        "/league",
        operation_id="league",
        summary="年报评价 · League table",
        responses=answers(LeaguePage, 400),
        opt={"for": For.READERS},
    )
    async def league(
        self,
        *,
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
        year: Year = None,
        organ: Organ = None,
        agency_class: OfClass = None,
        grade: OfGrade = None,
        tier: OfTier = None,
        name: Name = None,
        sort: SortedBy = Sort.TOTAL,
        order: Direction = Order.DESC,
        page: Page = 1,
        size: Size = PAGE_SIZE,
    ) -> Response[bytes]:
        """每个机关只列最新一次报送，同分同名次。 Each agency's latest filing; equal totals share a rank."""
        with metrics.pages.labels("v1_league").time():
            wanted = Filter(
                year=0,
                organ=await sight.organ(organ),
                agency_class=agency_class,
                grade=grade,
                tier=tier,
                name=name,
                sort=sort,
                order=order,
            )
            found = await league_page(model, wanted, year=year, top=sight.top or "", page=page, size=size)
            return _json(found)

    @get(
        "/league/agencies/{code:str}",
        operation_id="agency",
        summary="一个机关的历次报送 · All filings of an agency",
        responses=answers(AgencyAnswer, 404),
        opt={"for": For.READERS},
    )
    async def agency(
        self, code: FromPath[str], model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[bytes]:
        """不含预检稿。 Drafts are not among them."""
        with metrics.pages.labels("v1_agency").time():
            history = await model.filings.history(code)
            if not history:
                raise NotFoundException
            await sight.assert_filing(history[0].submission)
            return _json(agency_answer(code, history))

    @get(
        "/reports/{submission_id:uuid}",
        operation_id="report",
        summary="一次报送的状态与结果 · Status and result of a submission",
        responses=answers(ReportAnswer, 404),
        opt={"for": For.READERS},
    )
    async def report(
        self, submission_id: FromPath[UUID], model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[bytes]:
        """状态为 final 后不再变化，可据此等待结果。 Ask again until `final` is true."""
        with metrics.pages.labels("v1_report").time():
            standing = await model.filings.standing(submission_id)
            if standing is None:
                raise NotFoundException
            await sight.assert_filing(standing.submission)
            history = await model.filings.history(standing.submission.agency.code)
            return _json(report_answer(standing, history))


def _json(answer: object) -> Response[bytes]:
    return Response(encode(answer), media_type=MediaType.JSON, headers=HEADERS | {"Cache-Control": "no-cache"})
