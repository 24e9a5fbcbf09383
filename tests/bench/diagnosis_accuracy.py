"""How often a diagnosis is the truth on synthetic reports with known faults: `make accuracy`. Nothing passes or fails.

A fault that no sum can see (in table two, between results of one column) is counted apart as silent. Table four has one
sum for each route, which cannot tell its cells apart; reports whose faults are all in table three are told apart.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice, product

import msgspec

from services.cli.synthesis.fault_kinds import IN_FIGURES, FaultKind
from services.cli.synthesis.faults import Fault
from services.cli.synthesis.reports import Plan, SyntheticReport, synthesise
from services.ingest.claims.extract import claims
from services.validate.diagnosis.diagnose import diagnose
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.report.diagnosis import Diagnosis, Edit
from tests.corpus import shelf

REPORTS = 2_000
_MOST_COMBINATIONS = 5_000
_PRINTED = FaultKind.CARRY_BROKEN, FaultKind.PROSE_MISMATCH
KINDS = tuple(kind for kind in IN_FIGURES if kind not in _PRINTED)
SINGLE = tuple(kind for kind in KINDS if kind.value.startswith(("off", "times", "digit", "total_z", "total_m", "last")))


class Tally(msgspec.Struct):
    """Reports with a fault that shows, those whose first explanation is the truth, those that list the truth."""

    shown: int = 0
    silent: int = 0
    first: int = 0
    listed: int = 0


def filing(made: SyntheticReport, *, with_evidence: bool) -> Filing:
    """The filing; with evidence, its prose and last year's report are there too."""
    report = made.report
    said = (
        claims(report.sections, report.form, report.year, frozenset(report.merged_rows), report.agency)
        if with_evidence
        else ()
    )
    report = msgspec.structs.replace(report, claims=said)
    last = msgspec.structs.replace(made.report, tables=made.last, year=made.year - 1, sections=(), claims=())
    prior = PriorReport(last, shelf.reading(last)) if with_evidence and made.last else None
    return Filing(report, shelf.reading(report), agency=made.member.agency, year=made.year, prior=prior)


def truth(faults: Iterable[Fault]) -> dict[str, object]:
    """The true figures of the cells that are printed otherwise."""
    return {edit.at: edit.true for fault in faults for edit in fault.edits if edit.true != edit.printed}


def edits(found: Iterable[Sequence[Edit]]) -> dict[str, object]:
    """Proposed figures by cell."""
    return {edit.at: edit.proposed for each in found for edit in each}


def lists(diagnoses: Sequence[Diagnosis], true: dict[str, object]) -> bool:
    """Whether some choice among the explanations is the truth."""
    choices = product(*([one.edits, *(other.edits for other in one.alternatives)] for one in diagnoses))
    return any(edits(chosen) == true for chosen in islice(choices, _MOST_COMBINATIONS))


def measure(
    faults: int, kinds: tuple[FaultKind, ...], *, with_evidence: bool
) -> tuple[dict[str, Tally], Counter[tuple[int, bool]]]:
    """Tallies by kind of fault (by number for several), and stated confidence in tenths against being true."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    confidence: Counter[tuple[int, bool]] = Counter()
    plan = Plan(faults=faults, fault_kinds=kinds)
    for index in range(REPORTS):
        made = synthesise(17, index, plan)
        if len(made.faults) != faults:
            continue
        at = {edit.at.split(".")[0] for fault in made.faults for edit in fault.edits}
        table = "table three" if at == {"requests"} else "others"
        tally = tallies[f"{made.faults[0].kind.value}, {table}" if faults == 1 else table]
        true = truth(made.faults)
        blank = any(edit.printed is None for fault in made.faults for edit in fault.edits)
        if not blank and any(not fault.breaks for fault in made.faults):
            tally.silent += 1
            continue
        tally.shown += 1
        filed = filing(made, with_evidence=with_evidence)
        diagnoses = diagnose(filed, judge(filed))
        is_first = edits(one.edits for one in diagnoses) == true
        tally.first += is_first
        tally.listed += is_first or lists(diagnoses, true)
        for one in diagnoses:
            right = all(true.get(edit.at) == edit.proposed for edit in one.edits)
            confidence[min(9, int(one.confidence * 10)), right] += 1
    return tallies, confidence


def main() -> None:
    """Print the tables."""
    out = sys.stdout.write
    runs = [(1, KINDS, False), (1, KINDS, True), (2, SINGLE, False), (3, SINGLE, False)]
    for faults, kinds, with_evidence in runs:
        tallies, confidence = measure(faults, kinds, with_evidence=with_evidence)
        told = "with prose and last year" if with_evidence else "by the sums alone"
        out(f"\n{faults} fault(s), {told}\n{'kind':<32}{'shown':>8}{'silent':>8}{'first':>9}{'listed':>9}\n")
        for kind, tally in sorted(tallies.items()):
            shown = max(tally.shown, 1)
            out(f"{kind:<32}{tally.shown:>8}{tally.silent:>8}{tally.first / shown:>9.1%}{tally.listed / shown:>9.1%}\n")
        out("confidence → true: ")
        for tenth in range(10):
            total = confidence[tenth, True] + confidence[tenth, False]
            if total:
                out(f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f} {confidence[tenth, True] / total:.0%} of {total}; ")
        out("\n")


if __name__ == "__main__":
    main()
