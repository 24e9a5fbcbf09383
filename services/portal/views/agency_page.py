"""The page of one agency: every filing, and how its totals moved over the years."""

import msgspec

from services.portal.store.standing import Entry
from services.portal.views.league import Line, line
from services.portal.views.report_page import newest_of_each_year
from shared.report.agency import Agency


class AgencyPage(msgspec.Struct, frozen=True, kw_only=True):
    """An agency as the register last knew it, the filing that counts of each year, and all filings, latest first."""

    agency: Agency
    years: tuple[Line, ...]
    filings: tuple[Line, ...]


def agency_page(history: tuple[Entry, ...]) -> AgencyPage:
    """The page of an agency; `history` has at least one entry, the latest first."""
    lines = [line(entry) for entry in history]
    return AgencyPage(agency=lines[0].agency, years=newest_of_each_year(lines), filings=tuple(lines))
