"""A page of the league table for what was asked: the year that is meant, the page that exists."""

from services.portal.store.wanted import Filter
from services.portal.store.model import ReadModel
from services.portal.store.standing import Tier
from services.portal.views.league import LeaguePage, division, line, pages
from shared.report.agency import AgencyClass
from shared.report.scorecard import Grade

PAGE_SIZE = 50


async def league_page(
    model: ReadModel,
    *,
    organ: str,
    agency_class: AgencyClass | None,
    year: int | None,
    grade: Grade | None,
    tier: Tier | None,
    name: str | None,
    page: int,
    size: int,
) -> LeaguePage:
    """The page; without a year the latest one, and beyond the last page the last one."""
    years = await model.league.years(organ)
    if year is None and not years:
        return LeaguePage(year=None, size=size)
    wanted = Filter(
        year=years[0] if year is None else year,
        organ=organ,
        agency_class=agency_class,
        grade=grade,
        tier=tier,
        name=name,
    )
    found = await model.league.page(wanted, max(page, 1), size)
    last = pages(found.total, size)
    if page > last:
        found = await model.league.page(wanted, last, size)
    return LeaguePage(
        year=wanted.year,
        years=years,
        organ=await model.register.agency(organ) if organ else None,
        organs=await model.register.organs_below(organ or None),
        agency_class=agency_class,
        grade=grade,
        tier=tier,
        name=name,
        page=min(max(page, 1), last),
        pages=last,
        size=size,
        total=found.total,
        division=division(found.division),
        rows=tuple(line(row.entry, row.rank, tied=row.tied) for row in found.rows),
    )
