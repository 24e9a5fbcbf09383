"""What a bulletin (通报) about a region and year rests on: counts, and who is named; pure, without its words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from services.portal.store.rule_findings import Breached, RuleText
from services.portal.store.season_counts import Count
from services.portal.store.standing import Entry
from services.portal.store.wanted import Moves
from shared.report.agency import Agency, AgencyClass
from shared.report.rectification import Rectification, RectificationState
from shared.report.scorecard import Grade
from shared.report.verdict import Severity
from shared.report.waiver import Waiver, WaiverState

ENOUGH = 30
"""Below so many cases no share is given and no trend is read: one agency more or less would move it by points."""
NAMED = 10
"""So many agencies are named in a list; a list that is longer is linked."""
GOOD, BAD = 5, 5
LEAST_COVERAGE = Decimal("0.8")
"""A good example is one of which enough could be judged."""
FAULTS = 8


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """An agency that is named for its grade, and what speaks for it meanwhile.

    `pending` are explanations still to be decided, `accepted` those accepted; `order` says what became of the latest
    order to set things right.
    """

    entry: Entry
    pending: int = 0
    accepted: int = 0
    order: RectificationState | None = None


class Fault(msgspec.Struct, frozen=True):
    """A rule that reports breach: how many do, at how many places, and how many places are explained."""

    rule: str
    title: RuleText | None
    filings: int
    places: int
    waived: int


class Bulletin(msgspec.Struct, frozen=True, kw_only=True):
    """One organ and year as of a moment. `before` and `grades_before` are last year's, of the same register.

    `last_day` is the last day on which a report is on time. `missing` has only agencies whose own day is past. Lists
    of agencies to name have one more than `NAMED` where there are others.
    """

    organ: Agency | None
    year: int
    as_of: datetime
    today: date
    classes: dict[AgencyClass, Count]
    before: Count
    last_day: date | None
    grades: dict[Grade, int]
    grades_before: dict[Grade, int]
    moves: Moves
    judged: int
    faults: tuple[Fault, ...]
    kinds_of_faults: int
    good: tuple[Entry, ...]
    bad: tuple[Example, ...]
    late: tuple[Entry, ...]
    returned: tuple[Entry, ...]
    missing: tuple[Agency, ...]
    waiting: int

    @property
    def count(self) -> Count:
        """All classes together."""
        return sum(self.classes.values(), Count())

    @property
    def rated(self) -> int:
        """Reports with a grade."""
        return sum(count for grade, count in self.grades.items() if grade is not Grade.NOT_RATED)

    @property
    def is_open(self) -> bool:
        """Whether there is still time for some."""
        return self.last_day is not None and self.today <= self.last_day


def good_examples(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The best of entries that come best first: graded excellent or good, enough of them judged; ties stay together.

    Of more that tie than are named, one more than is named is given.
    """
    fitting = [
        one
        for one in entries
        if one.grade in {Grade.EXCELLENT, Grade.GOOD} and one.coverage is not None and one.coverage >= LEAST_COVERAGE
    ]
    last = fitting[min(GOOD, len(fitting)) - 1].total if fitting else None
    return tuple(one for one in fitting if one.total is not None and last is not None and one.total >= last)[
        : NAMED + 1
    ]


def bad_examples(
    entries: Iterable[Entry],
    waivers: Mapping[tuple[str, int], Sequence[Waiver]],
    orders: Mapping[tuple[str, int], Sequence[Rectification]],
) -> tuple[Example, ...]:
    """Entries graded as failing, worst first, with what their agencies have said; ties stay together."""
    failing = [one for one in entries if one.grade is Grade.FAIL and one.total is not None]
    last = failing[min(BAD, len(failing)) - 1].total if failing else None
    named = [one for one in failing if one.total is not None and last is not None and one.total <= last][: NAMED + 1]
    found = []
    for one in named:
        place = (one.submission.agency.code, one.submission.year)
        said = [each.state for each in waivers.get(place, ())]
        order = next((each.state for each in orders.get(place, ()) if each.state is not _WITHDRAWN), None)
        found.append(
            Example(
                entry=one,
                pending=said.count(WaiverState.REQUESTED),
                accepted=said.count(WaiverState.ACCEPTED),
                order=order,
            )
        )
    return tuple(found)


_WITHDRAWN = RectificationState.WITHDRAWN


def commonest(breached: Iterable[Breached], texts: Mapping[str, RuleText]) -> tuple[Fault, ...]:
    """The rules that most reports breach; what is told for information only is no fault."""
    found: dict[str, Fault] = {}
    for one in breached:
        if one.severity is Severity.NOTICE:
            continue
        so_far = found.get(one.rule, Fault(one.rule, texts.get(one.rule), 0, 0, 0))
        found[one.rule] = Fault(
            one.rule,
            so_far.title,
            so_far.filings + one.filings,
            so_far.places + one.places,
            so_far.waived + one.waived,
        )
    return tuple(sorted(found.values(), key=lambda fault: (-fault.filings, -fault.places, fault.rule)))


def overdue(agencies: Iterable[Agency], year: int, today: date) -> tuple[Agency, ...]:
    """Those whose day is past."""
    return tuple(one for one in agencies if one.deadline(year) < today)


def last_day(due_days: Mapping[AgencyClass, Sequence[tuple[str, int]]], year: int) -> date | None:
    """The latest day by which anybody must have filed."""
    days = [date.fromisoformat(f"{year + 1:04}-{due}") for every in due_days.values() for due, _ in every]
    return max(days, default=None)
