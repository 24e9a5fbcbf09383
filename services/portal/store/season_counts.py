"""How far the agencies that must file about a year have come, as counts that add up; pure."""

from enum import StrEnum

import msgspec

from shared.report.agency import AgencyClass


class Count(msgspec.Struct, frozen=True):
    """Agencies that must file and how far they have come; agencies outside the register are counted apart.

    `returned` could not be read and must be filed again; work on the `stopped` ones waits for an operator.
    """

    due: int = 0
    on_time: int = 0
    late: int = 0
    in_progress: int = 0
    returned: int = 0
    stopped: int = 0
    unlisted: int = 0

    @property
    def missing(self) -> int:
        """Agencies from which nothing has come."""
        return self.due - self.on_time - self.late - self.in_progress - self.returned - self.stopped

    @property
    def filed(self) -> int:
        """Agencies whose report has been judged."""
        return self.on_time + self.late

    def __add__(self, other: "Count") -> "Count":
        return Count(*(one + another for one, another in zip(_values(self), _values(other), strict=True)))

    def __sub__(self, other: "Count") -> "Count":
        return Count(*(one - another for one, another in zip(_values(self), _values(other), strict=True)))


class Roster(StrEnum):
    """The lists of a season."""

    MISSING = "missing"
    LATE = "late"
    RETURNED = "returned"
    IN_PROGRESS = "in_progress"
    STOPPED = "stopped"


Counts = dict[str, dict[AgencyClass, Count]]
"""By organ, then by class."""


def _values(count: Count) -> tuple[int, ...]:
    return tuple(getattr(count, name) for name in count.__struct_fields__)
