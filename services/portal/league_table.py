"""A page of the league table for what was asked: the year that is meant, the page that exists; and all its rows."""

from collections.abc import AsyncIterator
from typing import Any

from msgspec import structs

from services.portal.store.branches import Branches
from services.portal.store.league import Ranked
from services.portal.store.model import ReadModel
from services.portal.store.wanted import Filter
from services.portal.views.league import LeaguePage, Line, division, line, pages, reply

PAGE_SIZE = 50


async def league_page(
    model: ReadModel, wanted: Filter, *, year: int | None, top: str, page: int, size: int
) -> LeaguePage:
    """The page; without a year the latest one, and beyond the last page the last one.

    `top` is the organ above which the visitor sees nothing.
    """
    years = await model.league.years(wanted.organ)
    if year is None and not years:
        return LeaguePage(year=None, size=size)
    wanted = structs.replace(wanted, year=years[0] if year is None else year)
    found = await model.league.page(wanted, max(page, 1), size)
    last = pages(found.total, size)
    if page > last:
        found = await model.league.page(wanted, last, size)
    branches = Branches(model.database)
    return LeaguePage(
        year=wanted.year,
        years=years,
        organ=await model.register.agency(wanted.organ) if wanted.organ else None,
        crumbs=await branches.crumbs(wanted.organ, top),
        branches=await branches.below(wanted.organ, wanted.year),
        agency_class=wanted.agency_class,
        grade=wanted.grade,
        tier=wanted.tier,
        name=wanted.name,
        sort=wanted.sort,
        order=wanted.order,
        page=min(max(page, 1), last),
        pages=last,
        size=size,
        total=found.total,
        counted=found.division is not None,
        division=division(found.division or {}),
        rows=await _lines(model, found.rows),
    )


async def all_lines(model: ReadModel, wanted: Filter) -> AsyncIterator[tuple[Line, ...]]:
    """Every row of a year's table in the order wanted, in chunks."""
    async for rows in model.league.everything(wanted):
        yield await _lines(model, rows)


async def _lines(model: ReadModel, rows: tuple[Ranked, ...]) -> tuple[Line, ...]:
    places = {(row.entry.submission.agency.code, row.entry.submission.year) for row in rows}
    replies: dict[Any, Any] = {}
    ordered = sorted(places)
    for start in range(0, len(ordered), PAGE_SIZE):
        replies |= await model.cases.waivers_of(ordered[start : start + PAGE_SIZE])
    return tuple(
        line(
            row.entry,
            row.rank,
            tied=row.tied,
            reply=reply(replies.get((row.entry.submission.agency.code, row.entry.submission.year), ())),
        )
        for row in rows
    )
