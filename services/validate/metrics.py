"""What validate counts; agency is never a label."""

from prometheus_client import Counter, Histogram

VERDICTS = Counter(
    "gouji_validate_verdicts_total", "Verdicts by rule and outcome, one for each rule and judging.", ["rule", "outcome"]
)
JUDGINGS = Counter(
    "gouji_validate_judgings_total",
    "Judgings of reports: first, or again because a report that bears on it came, or a waiver was decided about.",
    ["kind"],
)
HEARING_SECONDS = Histogram(
    "gouji_validate_hearing_seconds",
    "Time to judge one report, and others again where that is due, or to hear of one waiver.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25),
)
