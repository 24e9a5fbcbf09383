"""Facts in, nothing out: what the other rooms say goes into the read model."""

from collections.abc import Sequence

from services.portal import metrics
from services.portal.store import Fact, Store
from shared.events.event import Event


class Handlers:
    """One handler for every kind of fact: what it means is decided when the facts are added up."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def show(self, events: Sequence[Fact]) -> Sequence[Event]:
        """Put a batch into the read model."""
        standings = await self._store.record(events)
        for event in events:
            metrics.facts.labels(event.subject).inc()
        for standing in standings:
            metrics.submissions.labels(standing.status).inc()
        return ()
