"""How long judging and diagnosing take, in one run: `make bench`. Nothing here passes or fails.

Milliseconds of processor time; reports are synthetic, of every class of agency.
"""

import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from services.cli.synthesis.fault_kinds import IN_FIGURES
from services.cli.synthesis.reports import Plan, synthesise
from services.validate.archive import Ledger, balance, ledger
from services.validate.catalogue import catalogue
from services.validate.diagnosis.diagnose import diagnose
from services.validate.engine import judge
from services.validate.filing import Filing
from tests.corpus import shelf

REPORTS = 300
ARCHIVE = 100_000


def filings(faults: int) -> list[Filing]:
    """Synthetic reports with so many faults in their figures."""
    plan = Plan(faults=faults, fault_kinds=tuple(IN_FIGURES))
    made = [synthesise(11, index, plan) for index in range(REPORTS)]
    return [Filing(each.report, shelf.reading(each.report), agency=each.member.agency, year=each.year) for each in made]


def milliseconds(work: Callable[[Filing], object], reports: Sequence[Filing]) -> list[float]:
    """Processor time of each report, ascending."""
    times = []
    for report in reports:
        start = time.process_time()
        work(report)
        times.append(1000 * (time.process_time() - start))
    return sorted(times)


def archive_rate(reports: Sequence[Filing]) -> tuple[float, float]:
    """Reports a second whose sums are judged as one matrix, without and with the filling of the matrix."""
    same = [each for each in reports if each.report.edition == "2021" and not each.report.merged_rows]
    start = time.process_time()
    book = ledger(same)
    filling = (time.process_time() - start) / len(same)
    copies = -(-ARCHIVE // len(same))
    whole = Ledger(book.sums, np.tile(book.figures, (copies, 1)), np.tile(book.known, (copies, 1)))
    start = time.process_time()
    balance(whole)
    judging = (time.process_time() - start) / len(whole.figures)
    return 1 / judging, 1 / (judging + filling)


def line(name: str, times: Sequence[float]) -> str:
    """Median, 99th of a hundred, and the longest."""
    return f"{name:<28}{times[len(times) // 2]:>10.2f}{times[int(len(times) * 0.99)]:>10.2f}{times[-1]:>10.2f}"


def main() -> None:
    """Print the table."""
    sound, faulty = filings(0), filings(2)
    judge(sound[0])
    out = sys.stdout.write
    out(f"{'judging, ms of processor':<28}{'median':>10}{'p99':>10}{'longest':>10}\n")
    out(line(f"catalogue of {len(catalogue())} rules", milliseconds(judge, sound)) + "\n")
    sums = tuple(rule for rule in catalogue() if rule.id in {"A301", "A302", "A303", "A401"})
    out(line("the four sums alone", milliseconds(lambda one: judge(one, sums), sound)) + "\n")
    verdicts = {id(one): judge(one) for one in faulty}
    times = milliseconds(lambda one: diagnose(one, verdicts[id(one)]), faulty)
    out(line("diagnosis of two faults", times) + "\n")
    matrix, filled = archive_rate(sound)
    out(f"{'sums of an archive':<28}{matrix:>10,.0f} reports/s as a matrix, {filled:,.0f} with filling it\n")


if __name__ == "__main__":
    main()
