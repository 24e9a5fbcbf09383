"""What score counts; agency is never a label. `gouji_score_reports` is the same on every replica: never add it up."""

from collections.abc import Mapping

from prometheus_client import Counter, Gauge, Histogram

from shared.report.scorecard import Grade

REPORTS = Gauge(
    "gouji_score_reports",
    "Reports that count at present (newest version of each agency's year, no drafts), by region and grade.",
    ["region", "grade"],
)
GRADINGS = Counter(
    "gouji_score_gradings_total",
    "Scorecards stated by grade, a second time where the change since last year has to be told anew.",
    ["grade"],
)
TOTALS = Histogram(
    "gouji_score_total_points",
    "Totals given to reports that could be rated.",
    buckets=[10, 20, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95, 100],
)
GRADING_SECONDS = Histogram(
    "gouji_score_grading_seconds",
    "Time to grade one report with its change since last year, storing not included.",
    buckets=[0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1],
)


def show(counts: Mapping[tuple[str, str], int]) -> None:
    """Set the gauge: in every region every grade, so that one that nobody has any more falls to zero."""
    REPORTS.clear()
    for region in {region for region, _ in counts}:
        for grade in Grade:
            REPORTS.labels(region, grade.value).set(counts.get((region, grade.value), 0))
