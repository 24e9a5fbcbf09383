"""What grading looks at of a judged report, and no more: small enough to be kept, and enough to grade it again."""

from collections.abc import Collection
from typing import Self

import msgspec

from shared.events.report_validated import ReportValidatedV1
from shared.report.annual_report import AnnualReport
from shared.report.text import Text
from shared.report.verdict import Breach, Verdict

Edition = tuple[str, int]
"""A rule in one revision."""

_UNSAID = Text("", "")


class Judged(msgspec.Struct, frozen=True):
    """The figures and form of a report, its verdicts without their wording, and the cells not read with confidence."""

    report: AnnualReport
    verdicts: tuple[Verdict, ...]
    doubtful: tuple[str, ...] = ()

    @classmethod
    def of(cls, event: ReportValidatedV1) -> Self:
        """What is to be kept of one judging."""
        report = event.report
        return cls(
            AnnualReport(
                agency=None,
                year=report.year,
                edition=report.edition,
                tables=report.tables,
                merged_rows=report.merged_rows,
            ),
            tuple(_unworded(verdict) for verdict in event.verdicts),
            tuple(at for at in report.tables if not event.reading.confidence(at).is_sound),
        )

    def is_sound(self, at: str) -> bool:
        """Whether the cell was read with confidence."""
        return at not in self.doubtful

    @property
    def rules(self) -> frozenset[Edition]:
        """The rules that judged; one that is not among them did not exist then."""
        return frozenset((verdict.rule, verdict.revision) for verdict in self.verdicts)

    def only(self, rules: Collection[Edition]) -> Self:
        """As if no other rules had judged; itself when none had."""
        kept = tuple(verdict for verdict in self.verdicts if (verdict.rule, verdict.revision) in rules)
        return self if len(kept) == len(self.verdicts) else msgspec.structs.replace(self, verdicts=kept)

    def without_waivers(self) -> Self:
        """As if nothing had been explained; itself when nothing was."""
        if not any(breach.waived for verdict in self.verdicts for breach in verdict.breaches):
            return self
        return msgspec.structs.replace(self, verdicts=tuple(_unexplained(verdict) for verdict in self.verdicts))


def _unworded(verdict: Verdict) -> Verdict:
    breaches = tuple(_bare(breach) for breach in verdict.breaches)
    return msgspec.structs.replace(verdict, breaches=breaches, title=None, fix=None, basis=())


def _bare(breach: Breach) -> Breach:
    return msgspec.structs.replace(breach, message=_UNSAID)


def _unexplained(verdict: Verdict) -> Verdict:
    breaches = tuple(msgspec.structs.replace(breach, waived=None) for breach in verdict.breaches)
    return msgspec.structs.replace(verdict, breaches=breaches)
