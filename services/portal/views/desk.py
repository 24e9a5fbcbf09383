"""A clerk's desk: what is due, how far this season's report is, and what waits for an answer."""

from collections.abc import Sequence
from datetime import date

import msgspec

from services.portal.store.progress import Ordered
from services.portal.store.standing import Entry
from services.portal.views.league import Line, line
from services.portal.views.season import season_year
from shared.report.agency import Agency
from shared.report.waiver import Waiver


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """The desk of one agency. `current` is the filing that counts of the season's `year`, None while there is none.

    `days` are those left until the deadline, negative once it is over. `owed` are orders that the agency still owes
    something about, `ended` the others; filings and drafts come latest first.
    """

    agency: Agency
    year: int
    deadline: date
    days: int
    current: Line | None
    draft: Line | None
    drafts: tuple[Line, ...]
    filings: tuple[Line, ...]
    owed: tuple[Ordered, ...]
    ended: tuple[Ordered, ...]
    waivers: tuple[Waiver, ...]


def desk(
    agency: Agency,
    today: date,
    *,
    history: Sequence[Entry],
    drafts: Sequence[Entry],
    orders: Sequence[Ordered],
    waivers: Sequence[Waiver],
) -> Desk:
    """The desk on that day; `history` and `drafts` have the latest year and newest version first."""
    year = season_year(today)
    filings, tried = tuple(map(line, history)), tuple(map(line, drafts))
    deadline = agency.deadline(year)
    return Desk(
        agency=agency,
        year=year,
        deadline=deadline,
        days=(deadline - today).days,
        current=_of(filings, year),
        draft=_of(tried, year),
        drafts=tried,
        filings=filings,
        owed=tuple(one for one in orders if one.progress.is_due),
        ended=tuple(one for one in orders if not one.progress.is_due),
        waivers=tuple(waivers),
    )


def _of(lines: Sequence[Line], year: int) -> Line | None:
    return next((one for one in lines if one.year == year), None)
