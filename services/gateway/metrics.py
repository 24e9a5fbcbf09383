"""What the gateway counts; agency is never a label."""

from prometheus_client import Counter, Gauge, Histogram

SUBMISSIONS = Counter(
    "gouji_gateway_submissions_total",
    "Filings by how they were answered: accepted, repeated, refused, or unconfirmed because the broker was away.",
    ["result"],
)
RECEIPTS = Gauge("gouji_gateway_receipts", "Receipts in the store by outcome of their submission.", ["outcome"])
OLDEST_OPEN = Gauge(
    "gouji_gateway_receipts_open_oldest_seconds",
    "Seconds since the oldest submission still open was received; 0 when none is open.",
)
REPUBLISHED = Counter(
    "gouji_gateway_republications_total", "Submissions the reconciler has published, again or for the first time."
)
EXPIRED = Counter("gouji_gateway_drafts_expired_total", "Drafts forgotten because their time was up.")
LEDGER_BROKEN = Gauge(
    "gouji_gateway_ledger_broken_position",
    "First entry of the ledger that is not chained to those before it, as found at the start; 0 when all are.",
)
UPLOAD_BYTES = Histogram(
    "gouji_gateway_upload_bytes",
    "Size of the files accepted.",
    buckets=[2**power for power in range(10, 26)],
)
REQUEST_SECONDS = Histogram(
    "gouji_gateway_request_seconds", "Time to answer, by route and status.", ["route", "status"]
)
