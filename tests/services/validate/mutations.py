"""What the catalogue notices when one cell of a sound report is printed otherwise: the table of `make mutations`."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import msgspec

from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.report.agency import Agency, AgencyClass
from shared.report.annual_report import AnnualReport
from shared.report.figures import Figures
from tests.corpus import shelf
from tests.services.validate.vectors import told

REPORT = "linjiang-2025"
"""Sound, of a large city: few of its cells are zero."""
AGENCY = Agency("dh-001", "东海省临江市人民政府", AgencyClass.MUNICIPAL_GOVERNMENT, "临江市")
PROSE = (
    "全年作出行政许可决定11398889件，作出行政处罚决定6937489件，行政强制166105件，"
    "收取行政事业性收费316441万元。全年新收政府信息公开申请14069件，办结13810件，结转下年度继续办理819件。"
)


class Reason(StrEnum):
    """Why one report cannot show that a cell was mistyped."""

    UNCHANGED = "unchanged: the figure is the same after the mutation"
    NO_SUM = "no sum: nothing on the form adds up to this cell of table 2, and nothing else tells of it"


class Sight(StrEnum):
    """What the catalogue is given beside the tables."""

    ALONE = "the report alone"
    WITH_MORE = "with prose that tells figures, and last year's report"


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell, one mutation, and the rules that find fault then and did not before; else the reason why not."""

    cell: str
    mutation: str
    rules: tuple[str, ...]
    reason: Reason | None


def _swapped(value: int) -> int:
    """The first two neighbouring digits that differ in each other's place; a figure of like digits stays."""
    digits = str(value)
    for place, (left, right) in enumerate(pairwise(digits)):
        if left != right:
            return int(digits[:place] + right + left + digits[place + 2 :])
    return value


MUTATIONS: Mapping[str, Callable[[int], int]] = {
    "+1": lambda value: value + 1,
    "−1": lambda value: value - 1,
    "×10": lambda value: value * 10,
    "digits swapped": _swapped,
}


def findings(sight: Sight) -> Iterator[Finding]:
    """Every mutation of every cell."""
    sound = _sound(sight)
    before = _breaches(sound, sight)
    for cell in (cell.address for cell in sound.cells()):
        value = sound.tables[cell]
        assert isinstance(value, int)
        for name, mutate in MUTATIONS.items():
            changed = msgspec.structs.replace(sound, tables=sound.tables.replace({cell: mutate(value)}))
            rules = sorted({rule for rule, _ in _breaches(changed, sight) - before})
            reason = None if rules else _reason(cell, changed=mutate(value) != value)
            yield Finding(cell, name, tuple(rules), reason)


def _reason(cell: str, *, changed: bool) -> Reason | None:
    if not changed:
        return Reason.UNCHANGED
    return Reason.NO_SUM if cell.startswith("proactive.") else None


def _sound(sight: Sight) -> AnnualReport:
    report = shelf.report(REPORT)
    return told(report, report.sections[0].text + PROSE) if sight is Sight.WITH_MORE else report


def _breaches(report: AnnualReport, sight: Sight) -> set[tuple[str, str]]:
    prior = _last_year() if sight is Sight.WITH_MORE else None
    filing = Filing(report, shelf.reading(report), agency=AGENCY, year=report.year, prior=prior)
    return {(verdict.rule, breach.at) for verdict in judge(filing) for breach in verdict.breaches}


def _last_year() -> PriorReport:
    """A report that this year's follows from: what it carried forward, and what was in force then."""
    report = shelf.report(REPORT)
    figures = dict(report.tables)
    for cell in report.tables:
        if cell.startswith("requests.carried_forward."):
            figures[cell] = report.tables[cell.replace("carried", "brought")]
    for row in ("government_rules", "normative_documents"):
        stock, issued, repealed = (
            report.tables[f"proactive.{row}.{what}"] for what in ("in_force", "issued", "repealed")
        )
        figures[f"proactive.{row}.in_force"] = (stock or 0) - (issued or 0) + (repealed or 0)
    last = msgspec.structs.replace(report, year=(report.year or 0) - 1, tables=Figures(figures), sections=())
    return PriorReport(last, shelf.reading(last))


def _print() -> None:
    for sight in Sight:
        found = tuple(findings(sight))
        print(f"\n{sight}\n{'=' * len(sight)}")  # noqa: T201 - the table is what is asked for
        for finding in found:
            told_by = " ".join(finding.rules) or finding.reason or "NOT CAUGHT"
            print(f"{finding.cell:58} {finding.mutation:15} {told_by}")  # noqa: T201
        counted = Counter("caught" if one.rules else str(one.reason) for one in found)
        print("\n".join(f"{count:5} {what}" for what, count in counted.most_common()))  # noqa: T201


if __name__ == "__main__":
    _print()
