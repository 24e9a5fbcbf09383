"""The page of one agency: every filing, how its totals moved and why, its peers, and what comes back every year."""

from decimal import Decimal

import msgspec

from services.portal.store.comparing import Peer, Recurring, Rung
from services.portal.store.standing import Entry
from services.portal.views.league import Line, line
from services.portal.views.report_page import newest_of_each_year
from shared.report.agency import Agency
from shared.report.scorecard import Grade


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """An agency among the peers of its class below one organ; without an organ, in the whole register.

    `rungs` has where it stands each year, `near` those next to it in the latest year with a grade.
    """

    organ: Agency | None
    year: int
    rungs: dict[int, Rung]
    near: tuple[Peer, ...]


class AgencyPage(msgspec.Struct, frozen=True, kw_only=True):
    """An agency as the register last knew it, the filing that counts of each year, and all filings, latest first.

    `peers` is None where others are not the visitor's to see, or no year has a grade.
    """

    agency: Agency
    years: tuple[Line, ...]
    filings: tuple[Line, ...]
    peers: Beside | None = None
    recurring: tuple[Recurring, ...] = ()

    @property
    def finding_years(self) -> tuple[int, ...]:
        """The years for which something has been filed, the earliest first."""
        return tuple(sorted(each.year for each in self.years))

    @property
    def coming_back(self) -> int:
        """How many rules were breached in more than one year."""
        return sum(len(one.years) > 1 for one in self.recurring)

    def near(self) -> tuple[tuple[Agency, Decimal, Grade, bool], ...]:
        """The peers next to it with itself among them, the highest total first; the last word says which it is."""
        own = next(each for each in self.years if self.peers is not None and each.year == self.peers.year)
        beside = self.peers.near if self.peers else ()
        total = own.total or Decimal(0)
        listed = [(one.agency, one.total, one.grade, False) for one in beside]
        higher = [one for one in listed if one[1] > total]
        return (*higher, (self.agency, total, own.grade or Grade.NOT_RATED, True), *listed[len(higher) :])


def agency_page(
    history: tuple[Entry, ...], *, peers: Beside | None = None, recurring: tuple[Recurring, ...] = ()
) -> AgencyPage:
    """The page of an agency; `history` has at least one entry, the latest first."""
    lines = [line(entry) for entry in history]
    return AgencyPage(
        agency=lines[0].agency,
        years=newest_of_each_year(lines),
        filings=tuple(lines),
        peers=peers,
        recurring=recurring,
    )
