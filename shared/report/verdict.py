"""What judging says: one verdict for each rule, one breach for each place at fault."""

from enum import StrEnum
from uuid import UUID

import msgspec

from shared.report.text import Text


class Outcome(StrEnum):
    """The four answers a rule can give."""

    HOLDS = "pass"
    FAILS = "fail"
    NOT_APPLICABLE = "not_applicable"
    INCONCLUSIVE = "inconclusive"


class Severity(StrEnum):
    """What a failing rule asks of the agency."""

    ERROR = "error"
    """退回更正: correct and file again."""
    WARNING = "warning"
    """请确认或说明: confirm or explain."""
    NOTICE = "notice"
    """仅供监督参考: for the supervisor's information."""


class Breach(msgspec.Struct, frozen=True):
    """One place at fault, with the evidence: what was expected there, what was found, said in both languages.

    `waived` names the accepted waiver that covers it: it is a breach still, and costs nothing.
    """

    at: str
    expected: int | float | str | None
    actual: int | float | str | None
    message: Text
    waived: UUID | None = None


class Verdict(msgspec.Struct, frozen=True):
    """The answer of one rule about one report.

    `applied` counts the places judged; `undecided` names places that could not be judged because a cell was blank
    or not read with confidence. `title` is what the rule claims; `fix`, with a failure, how to repair it,
    and `basis` where the duty stands, one sentence for each source.
    """

    rule: str
    revision: int
    outcome: Outcome
    severity: Severity
    applied: int
    breaches: tuple[Breach, ...] = ()
    undecided: tuple[str, ...] = ()
    title: Text | None = None
    fix: Text | None = None
    basis: tuple[Text, ...] = ()

    @property
    def unwaived(self) -> tuple[Breach, ...]:
        """The breaches that no accepted waiver covers."""
        return tuple(breach for breach in self.breaches if breach.waived is None)
