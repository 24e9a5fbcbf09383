"""What the portal counts."""

from prometheus_client import Counter, Gauge, Histogram

facts = Counter("gouji_portal_facts_total", "Events taken into the read model.", ["subject"])
submissions = Counter(
    "gouji_portal_updates_total", "Times a submission was shown anew, by where it then stood.", ["status"]
)
pages = Histogram(
    "gouji_portal_page_seconds",
    "Time to answer a page or its JSON twin, without the network.",
    ["page"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5),
)
watchers = Gauge("gouji_portal_watchers", "Pages open that follow a submission live.")
