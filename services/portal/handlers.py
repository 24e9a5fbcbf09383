"""Facts in, nothing out: what the other rooms say goes into the read model."""

from collections.abc import Sequence

from services.portal import metrics
from services.portal.store.facts import Fact
from services.portal.store.model import ReadModel
from shared.events.access_changed import AccessChangedV1
from shared.events.draft_expired import DraftExpiredV1
from shared.events.event import Event
from shared.events.impact_measured import ImpactMeasuredV1
from shared.events.rectification_changed import RectificationChangedV1
from shared.events.register_changed import RegisterChangedV1
from shared.events.waiver_changed import WaiverChangedV1


class Handlers:
    """One handler for every kind of fact: what it means is decided when the facts are added up."""

    def __init__(self, model: ReadModel) -> None:
        self._model = model

    async def show(self, events: Sequence[Fact]) -> Sequence[Event]:
        """Put facts about submissions into the read model."""
        standings = await self._model.filings.record(events)
        _count(events)
        for standing in standings:
            metrics.submissions.labels(standing.status).inc()
        return ()

    async def enrol(self, events: Sequence[RegisterChangedV1]) -> Sequence[Event]:
        """Take over agencies, in the order in which they changed."""
        await self._model.register.record([agency for event in events for agency in event.agencies])
        _count(events)
        return ()

    async def admit(self, events: Sequence[AccessChangedV1]) -> Sequence[Event]:
        """Take over accounts."""
        await self._model.accounts.record([event.account for event in events])
        _count(events)
        return ()

    async def note_waivers(self, events: Sequence[WaiverChangedV1]) -> Sequence[Event]:
        """Take over explanations and what was decided about them."""
        await self._model.cases.record_waivers([event.waiver for event in events])
        _count(events)
        return ()

    async def note_rectifications(self, events: Sequence[RectificationChangedV1]) -> Sequence[Event]:
        """Take over what was sent back to agencies and what they answered."""
        await self._model.cases.record_rectifications([event.rectification for event in events])
        _count(events)
        return ()

    async def try_out(self, events: Sequence[ImpactMeasuredV1]) -> Sequence[Event]:
        """Take over what candidates would change."""
        await self._model.trials.record([event.run for event in events])
        _count(events)
        return ()

    async def forget(self, events: Sequence[DraftExpiredV1]) -> Sequence[Event]:
        """Drop drafts whose time is over."""
        await self._model.filings.forget([event.submission.id for event in events])
        _count(events)
        return ()


def _count(events: Sequence[Event]) -> None:
    for event in events:
        metrics.facts.labels(event.subject).inc()
