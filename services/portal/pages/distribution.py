"""How the filings of a year divide by class of agency and grade."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.response import Stream

from services.portal import metrics
from services.portal.exports import Column, ExportTable, Row, export, one_chunk, wanted
from services.portal.pages.asked import number, word
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.branches import Branches
from services.portal.store.distribution import Distribution
from services.portal.store.model import ReadModel
from services.portal.texts import text
from services.portal.views.distribution import ClassLine, DistributionPage, class_lines, total_line
from shared.access.door import For
from shared.report.scorecard import Grade


class DistributionController(Controller):
    """Grades by class of agency, from the counts alone."""

    include_in_schema = False

    @get("/distribution", opt={"for": For.READERS})
    async def distribution(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("distribution").time():
            asked = request.query_params
            organ = await sight.organ(word(asked, "organ"))
            found = await _page(model, organ, number(asked, "year"), sight.top or "")
            if wanted(request) is not None:
                lines = (*found.lines, *((found.total,) if found.total else ()))
                name = f"gouji-distribution-{found.year or ''}"
                return export(request, ExportTable(name, COLUMNS, one_chunk([_row(line) for line in lines])))
            return page(request, "distribution.html.jinja", distribution=found, grades=tuple(Grade))


async def _page(model: ReadModel, organ: str, year: int | None, top: str) -> DistributionPage:
    years = await model.league.years(organ)
    if year is None and not years:
        return DistributionPage(year=None)
    year = years[0] if year is None else year
    if not 1 <= year <= 9999:  # noqa: PLR2004 - a year of the calendar
        raise NotFoundException
    asking, branches = Distribution(model.database), Branches(model.database)
    lines = class_lines(await asking.counts(organ, year), await asking.duties(organ))
    return DistributionPage(
        year=year,
        years=years,
        organ=await model.register.agency(organ) if organ else None,
        crumbs=await branches.crumbs(organ, top),
        branches=await branches.below(organ, year),
        lines=lines,
        total=total_line(lines),
    )


def _row(line: ClassLine) -> Row:
    kind = line.agency_class.label if line.agency_class else text("distribution.total")
    return (kind, line.agencies, line.filings, *(line.grades[grade] for grade in Grade), line.ungraded)


COLUMNS = (
    Column("class", text("league.class")),
    Column("agencies", text("distribution.due")),
    Column("filings", text("distribution.filed")),
    *(Column(grade, text(f"grade.{grade}")) for grade in Grade),
    Column("ungraded", text("distribution.ungraded")),
)
