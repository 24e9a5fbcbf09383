"""What the log looks like from outside: work waiting, work done, room left, dead letters."""

from prometheus_client import Counter, Gauge, Histogram

PENDING = Gauge("gouji_messaging_pending_messages", "Messages not yet delivered to the room", ["room", "stream"])
ACK_PENDING = Gauge("gouji_messaging_ack_pending_messages", "Delivered, not yet acknowledged", ["room", "stream"])
REDELIVERED = Gauge("gouji_messaging_redelivered_messages", "Delivered again, not yet acknowledged", ["room", "stream"])
PAUSED = Gauge("gouji_messaging_paused", "1 while the room waits for its database or network", ["room", "stream"])
STREAM_BYTES = Gauge("gouji_messaging_stream_bytes", "Size of the log", ["stream"])
STREAM_LIMIT = Gauge("gouji_messaging_stream_limit_bytes", "Size at which the log refuses messages", ["stream"])
STREAM_MESSAGES = Gauge("gouji_messaging_stream_messages", "Messages in the log", ["stream"])

MESSAGES = Counter("gouji_messaging_messages_total", "Messages by treatment", ["room", "stream", "treatment"])
DEAD_LETTERS = Counter("gouji_messaging_dead_letters_total", "Messages given up", ["room", "stream"])
PUBLISHED = Counter("gouji_messaging_published_total", "Messages the broker stored or knew already", ["room", "stream"])
DUPLICATES = Counter("gouji_messaging_duplicates_total", "Messages the broker knew already", ["room", "stream"])
HANDLER_SECONDS = Histogram(
    "gouji_messaging_handler_seconds",
    "Time a handler took for one batch",
    ["room", "stream"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
