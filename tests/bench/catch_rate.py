"""How many known faults the catalogue catches, and how often it accuses sound reports: part of `make accuracy`.

Reports have their prose and last year's report. A fault that no sum can see is caught only where prose or last year
speak of its cells; told apart, since nothing in one report could catch the rest.
"""

import sys
from collections import Counter

from services.cli.synthesis.fault_kinds import FaultKind
from services.cli.synthesis.faults import Fault
from services.cli.synthesis.reports import Plan, synthesise
from services.validate.engine import judge
from services.validate.filing import Filing
from shared.report.verdict import Outcome, Severity
from tests.bench.diagnosis_accuracy import REPORTS, filing


def failing(filed: Filing) -> list[str]:
    """Rules that find fault, what is only told for information left out."""
    found = (one for one in judge(filed) if one.outcome is Outcome.FAILS)
    return [f"{one.rule} {one.severity}" for one in found if one.severity is not Severity.NOTICE]


def seen_by(fault: Fault) -> str:
    """What could show the fault."""
    if fault.kind is FaultKind.PROSE_MISMATCH:
        return "prose against table"
    if fault.breaks or any(edit.printed is None for edit in fault.edits):
        return "sums of the form"
    return "table two: no sum" if any(edit.at.startswith("proactive.") for edit in fault.edits) else "no sum touched"


def main() -> None:
    """Print both tables."""
    out = sys.stdout.write
    accused = Counter(
        rule for index in range(REPORTS) for rule in failing(filing(synthesise(31, index), with_evidence=True))
    )
    out(f"\nsound reports: {REPORTS}, rules that accuse one: {dict(accused) or 'none'}\n")
    shown: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for index in range(REPORTS):
        made = synthesise(29, index, Plan(faults=1))
        if made.faults:
            seen = seen_by(made.faults[0])
            shown[seen] += 1
            caught[seen] += bool(failing(filing(made, with_evidence=True)))
    out(f"{'one fault, shown by':<24}{'reports':>9}{'caught':>9}\n")
    for seen, number in sorted(shown.items()):
        out(f"{seen:<24}{number:>9}{caught[seen] / number:>9.1%}\n")


if __name__ == "__main__":
    main()
