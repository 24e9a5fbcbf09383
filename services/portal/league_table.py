"""A page of the league table for what was asked: the year that is meant, the page that exists."""

from services.portal.queries import Filter, League
from services.portal.standing import Tier
from services.portal.views.league import LeaguePage, division, line, pages
from shared.report.scorecard import Grade

PAGE_SIZE = 50


async def league_page(
    league: League,
    *,
    year: int | None,
    region: str | None,
    grade: Grade | None,
    tier: Tier | None,
    name: str | None,
    page: int,
    size: int,
) -> LeaguePage:
    """The page; without a year the latest one, and beyond the last page the last one."""
    years = await league.years()
    if year is None and not years:
        return LeaguePage(year=None, size=size)
    wanted = Filter(year=years[0] if year is None else year, region=region, grade=grade, tier=tier, name=name)
    found = await league.page(wanted, max(page, 1), size)
    last = pages(found.total, size)
    if page > last:
        found = await league.page(wanted, last, size)
    return LeaguePage(
        year=wanted.year,
        years=years,
        regions=await league.regions(wanted.year),
        region=region,
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
