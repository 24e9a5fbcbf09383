"""The page of one agency: its filings over the years, beside its peers."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream

from services.portal import metrics
from services.portal.exports import Column, ExportTable, Row, export, one_chunk, wanted
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.store.peers import Peers
from services.portal.store.standing import Entry, Tier
from services.portal.store.tables import EVERYWHERE
from services.portal.texts import text
from services.portal.views.agency_page import AgencyPage, Beside, agency_page
from services.portal.views.league import Line
from shared.access.door import For
from shared.report.scorecard import Grade


class AgencyController(Controller):
    """How one agency has done."""

    include_in_schema = False

    @get("/agencies/{code:str}", opt={"for": For.READERS})
    async def agency(
        self, request: Asked, code: FromPath[str], model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("agency").time():
            history = await model.filings.history(code)
            if not history:
                raise NotFoundException
            await sight.assert_filing(history[0].submission)
            asking = Peers(model.database)
            found = agency_page(
                history, peers=await _beside(model, asking, sight, history), recurring=await asking.recurring(code)
            )
            if wanted(request) is not None:
                rows = [_row(found, line) for line in found.filings]
                return export(request, ExportTable(f"gouji-{code}", COLUMNS, one_chunk(rows)))
            return page(request, "agency.html.jinja", agency=found, here_code=code)


async def _beside(model: ReadModel, asking: Peers, sight: Sight, history: tuple[Entry, ...]) -> Beside | None:
    newest: dict[int, Entry] = {}
    for entry in history:
        newest.setdefault(entry.submission.year, entry)
    rated = {year: one for year, one in newest.items() if one.tier is Tier.RATED and one.total is not None}
    if not rated:
        return None
    agency = history[0].submission.agency
    agency = await model.register.agency(agency.code) or agency
    organ = agency.parent or EVERYWHERE
    parent = await model.register.agency(organ) if organ else None
    if sight.top is None or (sight.top and sight.top not in await model.register.lineage(parent or agency)):
        return None
    if organ and parent is None:
        return None
    latest = rated[max(rated)]
    rungs = await asking.rungs(
        organ, agency.agency_class, {year: one.total for year, one in rated.items() if one.total is not None}
    )
    near = await asking.near(organ, agency.agency_class, latest)
    return Beside(organ=parent, year=latest.submission.year, rungs=rungs, near=near)


def _row(found: AgencyPage, line: Line) -> Row:
    rung = found.peers.rungs.get(line.year) if found.peers and line in found.years else None
    change = line.change
    return (
        line.year,
        line.version,
        line.received_at,
        text(f"grade.{line.grade}") if line.grade else text(f"tier.{line.tier}"),
        None if line.grade is Grade.NOT_RATED else line.total,
        line.coverage,
        line.gained,
        *((change.figures, change.rules, change.weights, change.waivers) if change else (None,) * 4),
        rung.rank if rung else None,
        rung.of if rung else None,
        line.errors,
        line.warnings,
        str(line.submission_id),
    )


COLUMNS = (
    Column("year", text("league.year")),
    Column("version", text("report.version")),
    Column("received", text("league.received")),
    Column("grade", text("league.result")),
    Column("total", text("league.total")),
    Column("coverage", text("league.coverage")),
    Column("change", text("league.change")),
    Column("change_figures", text("league.change_figures")),
    Column("change_rules", text("league.change_rules")),
    Column("change_weights", text("league.change_weights")),
    Column("change_waivers", text("league.change_waivers")),
    Column("rank", text("agency.rank")),
    Column("peers", text("agency.peers")),
    Column("errors", text("league.errors")),
    Column("warnings", text("league.warnings")),
    Column("submission", text("league.submission")),
)
