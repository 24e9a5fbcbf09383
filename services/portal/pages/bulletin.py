"""The bulletin (通报) about a region and year: a page to print, and the same as Word and PDF files."""

from asyncio import to_thread
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from urllib.parse import quote

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.response import Stream

from services.portal import metrics
from services.portal.exports import Column, ExportTable, export, one_chunk, wanted
from services.portal.languages import Language, language_of
from services.portal.pages.asked import number, word
from services.portal.pages.boards import trail
from services.portal.papers.bulletin import bulletin_paper
from services.portal.papers.paper import Grid, Paper
from services.portal.papers.pdf_file import pdf_file
from services.portal.papers.word_file import word_file
from services.portal.rendering import HEADERS, Asked, page
from services.portal.sight import Sight
from services.portal.store.cases import Under
from services.portal.store.league import Found
from services.portal.store.model import ReadModel
from services.portal.store.moves import Movements
from services.portal.store.season_counts import Count, Roster
from services.portal.store.standing import Entry, Tier
from services.portal.store.wanted import Filter, Order
from services.portal.views.bulletin import (
    NAMED,
    Bulletin,
    bad_examples,
    commonest,
    good_examples,
    last_day,
    overdue,
)
from services.portal.views.season import season_year
from shared.access.door import For
from shared.report.agency import Agency
from shared.report.scorecard import Grade
from shared.report.submission import china_today, now
from shared.report.waiver import WaiverState

_LOOKED_AT = 50
_CHUNK, _CHUNKS = 200, 5
_WAITING = 1000
DRAWINGS: dict[str, tuple[Callable[[Paper, Language, str], bytes], str]] = {
    "docx": (word_file, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf_file, "application/pdf"),
}


class BulletinPage(Controller):
    """One model of a bulletin, drawn three times."""

    include_in_schema = False

    @get("/bulletin", opt={"for": For.SUPERVISORS})
    async def bulletin(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("bulletin").time():
            found = await _bulletin(request, model, sight)
            paper = bulletin_paper(found)
            if wanted(request):
                return export(request, _table(found, paper, word(request.query_params, "table") or "completion"))
            organ = found.organ.code if found.organ else ""
            asked = {"year": found.year, "organ": organ}
            return page(
                request,
                "bulletin.html.jinja",
                bulletin=found,
                paper=paper,
                years=tuple(sorted({*await model.league.years(organ), found.year}, reverse=True)),
                trail=await trail(model, sight.charge, organ),
                organs=await model.register.organs_below(organ or None),
                asked=asked,
                host=_host(request),
            )

    @get(["/bulletin.docx", "/bulletin.pdf"], opt={"for": For.SUPERVISORS})
    async def file(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[bytes]:
        kind = request.url.path.rpartition(".")[2]
        with metrics.pages.labels(f"bulletin_{kind}").time():
            found = await _bulletin(request, model, sight)
            language = language_of(request.query_params, request.cookies)
            paper = bulletin_paper(found)
            draw, media = DRAWINGS[kind]
            headers = HEADERS | {
                "Cache-Control": "private, no-store",
                "Vary": "Cookie",
                "Content-Disposition": f'attachment; filename="bulletin-{found.year}.{kind}"; '
                f"filename*=UTF-8''{quote(language.say(paper.title))}.{kind}",
            }
            drawn = await to_thread(draw, paper, language, _host(request))
            return Response(drawn, media_type=media, headers=headers)


async def _bulletin(request: Asked, model: ReadModel, sight: Sight) -> Bulletin:
    asked = request.query_params
    organ = await sight.supervised(word(asked, "organ"))
    years = await model.league.years(organ)
    year = number(asked, "year") or (years[0] if years else season_year(china_today()))
    return await bulletin_of(model, organ, year, now())


async def bulletin_of(model: ReadModel, organ: str, year: int, as_of: datetime) -> Bulletin:
    """The facts of a bulletin about the agencies under an organ."""
    today = china_today()
    rated = Filter(year=year, organ=organ, tier=Tier.RATED)
    best = await model.league.page(rated, 1, _LOOKED_AT)
    worst = await model.league.page(
        Filter(year=year, organ=organ, tier=Tier.RATED, grade=Grade.FAIL, order=Order.ASC), 1, _LOOKED_AT
    )
    before = await model.league.page(Filter(year=year - 1, organ=organ), 1, 1)
    failing = [row.entry for row in worst.rows]
    places = [(one.submission.agency.code, year) for one in failing]
    breached = await model.rulebook.breached(organ, [year])
    faults = commonest(breached, await model.rulebook.texts(sorted({one.rule for one in breached})))
    counts = (await model.season.counts([organ], year))[organ]
    waiting = await model.cases.waivers_under(Under(organ), state=WaiverState.REQUESTED, most=_WAITING)
    return Bulletin(
        organ=await model.register.agency(organ) if organ else None,
        year=year,
        as_of=as_of,
        today=today,
        classes=counts,
        before=sum((await model.season.counts([organ], year - 1))[organ].values(), Count()),
        last_day=last_day(await model.season.due_days(organ), year),
        grades=_grades(best),
        grades_before=_grades(before),
        moves=await Movements(model.database).moves(organ, year),
        judged=(await model.rulebook.judged(organ, [year])).get(year, 0),
        faults=faults,
        kinds_of_faults=len(faults),
        good=good_examples(row.entry for row in best.rows),
        bad=bad_examples(failing, await model.cases.waivers_of(places), await model.cases.rectifications_of(places)),
        late=await _listed(model, Roster.LATE, organ, year),
        returned=await _listed(model, Roster.RETURNED, organ, year),
        missing=await _missing(model, organ, year),
        waiting=sum(one.year == year for one in waiting),
    )


async def _listed(model: ReadModel, roster: Roster, organ: str, year: int) -> tuple[Entry, ...]:
    return await model.season.filed(roster, organ, year, most=NAMED + 1)


async def _missing(model: ReadModel, organ: str, year: int) -> tuple[Agency, ...]:
    """The first agencies that have filed nothing although their own day is past."""
    found: list[Agency] = []
    after = ""
    for _ in range(_CHUNKS):
        codes = await model.season.missing(organ, year, after=after, most=_CHUNK)
        known = await model.register.agencies(codes)
        found.extend(overdue((known[code] for code in codes if code in known), year, china_today()))
        if len(codes) < _CHUNK or len(found) > NAMED:
            break
        after = codes[-1]
    return tuple(islice(found, NAMED + 1))


def _grades(found: Found) -> dict[Grade, int]:
    counts: dict[Grade, int] = {}
    for (_, grade), count in (found.division or {}).items():
        if grade is not None:
            counts[grade] = counts.get(grade, 0) + count
    return counts


def _host(request: Asked) -> str:
    return str(request.base_url).rstrip("/")


def _table(found: Bulletin, paper: Paper, key: str) -> ExportTable:
    grid: Grid | None = next((one for one in paper.grids if one.key == key), None)
    if grid is None:
        raise ValidationException("table")
    return ExportTable(
        f"bulletin-{found.year}-{key}",
        [Column(f"column_{place}", head.text) for place, head in enumerate(grid.heads, 1)],
        one_chunk([cell.text if cell.value is None else cell.value for cell in row] for row in grid.rows),
    )
