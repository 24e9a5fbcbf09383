"""豁免: an agency explains a finding, and somebody else at the supervisor accepts it until a day; data, and public."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec

from shared.report.codec import encode
from shared.report.text import Text
from shared.report.verdict import Breach, Verdict


class WaiverState(StrEnum):
    """How far an explanation has come."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        """The state in the administration's own words."""
        return _LABELS[self]


_LABELS = {
    WaiverState.REQUESTED: Text("待审核", "Waiting for a decision"),
    WaiverState.ACCEPTED: Text("已采纳", "Accepted"),
    WaiverState.REFUSED: Text("未采纳", "Refused"),
    WaiverState.WITHDRAWN: Text("已撤回", "Withdrawn"),
}


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """An explanation of one rule's breaches at named places of one filing, and what was decided about it.

    `binding` ties it to rule, revision, places and values (see `binding`): it holds for every later filing of the
    agency about the same year whose breaches are the same, and for no other. `until` is the last day of receipt of
    the filings it holds for. `changed` counts its states from 1: of two states the higher one stands.
    """

    id: UUID
    agency_code: str
    year: int
    submission_id: UUID
    rule: str
    revision: int
    places: tuple[str, ...]
    binding: str
    explanation: str
    requested_by: UUID
    requester: str
    requested_at: datetime
    state: WaiverState = WaiverState.REQUESTED
    decided_by: UUID | None = None
    decider: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None
    until: date | None = None
    changed: int = 1

    def holds_on(self, day: date) -> bool:
        """Whether it is accepted for filings received on that day."""
        return self.state is WaiverState.ACCEPTED and self.until is not None and day <= self.until

    def covers(self, verdict: Verdict) -> bool:
        """Whether the verdict still says, at the places explained, exactly what was explained."""
        if (verdict.rule, verdict.revision) != (self.rule, self.revision):
            return False
        there = [breach for breach in verdict.breaches if breach.at in self.places]
        return bool(there) and binding(self.rule, self.revision, there) == self.binding


def binding(rule: str, revision: int, breaches: Iterable[Breach]) -> str:
    """The digest (sha-256, hexadecimal) of a rule and what it found where; the order of the breaches is no matter."""
    found = sorted(encode([breach.at, breach.expected, breach.actual]) for breach in breaches)
    return sha256(b"\n".join([f"{rule}@{revision}".encode(), *found])).hexdigest()
