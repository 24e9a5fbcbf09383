"""Reports whose prose may be like one another's: candidates by band, and who was there first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from services.validate.filing import Peer
from services.validate.shingles import anonymous
from shared.report.annual_report import AnnualReport

MOST_CANDIDATES = 4
"""So many of those with the most bands in common are compared piece by piece."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A report that may be a candidate: whose it is, about which year, when it came in, and the bands of its prose."""

    agency: str
    name: str
    year: int
    arrived: float
    report: AnnualReport
    bands: tuple[int, ...]


# A report's bands are asked for when it is locked, when it is judged and when it is kept.
@lru_cache(maxsize=256)
def bands_of(report: AnnualReport, name: str | None) -> tuple[int, ...]:
    """The bands of a report's prose; none when it is too short to tell a copy from chance."""
    # Here, because a report that is judged alone is compared with nobody, and need not wait for numpy.
    from services.validate.minhash import bands  # noqa: PLC0415

    return bands(anonymous(report, name))


class Peers:
    """An index of reports by the bands of their prose; looking up costs the same however many it holds."""

    def __init__(self, likely: Iterable[Likely] = ()) -> None:
        self._by_band: dict[tuple[int, int], list[Likely]] = {}
        for one in likely:
            self.add(one)

    def add(self, one: Likely) -> None:
        """Remember the report; from now on it is a candidate for others."""
        for band in one.bands:
            self._by_band.setdefault((one.year, band), []).append(one)

    def like(self, one: Likely, first: float) -> tuple[Peer, ...] | None:
        """Candidates of other agencies that were there before `first`, those with the most bands in common first.

        `first` is when the agency's first report about the year came in: who revises a report is not compared with
        those who have copied it meanwhile. None when the prose is too short to be compared at all.
        """
        if not one.bands:
            return None
        sharing = [
            other
            for band in one.bands
            for other in self._by_band.get((one.year, band), ())
            if other.agency != one.agency and (other.arrived, other.agency) < (first, one.agency)
        ]
        shared = Counter(id(other) for other in sharing)
        found = {id(other): other for other in sharing}.values()
        each: dict[str, Peer] = {}
        for other in sorted(found, key=lambda other: (-shared[id(other)], other.arrived, other.agency)):
            each.setdefault(other.agency, Peer(other.name, other.report))
        return tuple(each.values())[:MOST_CANDIDATES]
