"""The league table: rows with ranks, how the filings divide, and where the pages are."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from services.portal.store.standing import Entry, Headline, Status, Tier
from services.portal.store.wanted import Branch, Order, Sort
from shared.report.agency import Agency, AgencyClass
from shared.report.scorecard import Change, Grade
from shared.report.submission import DeadlineStatus
from shared.report.waiver import Waiver, WaiverState


class Reply(msgspec.Struct, frozen=True):
    """What an agency last explained about a finding of that year, and what was decided about it."""

    rule: str
    explanation: str
    state: WaiverState
    requested_at: datetime


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One filing as lists show it. `rank` is None outside the graded ones; `tied` says that others share it.

    `total` is out of one hundred points, `coverage` the share of them that could be judged (0 to 1). `gained` is what
    the total gained since last year's, `change` the parts of that, which add up to it.
    """

    submission_id: UUID
    agency: Agency
    year: int
    version: int
    received_at: datetime
    timeliness: DeadlineStatus | None
    status: Status
    tier: Tier
    rank: int | None = None
    tied: bool = False
    grade: Grade | None
    total: Decimal | None
    coverage: Decimal | None
    small_sample: bool
    errors: int
    warnings: int
    notices: int
    undecided: int
    worst: tuple[Headline, ...]
    gained: Decimal | None = None
    change: Change | None = None
    reply: Reply | None = None


class Division(msgspec.Struct, frozen=True):
    """How many filings have a grade, or else stand where; `key` is a grade or a tier."""

    key: str
    count: int


class LeaguePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the league table of one year; `year` is None while nothing has been filed at all.

    `division` counts all filings that the year, organ, class and name leave, whatever grade is looked at. Where very
    many agencies have the name they are not `counted`, and the rows are but the first.
    """

    year: int | None
    years: tuple[int, ...] = ()
    organ: Agency | None = None
    crumbs: tuple[Agency, ...] = ()
    branches: tuple[Branch, ...] = ()
    agency_class: AgencyClass | None = None
    grade: Grade | None = None
    tier: Tier | None = None
    name: str | None = None
    sort: Sort = Sort.TOTAL
    order: Order = Order.DESC
    page: int = 1
    pages: int = 1
    size: int
    total: int = 0
    counted: bool = True
    division: tuple[Division, ...] = ()
    rows: tuple[Line, ...] = ()

    @property
    def in_all(self) -> int:
        """Filings whatever their grade."""
        return sum(part.count for part in self.division)


def reply(waivers: Sequence[Waiver]) -> Reply | None:
    """The latest explanation that the agency has not taken back; `waivers` come the latest first."""
    for one in waivers:
        if one.state is not WaiverState.WITHDRAWN:
            return Reply(one.rule, one.explanation, one.state, one.requested_at)
    return None


def line(entry: Entry, rank: int | None = None, *, tied: bool = False, reply: Reply | None = None) -> Line:
    """A filing as lists show it."""
    submission = entry.submission
    return Line(
        submission_id=submission.id,
        agency=submission.agency,
        year=submission.year,
        version=submission.version,
        received_at=submission.received_at,
        timeliness=entry.timeliness,
        status=entry.status,
        tier=entry.tier,
        rank=rank,
        tied=tied,
        grade=entry.grade,
        total=entry.total,
        coverage=entry.coverage,
        small_sample=entry.small_sample,
        errors=entry.errors,
        warnings=entry.warnings,
        notices=entry.notices,
        undecided=entry.undecided,
        worst=entry.worst,
        gained=entry.gained,
        change=entry.change if entry.gained is not None else None,
        reply=reply,
    )


def division(counts: dict[tuple[Tier, Grade | None], int]) -> tuple[Division, ...]:
    """The grades, best first and also those nobody has, then the tiers without a grade that somebody is in."""
    graded = [
        Division(grade.value, sum(count for (tier, given), count in counts.items() if _is(tier, given, grade)))
        for grade in Grade
    ]
    ungraded = {tier: sum(count for (here, _), count in counts.items() if here is tier) for tier in _WITHOUT_GRADE}
    return (*graded, *(Division(tier.value, count) for tier, count in ungraded.items() if count))


def pages(total: int, size: int) -> int:
    """How many pages that many rows fill, at least one."""
    return max(1, -(-total // size))


def window(page: int, last: int) -> Iterable[int | None]:
    """Page numbers to offer around `page`; None stands for a gap."""
    near = sorted({1, last, *(number for number in range(page - 2, page + 3) if 1 <= number <= last)})
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            yield None
        yield number


_WITHOUT_GRADE = (Tier.IN_PROGRESS, Tier.REJECTED, Tier.DEAD_LETTERED)


def _is(tier: Tier, given: Grade | None, grade: Grade) -> bool:
    return tier not in _WITHOUT_GRADE and given is grade
