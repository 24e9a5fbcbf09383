"""What the server is told about a message: who it is, what it is, and how long the log may keep it."""

from datetime import datetime, timedelta
from math import ceil

from shared.events.event import Event
from shared.report.submission import now

IDENTITY = "Nats-Msg-Id"
LIFETIME = "Nats-TTL"
_SHORTEST = timedelta(seconds=1)


def headers_of(event: Event) -> dict[str, str]:
    """The headers of an event that is published now."""
    return {IDENTITY: event.message_id, "content-type": "application/json"} | lifetime(event.forgotten_at)


def lifetime(forgotten_at: datetime | None) -> dict[str, str]:
    """The header that has the server drop a message at that time, in a second when that is past; none for None."""
    if forgotten_at is None:
        return {}
    return {LIFETIME: str(ceil(max(forgotten_at - now(), _SHORTEST).total_seconds()))}
