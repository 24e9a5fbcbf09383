"""The season board: who must file, who has, who is late, who is missing."""

from collections.abc import AsyncIterator, Sequence

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from services.portal import metrics
from services.portal.exports import Column, ExportTable, Row, export, one_chunk, wanted
from services.portal.pages.asked import number, one_of, word
from services.portal.pages.boards import offers, trail
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.store.season_counts import Roster
from services.portal.store.standing import Entry
from services.portal.texts import text
from services.portal.views.league import pages, window
from services.portal.views.season import (
    RosterLine,
    SeasonBoard,
    roster_line,
    roster_size,
    season_board,
    season_year,
)
from shared.access.door import For
from shared.report.agency import Agency, AgencyClass
from shared.report.submission import china_today

PAGE_SIZE = 50
ORGAN_COLUMNS = ("due", "on_time", "late", "in_progress", "returned", "stopped", "missing", "unlisted")
ROSTER_COLUMNS = ("code", "agency", "class", "parent", "deadline", "received", "overdue_days")
_CHUNK = 1000


class SeasonPage(Controller):
    """How far the agencies under an organ have come with a year's reports."""

    include_in_schema = False

    @get("/season", opt={"for": For.SUPERVISORS})
    async def season(
        self, request: Asked, model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[str] | Response[bytes] | Stream:
        with metrics.pages.labels("season").time():
            asked = request.query_params
            organ = await sight.supervised(word(asked, "organ"))
            roster, kind = one_of(asked, "list", Roster), one_of(asked, "class", AgencyClass)
            board = await season_of(model, sight, organ, number(asked, "year"))
            if wanted(request):
                table = _roster_table(model, board, roster, kind) if roster else _organs_table(board)
                return export(request, table)
            roster = roster or Roster.MISSING
            count = next((one.count for one in board.classes if one.kind is kind), None) if kind else board.total
            size = roster_size(roster, count) if count else 0
            last = pages(size, PAGE_SIZE)
            here = min(max(number(asked, "page") or 1, 1), last)
            lines = await _lines(model, board, roster, kind, start=(here - 1) * PAGE_SIZE)
            return page(
                request,
                "season.html.jinja",
                board=board,
                roster=roster,
                kind=kind,
                lines=lines,
                size=size,
                current=here,
                pages=last,
                window=tuple(window(here, last)),
                exports_of_organs=offers("/season", {"year": board.year, "organ": organ}),
                exports_of_list=offers(
                    "/season", {"year": board.year, "organ": organ, "list": roster.value, "class": kind}
                ),
            )


async def season_of(model: ReadModel, sight: Sight, organ: str, year: int | None) -> SeasonBoard:
    """The board of an organ that is within sight; without a year, that of the reports now due."""
    today = china_today()
    below = await model.register.organs_below(organ or None)
    asked = season_year(today) if year is None else year
    return season_board(
        year=asked,
        years=await model.league.years(organ),
        today=today,
        organ=await model.register.agency(organ) if organ else None,
        trail=await trail(model, sight.charge, organ),
        below=below,
        counts=await model.season.counts([organ, *(one.code for one in below)], asked),
        due_days=await model.season.due_days(organ),
    )


async def _lines(
    model: ReadModel,
    board: SeasonBoard,
    roster: Roster,
    kind: AgencyClass | None,
    *,
    after: str = "",
    start: int = 0,
    most: int = PAGE_SIZE,
) -> tuple[RosterLine, ...]:
    organ = board.organ.code if board.organ else ""
    found: list[tuple[Agency, Entry | None]]
    if roster is Roster.MISSING:
        codes = await model.season.missing(organ, board.year, kind, after=after, start=start, most=most)
        known = await model.register.agencies(codes)
        found = [(known[code], None) for code in codes if code in known]
    else:
        entries = await model.season.filed(roster, organ, board.year, kind, after=after, start=start, most=most)
        found = [(entry.submission.agency, entry) for entry in entries]
    parents = await model.register.agencies({one.parent for one, _ in found if one.parent})
    return tuple(
        roster_line(one, parents.get(one.parent or ""), board.year, board.today, entry) for one, entry in found
    )


def _organs_table(board: SeasonBoard) -> ExportTable:
    columns = [Column("code", text("season.code")), Column("organ", text("season.organ"))]
    return ExportTable(
        f"season-{board.year}",
        [*columns, *(Column(key, text(f"season.{key}")) for key in ORGAN_COLUMNS)],
        one_chunk(
            (
                line.organ.code if line.organ else "",
                line.organ.name if line.organ else text("season.own"),
                *(getattr(line.count, key) for key in ORGAN_COLUMNS),
            )
            for line in board.organs
        ),
    )


def _roster_table(model: ReadModel, board: SeasonBoard, roster: Roster, kind: AgencyClass | None) -> ExportTable:
    async def rows() -> AsyncIterator[Sequence[Row]]:
        after = ""
        while lines := await _lines(model, board, roster, kind, after=after, most=_CHUNK):
            yield [
                (
                    line.agency.code,
                    line.agency.name,
                    line.agency.agency_class.label,
                    line.parent.name if line.parent else None,
                    line.deadline,
                    line.entry.submission.received_at if line.entry else None,
                    line.overdue_days,
                )
                for line in lines
            ]
            after = lines[-1].agency.code

    return ExportTable(
        f"season-{board.year}-{roster}", [Column(key, text(f"season.{key}")) for key in ROSTER_COLUMNS], rows()
    )
