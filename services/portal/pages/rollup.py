"""汇总核对: a government's report beside the sum of those directly below it, cell by cell."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from services.portal import metrics
from services.portal.exports import Column, ExportTable, export, one_chunk, wanted
from services.portal.languages import address
from services.portal.pages.asked import number, one_of, word
from services.portal.pages.boards import trail
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.store.rollup import Rollups
from services.portal.texts import text
from services.portal.views.rollup import Reach, Rollup, rollup, usual_reach
from services.portal.views.season import season_year
from shared.access.door import For
from shared.report.submission import china_today

CELL_COLUMNS = ("address", "cell", "printed", "total", "difference", "tie", "missing", "suspect_code", "suspect", "how")
PART_COLUMNS = ("code", "agency", "class", "value", "lacking")


class RollupPage(Controller):
    """The roll-up of one government; without a code, that of the visitor's own organ."""

    include_in_schema = False

    @get("/rollup", opt={"for": For.SUPERVISORS})
    async def rollups(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Redirect:
        with metrics.pages.labels("rollups").time():
            organ = await sight.supervised(None)
            if organ:
                return Redirect(address(f"/rollup/{organ}", dict(request.query_params)))
            return page(request, "rollups.html.jinja", organs=await model.register.organs_below(None))

    @get("/rollup/{code:str}", opt={"for": For.SUPERVISORS})
    async def rollup(
        self, request: Asked, code: FromPath[str], model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("rollup").time():
            organ = await model.register.agency(await sight.supervised(code))
            if organ is None:
                raise NotFoundException
            asked = request.query_params
            years = await model.league.years(organ.code)
            year = number(asked, "year") or (years[0] if years else season_year(china_today()))
            children = await model.register.children(organ.code)
            reported = await Rollups(model.database).reported([organ.code, *(one.code for one in children)], year)
            try:
                found = rollup(
                    organ,
                    year,
                    children,
                    reported,
                    reach=one_of(asked, "reach", Reach) or usual_reach(children),
                    opened=word(asked, "cell"),
                )
            except KeyError as unknown:
                raise NotFoundException from unknown
            if wanted(request):
                return export(request, _cells(found) if found.opened is None else _parts(found))
            return page(
                request,
                "rollup.html.jinja",
                rolled=found,
                years=tuple(sorted({*years, year}, reverse=True)),
                trail=await trail(model, sight.charge, organ.code),
                organs=await model.register.organs_below(organ.code),
            )


def _cells(found: Rollup) -> ExportTable:
    return ExportTable(
        f"rollup-{found.organ.code}-{found.year}",
        [Column(key, text(f"rollup.{key}")) for key in CELL_COLUMNS],
        one_chunk(
            (
                cell.address,
                cell.label,
                cell.printed,
                cell.total,
                cell.difference,
                text(f"rollup.tie_{cell.tie}"),
                cell.missing,
                cell.suspect.agency.code if cell.suspect else None,
                cell.suspect.agency.name if cell.suspect else None,
                text(f"rollup.how_{cell.suspect.how}") if cell.suspect else None,
            )
            for table in found.tables
            for cell in table.cells.values()
        ),
    )


def _parts(found: Rollup) -> ExportTable:
    opened = found.opened
    return ExportTable(
        f"rollup-{found.organ.code}-{found.year}-{opened.cell.address if opened else ''}",
        [Column(key, text(f"rollup.{key}")) for key in PART_COLUMNS],
        one_chunk(
            (
                part.agency.code,
                part.agency.name,
                part.agency.agency_class.label,
                part.value,
                text(f"rollup.lacking_{part.lacking}") if part.lacking else None,
            )
            for part in (opened.parts if opened else ())
        ),
    )
