"""Which reports share a band of their prose, by index: never a walk over the reports."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.validate.docket import likely
from services.validate.minhash import BANDS
from services.validate.peers import MOST_CANDIDATES, Likely, bands_of
from services.validate.tables import bands, reports
from shared.events.report_normalized import ReportNormalizedV1
from shared.storage.insert import insert_missing

MOST_IN_A_BAND = 16
"""So many of the first reports in a band are kept: what thousands have copied is found at the first of them."""

_LOCKED = 8
_AT_ONCE = 1_000

Bands = Mapping[UUID, tuple[int, ...]]
Arrivals = Mapping[tuple[str, int], float]
Row = tuple[UUID, int, int, str, datetime]


def bands_of_event(event: ReportNormalizedV1) -> tuple[int, ...]:
    """The bands of the report that came in."""
    return bands_of(event.report, event.submission.agency.name)


def lock_names(event: ReportNormalizedV1) -> Iterator[str]:
    """What to hold so that two copies heard at once do not miss each other; eight bands of twenty are enough."""
    return (f"prose/{event.submission.year}/{band}" for band in bands_of_event(event)[:_LOCKED])


async def known_bands(connection: AsyncConnection, submission_ids: Collection[UUID]) -> dict[UUID, tuple[int, ...]]:
    """The bands of reports judged before; those not wholly kept are left out."""
    query = select(bands.c.submission_id, bands.c.band).where(bands.c.submission_id.in_(submission_ids))
    found: defaultdict[UUID, list[int]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.submission_id].append(row.band)
    return {submission: tuple(sorted(kept)) for submission, kept in found.items() if len(kept) == BANDS}


async def first_arrivals(
    connection: AsyncConnection, codes: Collection[str], years: Collection[int]
) -> dict[tuple[str, int], float]:
    """When the first report of each agency about each year came in."""
    query = (
        select(bands.c.agency_code, bands.c.year, func.min(bands.c.received_at).label("first"))
        .where(bands.c.agency_code.in_(codes), bands.c.year.in_(years))
        .group_by(bands.c.agency_code, bands.c.year)
    )
    return {(row.agency_code, row.year): row.first.timestamp() for row in await connection.execute(query)}


async def candidates(
    connection: AsyncConnection, events: Sequence[ReportNormalizedV1], known: Bands, arrivals: Arrivals
) -> tuple[Likely, ...]:
    """The reports of other agencies, there before, that share the most bands with each of these; a few for each."""
    sharing = await _sharing(connection, {band for event in events for band in known[event.submission.id]})
    wanted: dict[UUID, None] = {}
    for event in events:
        mine = event.submission
        first = min(mine.received_at.timestamp(), arrivals.get((mine.agency.code, mine.year), float("inf")))
        wanted.update(dict.fromkeys(_best(event, known[mine.id], sharing, first)))
    kept: defaultdict[UUID, list[int]] = defaultdict(list)
    for band, rows in sharing.items():
        for row in rows:
            kept[row[0]].append(band)
    query = select(reports.c.event).where(reports.c.submission_id.in_(wanted))
    found = [ReportNormalizedV1.decode(data) for data in await connection.scalars(query)]
    return tuple(likely(event, tuple(kept[event.submission.id])) for event in found)


async def index(connection: AsyncConnection, events: Sequence[ReportNormalizedV1]) -> None:
    """Remember the bands of these reports, of no more than the first few reports in each band."""
    filed = [event.submission for event in events if not event.submission.draft]
    known = {event.submission.id: bands_of_event(event) for event in events}
    sharing = await _sharing(connection, {band for one in filed for band in known[one.id]})
    held = Counter((band, row[2]) for band, rows in sharing.items() for row in rows)
    rows = []
    for one in filed:
        for band in known[one.id]:
            held[band, one.year] += 1
            if held[band, one.year] <= MOST_IN_A_BAND:
                rows.append(
                    {
                        "submission_id": one.id,
                        "band": band,
                        "year": one.year,
                        "agency_code": one.agency.code,
                        "received_at": one.received_at,
                    }
                )
    await insert_missing(connection, bands, rows)


def _best(
    event: ReportNormalizedV1, known: Sequence[int], sharing: Mapping[int, Sequence[Row]], first: float
) -> list[UUID]:
    mine = event.submission
    shared: Counter[UUID] = Counter()
    came: dict[UUID, tuple[float, str]] = {}
    for band in known:
        for submission, _, year, code, received_at in sharing.get(band, ()):
            arrived = received_at.timestamp(), code
            if year == mine.year and code != mine.agency.code and arrived < (first, mine.agency.code):
                shared[submission] += 1
                came[submission] = arrived
    return sorted(shared, key=lambda submission: (-shared[submission], came[submission]))[:MOST_CANDIDATES]


async def _sharing(connection: AsyncConnection, wanted: Collection[int]) -> dict[int, list[Row]]:
    """Who has these bands."""
    found: dict[int, list[Row]] = {}
    left = iter(sorted(wanted))
    while some := list(islice(left, _AT_ONCE)):
        query = select(
            bands.c.submission_id, bands.c.band, bands.c.year, bands.c.agency_code, bands.c.received_at
        ).where(bands.c.band.in_(some))
        for row in await connection.execute(query):
            found.setdefault(row.band, []).append(tuple(row))
    return found
