"""The sound reports of the corpus by name, and readings of them: what tests start from before they change something."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from shared.report.annual_report import AnnualReport
from shared.report.codec import decode
from shared.report.reading import CellReading, Confidence, Reading

REPORTS = Path(__file__).with_name("reports")


def names() -> list[str]:
    """Every report of the corpus."""
    return sorted(path.stem for path in REPORTS.glob("*.json"))


@cache
def report(name: str) -> AnnualReport:
    """A report of the corpus; its figures tie out."""
    return decode((REPORTS / f"{name}.json").read_bytes(), AnnualReport)


def reading(
    of: AnnualReport, *, unreadable: Collection[str] = (), inferred: Collection[str] = (), missing: Collection[str] = ()
) -> Reading:
    """A reading that is sure of every cell except the named ones; `missing` cells have no provenance at all."""
    doubts = dict.fromkeys(unreadable, Confidence.UNREADABLE) | dict.fromkeys(inferred, Confidence.INFERRED)
    return Reading(
        format="json",
        cells={
            at: CellReading(at=at, raw="" if value is None else str(value), confidence=doubts.get(at, Confidence.READ))
            for at, value in of.tables.items()
            if at not in missing
        },
    )
