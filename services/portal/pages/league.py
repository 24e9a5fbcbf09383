"""The league table."""

from collections.abc import AsyncIterator, Sequence

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect, Stream
from msgspec import structs

from services.portal import metrics
from services.portal.exports import Column, ExportTable, Row, export
from services.portal.exports import wanted as wanted_as
from services.portal.league_table import PAGE_SIZE, all_lines, league_page
from services.portal.pages.asked import number, one_of, word
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.store.standing import Tier
from services.portal.store.wanted import Filter, Order, Sort
from services.portal.texts import text
from services.portal.views.league import Line, window
from shared.access.door import For
from shared.report.agency import AgencyClass
from shared.report.scorecard import Grade


class LeaguePage(Controller):
    """Who stands where; a clerk who may not look at others is led to their own desk."""

    include_in_schema = False

    @get("/", opt={"for": For.READERS})
    async def league(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream | Redirect:
        with metrics.pages.labels("league").time():
            asked = request.query_params
            if sight.top is None and not word(asked, "organ"):
                return Redirect("/my")
            wanted = Filter(
                year=0,
                organ=await sight.organ(word(asked, "organ")),
                agency_class=one_of(asked, "class", AgencyClass),
                grade=one_of(asked, "grade", Grade),
                tier=one_of(asked, "tier", Tier),
                name=word(asked, "name"),
                sort=one_of(asked, "sort", Sort) or Sort.TOTAL,
                order=one_of(asked, "order", Order) or Order.DESC,
            )
            year = number(asked, "year")
            if wanted_as(request) is not None:
                return await _exported(request, model, wanted, year)
            found = await league_page(
                model, wanted, year=year, top=sight.top or "", page=number(asked, "page") or 1, size=PAGE_SIZE
            )
            return page(
                request,
                "league.html.jinja",
                league=found,
                window=window(found.page, found.pages),
                classes=tuple(AgencyClass),
                Sort=Sort,
                Order=Order,
            )


async def _exported(request: Asked, model: ReadModel, wanted: Filter, year: int | None) -> Response[bytes] | Stream:
    if year is None:
        year = next(iter(await model.league.years(wanted.organ)), None)
    rows = () if year is None else _rows(model, structs.replace(wanted, year=year))
    return export(request, ExportTable(f"gouji-{year or ''}", COLUMNS, rows))


async def _rows(model: ReadModel, wanted: Filter) -> AsyncIterator[Sequence[Row]]:
    async for lines in all_lines(model, wanted):
        yield [_row(line) for line in lines]


def _row(line: Line) -> Row:
    change = line.change
    return (
        line.rank,
        line.tied,
        line.agency.code,
        line.agency.name,
        line.agency.agency_class.label,
        line.agency.region,
        line.year,
        text(f"grade.{line.grade}") if line.grade else text(f"tier.{line.tier}"),
        None if line.grade is Grade.NOT_RATED else line.total,
        line.coverage,
        line.small_sample,
        line.gained,
        *((change.figures, change.rules, change.weights, change.waivers) if change else (None,) * 4),
        line.errors,
        line.warnings,
        line.notices,
        line.received_at,
        line.version,
        text(f"deadline.{line.timeliness}") if line.timeliness else None,
        line.reply.explanation if line.reply else None,
        str(line.submission_id),
    )


COLUMNS = (
    Column("rank", text("league.rank")),
    Column("tied", text("league.tied")),
    Column("code", text("league.code")),
    Column("agency", text("league.agency")),
    Column("class", text("league.class")),
    Column("region", text("league.region")),
    Column("year", text("league.year")),
    Column("grade", text("league.result")),
    Column("total", text("league.total")),
    Column("coverage", text("league.coverage")),
    Column("small_sample", text("grade.small_sample")),
    Column("change", text("league.change")),
    Column("change_figures", text("league.change_figures")),
    Column("change_rules", text("league.change_rules")),
    Column("change_weights", text("league.change_weights")),
    Column("change_waivers", text("league.change_waivers")),
    Column("errors", text("league.errors")),
    Column("warnings", text("league.warnings")),
    Column("notices", text("league.notices")),
    Column("received", text("league.received")),
    Column("version", text("report.version")),
    Column("deadline", text("league.timeliness")),
    Column("reply", text("league.reply")),
    Column("submission", text("league.submission")),
)
