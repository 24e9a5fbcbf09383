"""Sound counts of an agency year by year: what is brought forward is what last year carried, and every sum holds."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.cli.synthesis.agencies import Member, county
from services.cli.synthesis.chance import Chance, Stream, chance, happens
from services.cli.synthesis.proactive import Value, first_shelf, proactive
from shared.report.agency import AgencyClass
from shared.report.edition import edition_for
from shared.report.vocabulary import Applicant, RequestRow, ReviewResult, ReviewRoute, request_cell, review_cell

Counts = NDArray[np.int64]

_USUAL_REQUESTS = {
    AgencyClass.CENTRAL_DEPARTMENT: (1.0, 5.3, 0.8),
    AgencyClass.PROVINCIAL_GOVERNMENT: (1.0, 8.3, 0.6),
    AgencyClass.MUNICIPAL_GOVERNMENT: (1.0, 7.2, 0.8),
    AgencyClass.COUNTY_GOVERNMENT: (1.0, 5.0, 0.8),
    AgencyClass.DEPARTMENT: (0.6, 1.6, 1.1),
    AgencyClass.TOWNSHIP: (0.25, 0.4, 0.8),
    AgencyClass.DEVELOPMENT_ZONE: (0.8, 1.8, 0.9),
    AgencyClass.INSTITUTION: (0.1, 0.0, 0.5),
}
"""How likely an organ receives requests at all, and median and spread of their number, as natural logarithms."""
_APPLICANTS = np.array([0.84, 0.1, 0.005, 0.005, 0.025, 0.025])
_OUTCOMES = {
    RequestRow.GRANTED: 0.42,
    RequestRow.PARTLY_GRANTED: 0.1,
    RequestRow.DENIED_STATE_SECRET: 0.004,
    RequestRow.DENIED_PROHIBITED_BY_LAW: 0.012,
    RequestRow.DENIED_SECURITY_STABILITY: 0.004,
    RequestRow.DENIED_THIRD_PARTY_RIGHTS: 0.02,
    RequestRow.DENIED_INTERNAL_AFFAIRS: 0.02,
    RequestRow.DENIED_PROCESS_INFORMATION: 0.03,
    RequestRow.DENIED_ENFORCEMENT_FILES: 0.025,
    RequestRow.DENIED_ADMINISTRATIVE_QUERY: 0.02,
    RequestRow.UNAVAILABLE_NOT_HELD: 0.17,
    RequestRow.UNAVAILABLE_NEEDS_CREATION: 0.04,
    RequestRow.UNAVAILABLE_UNCLEAR: 0.02,
    RequestRow.DECLINED_PETITION: 0.025,
    RequestRow.DECLINED_REPEAT: 0.02,
    RequestRow.DECLINED_PUBLICATION: 0.003,
    RequestRow.DECLINED_EXCESSIVE: 0.003,
    RequestRow.DECLINED_CONFIRMATION: 0.004,
    RequestRow.OTHER_NO_CORRECTION: 0.02,
    RequestRow.OTHER_FEE_UNPAID: 0.004,
    RequestRow.OTHER_MISC: 0.036,
}
_OUTCOME_SHARES = np.array(list(_OUTCOMES.values())) / sum(_OUTCOMES.values())
_RESULTS = np.array([0.62, 0.1, 0.2, 0.08])
_DIRECT_SUITS_END = 2024
"""From this year on a refusal must go to reconsideration first (行政复议法 art. 23)."""
_ROWS = tuple(row for row in RequestRow if row is not RequestRow.OTHER_COMBINED)
_OTHERS = (RequestRow.OTHER_NO_CORRECTION, RequestRow.OTHER_FEE_UNPAID, RequestRow.OTHER_MISC)
_REQUESTS = tuple(request_cell(row, applicant) for row in _ROWS for applicant in Applicant)
_REVIEWS = tuple(review_cell(route, result) for route in ReviewRoute for result in ReviewResult)


class YearCounts(msgspec.Struct, frozen=True):
    """The figures of one year, in the edition of that year, and those of the year before."""

    year: int
    edition: str
    figures: Mapping[str, Value]
    last: Mapping[str, Value]


@lru_cache(maxsize=256)
def chain(seed: int, member: Member, first_year: int, years: int) -> tuple[YearCounts, ...]:
    """Consecutive years of one agency. The government of a county reports what its organs add up to."""
    if member.county is not None:
        organs = county(seed, member.county, member.number, member.organs)[1:]
        return _added_up([chain(seed, organ, first_year, years) for organ in organs])
    draw = chance(seed, Stream.COUNTS, member.number)
    kind = member.agency.agency_class
    shelf = first_shelf(draw, kind)
    requests = _Requests(draw, kind)
    last: dict[str, Value] = {}
    found: list[YearCounts] = []
    for year in range(first_year - 1, first_year + years):
        form = edition_for(year).id
        figures: dict[str, Value] = proactive(draw, shelf, form)
        closed = requests.next_year()
        figures.update(zip(_REQUESTS, requests.table.ravel().tolist(), strict=True))
        figures.update(zip(_REVIEWS, _reviews(draw, closed, year), strict=True))
        if form == "2019":
            figures = merged(figures)
        if year >= first_year:
            found.append(YearCounts(year, form, figures, last))
        last = figures
    return tuple(found)


def merged(figures: Mapping[str, Value]) -> dict[str, Value]:
    """The same figures where （六） is printed as one row."""
    hidden = {request_cell(row, applicant) for row in _OTHERS for applicant in Applicant}
    found: dict[str, Value] = {}
    for address, value in figures.items():
        if address not in hidden:
            found[address] = value
        elif address.startswith(f"requests.{_OTHERS[0]}."):
            _, _, column = address.split(".")
            cell = request_cell(RequestRow.OTHER_COMBINED, Applicant(column))
            found[cell] = sum((figures[request_cell(row, Applicant(column))] for row in _OTHERS), start=0)
    return found


class _Requests:
    """表三 of one agency, year after year: rows of the form, applicants and their total."""

    def __init__(self, draw: Chance, kind: AgencyClass) -> None:
        likely, median, spread = _USUAL_REQUESTS[kind]
        self._draw = draw
        self._usual = float(draw.lognormal(median, spread)) if happens(draw, likely) else 0.0
        self._applicants = draw.dirichlet(_APPLICANTS * 25)
        self._outcomes = draw.dirichlet(_OUTCOME_SHARES * 40)
        self._slow = float(draw.beta(1.2, 16))
        self._carried = draw.multinomial(int(draw.poisson(self._usual * 0.06)), self._applicants)
        self.table: Counts = np.zeros((len(_ROWS), len(Applicant)), dtype=np.int64)

    def next_year(self) -> tuple[int, int]:
        """Fill the table for the next year; how many requests were closed, and how many of them not granted."""
        draw = self._draw
        table = np.zeros_like(self.table)
        kinds = table[:, :-1]
        kinds[0] = draw.multinomial(int(draw.poisson(self._usual)), self._applicants)
        kinds[1] = self._carried
        kinds[-1] = self._carried = draw.binomial(kinds[0] + kinds[1], self._slow)
        kinds[-2] = kinds[0] + kinds[1] - self._carried
        kinds[2:-2] = draw.multinomial(kinds[-2], self._outcomes).T
        table[:, -1] = kinds.sum(axis=1)
        self.table = table
        self._usual *= float(draw.lognormal(0.0, 0.12))
        return int(table[-2, -1]), int(table[-2, -1] - table[2, -1])


def _reviews(draw: Chance, closed: tuple[int, int], year: int) -> list[int]:
    every, refused = closed
    reconsidered = _results(draw, int(draw.binomial(refused, 0.06)) + int(draw.binomial(every, 0.005)))
    direct = _results(draw, 0 if year >= _DIRECT_SUITS_END else int(draw.binomial(refused, 0.012)))
    after = _results(draw, int(draw.binomial(reconsidered[0], 0.2)))
    return [*reconsidered, *direct, *after]


def _results(draw: Chance, cases: int) -> list[int]:
    if not cases:
        return [0] * len(ReviewResult)
    return [*draw.multinomial(cases, _RESULTS).tolist(), cases]


def _added_up(chains: Iterable[tuple[YearCounts, ...]]) -> tuple[YearCounts, ...]:
    return tuple(
        YearCounts(
            year=years[0].year,
            edition=years[0].edition,
            figures=_sum([year.figures for year in years]),
            last=_sum([year.last for year in years]),
        )
        for years in zip(*chains, strict=True)
    )


def _sum(every: list[Mapping[str, Value]]) -> dict[str, Value]:
    return {address: _tidy(sum((each[address] for each in every), start=0)) for address in every[0]}


def _tidy(value: int | Decimal) -> Value:
    return int(value) if value == int(value) else value
