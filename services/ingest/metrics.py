"""What the reading room counts; agency is never a label."""

from prometheus_client import Counter, Histogram

READINGS = Counter("gouji_ingest_readings_total", "Files treated, repetitions included.", ["format", "outcome"])
REJECTIONS = Counter("gouji_ingest_rejections_total", "Files rejected, by the code of each reason.", ["code"])
CELLS = Counter("gouji_ingest_cells_total", "Cells of reports, by how surely they were read.", ["confidence"])
FAILURES = Counter("gouji_ingest_worker_failures_total", "Reader processes that were lost.", ["cause"])
READING_SECONDS = Histogram(
    "gouji_ingest_reading_seconds",
    "Time from fetching an original to its report, waiting for a reader process included.",
    buckets=[0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60],
)
