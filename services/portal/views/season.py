"""The season board: who must file about a year, how far they have come, and how long there is still; pure."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from services.portal.store.season_counts import Count, Counts, Roster
from services.portal.store.standing import Entry
from shared.report.agency import Agency, AgencyClass


class Deadline(msgspec.Struct, frozen=True):
    """A last day, how many agencies it binds, and how many days it is away: 0 is today, below 0 it is past."""

    day: date
    agencies: int
    away: int


class ClassLine(msgspec.Struct, frozen=True):
    """How far the agencies of one class have come, and their last days, the first one first."""

    kind: AgencyClass
    count: Count
    deadlines: tuple[Deadline, ...]


class OrganLine(msgspec.Struct, frozen=True):
    """How far the agencies under one organ have come; without an organ, those that stand below none of the others."""

    organ: Agency | None
    count: Count


class RosterLine(msgspec.Struct, frozen=True, kw_only=True):
    """An agency on a list: its last day, who stands above it, and what it has filed, if anything."""

    agency: Agency
    parent: Agency | None
    deadline: date
    overdue_days: int
    entry: Entry | None = None


class SeasonBoard(msgspec.Struct, frozen=True, kw_only=True):
    """One organ and year. The organs' counts add up to the total, and so do the classes'."""

    year: int
    years: tuple[int, ...]
    today: date
    organ: Agency | None
    trail: tuple[Agency, ...]
    total: Count
    classes: tuple[ClassLine, ...]
    organs: tuple[OrganLine, ...]


def season_year(today: date) -> int:
    """The year that reports are due about."""
    return today.year - 1


def season_board(
    *,
    year: int,
    years: Iterable[int],
    today: date,
    organ: Agency | None,
    trail: tuple[Agency, ...],
    below: Iterable[Agency],
    counts: Counts,
    due_days: Mapping[AgencyClass, tuple[tuple[str, int], ...]],
) -> SeasonBoard:
    """The board of an organ; `counts` has it and the organs directly `below` it."""
    here = counts[organ.code if organ else ""]
    total = sum(here.values(), Count())
    parts = [OrganLine(each, sum(counts[each.code].values(), Count())) for each in below]
    rest = total - sum((part.count for part in parts), Count())
    return SeasonBoard(
        year=year,
        years=tuple(sorted({*years, year, season_year(today)}, reverse=True)),
        today=today,
        organ=organ,
        trail=trail,
        total=total,
        classes=tuple(
            ClassLine(kind, here[kind], deadlines(due_days.get(kind, ()), year, today))
            for kind in AgencyClass
            if kind in here and here[kind] != Count()
        ),
        organs=(*((OrganLine(None, rest),) if rest != Count() else ()), *parts),
    )


def deadlines(due_days: Iterable[tuple[str, int]], year: int, today: date) -> tuple[Deadline, ...]:
    """The last days for reports about a year, seen from `today` in China."""
    days = {date.fromisoformat(f"{year + 1:04}-{due}"): agencies for due, agencies in due_days}
    return tuple(Deadline(day, agencies, (day - today).days) for day, agencies in sorted(days.items()))


def roster_line(
    agency: Agency, parent: Agency | None, year: int, today: date, entry: Entry | None = None
) -> RosterLine:
    """A line of a list; the days overdue are counted to the receipt, or to `today` while nothing has come."""
    last = agency.deadline(year)
    until = entry.submission.received_on if entry else today
    return RosterLine(
        agency=agency, parent=parent, deadline=last, overdue_days=max(0, (until - last).days), entry=entry
    )


def roster_size(roster: Roster, count: Count) -> int:
    """How many agencies a list has."""
    size: int = getattr(count, roster.value)
    return size
